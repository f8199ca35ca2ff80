// Erasure, legal holds and stolen backups. What is claimed is looked for: in the tables, in every record of the files.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "backup_file.hpp"
#include "cli.hpp"
#include "local_client.hpp"
#include "nrm/casefile/sealing.hpp"
#include "sentences.hpp"
#include "tables.hpp"

namespace nrm::scenarios {
namespace {

namespace fs = std::filesystem;
using http::Method;

const SecretText& phrase() {
  static const SecretText text{"a phrase that the operator keeps"};
  return text;
}

fs::path beside(Stage& stage, const std::string& name) {
  return stage.world().folder().parent_path() / name;
}

// Requests are found by the case they are about, which a story names by the person.
std::string request_of(Stage& stage, const std::string& person) {
  const auto rows =
      stage.world().query("SELECT id FROM erasure_request WHERE case_id = $id", {{"id", stage.case_id(person)}});
  if (rows.size() != 1) Stage::fail("there is not one request");
  return rows[0].text("id");
}

void place_hold(Stage& stage, const std::string& actor, const std::string& person, int days) {
  const auto until = stage.calendar().local_date(stage.now() + std::chrono::hours{24 * days});
  stage.must(
      actor, 201, Method::post, "/api/v1/cases/" + stage.case_id(person) + "/legal-holds",
      json::object{{"reason", "criminal-case"}, {"reference", "file 12 of the court"}, {"until", to_iso(until)}});
}

void ask(Stage& stage, const std::string& actor, const std::string& person) {
  stage.must(actor, 201, Method::post, "/api/v1/cases/" + stage.case_id(person) + "/erasure-requests",
             json::object{{"why", "subject-request"}, {"note", "she asked for it"}});
}

void expect_explained(Stage& stage, const std::string& actor, const std::string& person) {
  const auto shown = stage.must(actor, 200, Method::get, "/api/v1/cases/" + stage.case_id(person) + "/retention");
  const auto& hold = shown.at("holds").as_array().at(0);
  const auto& request = shown.at("requests").as_array().at(0);
  if (request.at("state").as_string() != "held" || hold.at("reason").as_string() != "criminal-case" ||
      hold.at("reference").as_string() != "file 12 of the court" || hold.at("until").as_string().size() != 10)
    Stage::fail(json::serialize(shown));
}

void carry_out(Stage& stage, const std::string& actor, const std::string& person, int status, const std::string& slug) {
  const auto answer =
      stage.call(actor, Method::post, "/api/v1/erasure-requests/" + request_of(stage, person) + "/execution");
  if (answer.status != status || json::serialize(answer.body).find(slug) == std::string::npos)
    Stage::fail(fmt::format("it answered {}: {}", answer.status, json::serialize(answer.body)));
}

void expect_told_nothing(Stage& stage, const std::string& actor, const std::string& person) {
  const auto referral = stage.referral(actor, person);
  if (!referral.at("do_not_contact").as_bool()) Stage::fail("the receiver was not told");
  const auto opened = stage.call(actor, Method::post, "/api/v1/referrals/" + stage.referral_id(person) + "/opening",
                                 json::object{{"purpose", "assist"}, {"reason", "to read what she said"}});
  if (opened.status < 400) Stage::fail("the parcel still opens: " + json::serialize(opened.body));
}

void expect_no_row(Stage& stage, const std::string& person) {
  const auto id = stage.case_id(person);
  stage.world().instance().catch_up();
  for (const auto& table : app::tables_of(app::Instance::schemas()))
    for (const auto& row : stage.world().query("SELECT * FROM " + table))
      for (const auto& value : row.values())
        if (const auto* text = std::get_if<std::string>(&value); text != nullptr && text->find(id) != std::string::npos)
          Stage::fail("a row of the table " + table + " names the case");
}

void run(std::vector<std::string> words, int expected = 0) {
  std::vector<const char*> out{"opennrm"};
  for (const auto& word : words) out.push_back(word.c_str());
  if (app::run_cli(static_cast<int>(out.size()), out.data()) != expected)
    Stage::fail("opennrm " + words[0] + " failed");
}

void back_up(Stage& stage) {
  std::ofstream{beside(stage, "phrase")} << phrase().expose() << "\n";
  run({"backup", stage.world().folder(), "--data", beside(stage, "data"), "--keys", beside(stage, "keys"),
       "--passphrase-file", beside(stage, "phrase")});
}

// What the story's cases say about her, as they were written.
std::vector<std::string> words_about(Stage& stage, const std::string& person) {
  return {stage.stage_name(person), "by the duty desk for " + person, "lilac"};
}

void expect_absent(const std::string& all, const std::vector<std::string>& words, const std::string& where) {
  for (const auto& word : words)
    if (all.find(word) != std::string::npos) Stage::fail(word + " stands in " + where);
}

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Contents {
  std::string all;          // every text and every byte string
  std::vector<Bytes> keys;  // whatever is as long as a key, and every such part of the secrets
  std::vector<std::pair<casefile::ValuePlace, Bytes>> sealed;
  std::set<std::string> tables;
};

const std::string& text_in(const app::BackupRecord& record, std::string_view column) {
  const auto at = std::find(record.columns.begin(), record.columns.end(), column);
  return std::get<std::string>(record.values[static_cast<std::size_t>(at - record.columns.begin())]);
}
std::uint32_t number_in(const app::BackupRecord& record, std::string_view column) {
  const auto at = std::find(record.columns.begin(), record.columns.end(), column);
  return static_cast<std::uint32_t>(
      std::get<std::int64_t>(record.values[static_cast<std::size_t>(at - record.columns.begin())]));
}

void take_value(Contents& out, const app::BackupRecord& record) {
  const auto at = std::find(record.columns.begin(), record.columns.end(), "ciphertext");
  out.sealed.emplace_back(
      casefile::ValuePlace{CaseId::from_row(text_in(record, "case_id")),
                           *access::parse_compartment(text_in(record, "compartment")), text_in(record, "field"),
                           number_in(record, "value_version"), number_in(record, "key_version")},
      std::get<Bytes>(record.values[static_cast<std::size_t>(at - record.columns.begin())]));
}

bool opens_any(const Contents& found, const Bytes& key) {
  std::array<std::uint8_t, Key32::kSize> raw{};
  std::copy(key.begin(), key.end(), raw.begin());
  std::string ignored;
  return std::any_of(found.sealed.begin(), found.sealed.end(), [&](const auto& value) {
    return casefile::open_value(Key32{raw}, value.first, value.second, ignored) != casefile::Opening::broken;
  });
}

// That a key among them would be found: one more value, sealed with the last of them.
void expect_search_works(Stage& stage, Contents found) {
  std::array<std::uint8_t, Key32::kSize> raw{};
  std::copy(found.keys.back().begin(), found.keys.back().end(), raw.begin());
  const auto place = found.sealed.front().first;
  found.sealed.emplace_back(place,
                            casefile::seal_value(Key32{raw}, place, "planted", stage.world().instance().random()));
  if (!opens_any(found, found.keys.back())) Stage::fail("the search would not find a key");
}

void take(Contents& out, const app::BackupRecord& record) {
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    if (const auto* text = std::get_if<std::string>(&record.values[i])) out.all += *text + "\n";
    const auto* bytes = std::get_if<Bytes>(&record.values[i]);
    if (bytes == nullptr) continue;
    out.all.append(bytes->begin(), bytes->end());
    if (bytes->size() == Key32::kSize) out.keys.push_back(*bytes);
  }
  out.all.append(record.bytes.begin(), record.bytes.end());
  for (std::size_t at = 0; at + Key32::kSize <= record.bytes.size(); ++at)
    out.keys.emplace_back(record.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                          record.bytes.begin() + static_cast<std::ptrdiff_t>(at + Key32::kSize));
}

void read(Contents& out, const fs::path& file, app::BackupKind kind) {
  app::BackupReader reader{file, kind, phrase()};
  std::string table;
  while (const auto record = reader.next()) {
    if (record->kind == app::BackupRecord::Kind::table) table = record->name;
    if (record->kind == app::BackupRecord::Kind::row) out.tables.insert(table);
    if (record->kind == app::BackupRecord::Kind::row && table == "sealed_value") take_value(out, *record);
    take(out, *record);
  }
}

void expect_data_says_nothing(Stage& stage, const std::string& person) {
  Contents found;
  read(found, beside(stage, "data"), app::BackupKind::data);
  if (!found.tables.contains("sealed_value")) Stage::fail("the file does not hold the case at all");
  for (const auto& table : app::key_tables())
    if (found.tables.contains(table)) Stage::fail("the data file holds rows of " + table);
  expect_absent(found.all, words_about(stage, person), "the data file");
}

void expect_nothing_opens(Stage& stage, const std::string& person) {
  Contents found;
  read(found, beside(stage, "data"), app::BackupKind::data);
  read(found, beside(stage, "keys"), app::BackupKind::keys);
  expect_absent(found.all, words_about(stage, person), "the two files");
  if (found.sealed.size() < 8 || found.keys.size() < 8) Stage::fail("there is too little to try");
  for (const auto& key : found.keys)
    if (opens_any(found, key)) Stage::fail("a key of the files opens something");
  expect_search_works(stage, std::move(found));
}

void expect_no_entry(Stage& stage, const std::string& player) {
  run({"restore", beside(stage, "thief"), "--data", beside(stage, "data"), "--keys", beside(stage, "keys"),
       "--passphrase-file", beside(stage, "phrase"), "--without-erasures", "a thief has no such file"});
  app::Instance instance{beside(stage, "thief")};
  app::LocalClient client{instance};
  const auto& account = stage.players.at(player).account;
  const auto code = crypto::totp_code(account.totp_secret, instance.clock().now());
  if (client.sign_in(account.account, SecretText{"a password that somebody guesses"}, code))
    Stage::fail("the thief is signed in");
  if (client.call(Method::get, "/api/v1/cases", "", "").status < 400) Stage::fail("cases are shown to a stranger");
}

void add_erasure(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" places a legal hold of (\d+) days on the case of "([^"]+)" for a criminal case\.)re",
      [](Stage& stage, const std::smatch& m) { place_hold(stage, name(m, 1), name(m, 3), std::stoi(name(m, 2))); });
  add(all, R"re("([^"]+)" asks for the erasure of everything about "([^"]+)", who wants it\.)re",
      [](Stage& stage, const std::smatch& m) { ask(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" can tell "([^"]+)" why it waits and until when\.)re",
      [](Stage& stage, const std::smatch& m) { expect_explained(stage, name(m, 1), name(m, 2)); });
  add(all, R"re("([^"]+)" cannot carry out the erasure of "([^"]+)", for a legal hold lives\.)re",
      [](Stage& stage, const std::smatch& m) { carry_out(stage, name(m, 1), name(m, 2), 409, "retention.held"); });
  add(all, R"re("([^"]+)" cannot carry out the erasure of "([^"]+)", for it was (?:her|his) own request\.)re",
      [](Stage& stage, const std::smatch& m) {
        carry_out(stage, name(m, 1), name(m, 2), 409, "retention.second-person");
      });
  add(all, R"re("([^"]+)" carries out the erasure of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { carry_out(stage, name(m, 1), name(m, 2), 201, "done"); });
  add(all, R"re((\d+) days pass, and one more\.)re", [](Stage& stage, const std::smatch& m) {
    stage.set_time(stage.now() + std::chrono::hours{24 * (std::stoi(name(m, 1)) + 1)});
  });
  add(all,
      R"re("([^"]+)" is told of the referral of "([^"]+)" only not to contact her, and reads nothing any more\.)re",
      [](Stage& stage, const std::smatch& m) { expect_told_nothing(stage, name(m, 1), name(m, 2)); });
  add(all, R"re(No row of any table names the case of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_no_row(stage, name(m, 1)); });
}

void add_theft(std::vector<Sentence>& all) {
  add(all, R"re(The operator makes a backup of two files\.)re",
      [](Stage& stage, const std::smatch&) { back_up(stage); });
  add(all, R"re(Nothing of "([^"]+)" can be read in either file\.)re", [](Stage& stage, const std::smatch& m) {
    for (const auto* file : {"data", "keys"})
      expect_absent(content_of(beside(stage, file)), words_about(stage, name(m, 1)), file);
  });
  add(all, R"re(The data file and its passphrase show no word about "([^"]+)" and hold no key\.)re",
      [](Stage& stage, const std::smatch& m) { expect_data_says_nothing(stage, name(m, 1)); });
  add(all,
      R"re(Both files and their passphrase show no word about "([^"]+)", and no key in them opens what is sealed\.)re",
      [](Stage& stage, const std::smatch& m) { expect_nothing_opens(stage, name(m, 1)); });
  add(all, R"re(The thief restores the backup and cannot sign in as "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { expect_no_entry(stage, name(m, 1)); });
}

}  // namespace

void add_retention(std::vector<Sentence>& all) {
  add_erasure(all);
  add_theft(all);
}

}  // namespace nrm::scenarios
