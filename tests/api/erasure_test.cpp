// Erasure, proven: after it nobody with every key of every member reads her, neither in the database nor in a backup of
// before that is restored with the ledger; no row of any table names her case; her ciphertexts are no longer in the
// file; the others are as they were; and the log still verifies.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "cli.hpp"
#include "digest.hpp"
#include "local_client.hpp"
#include "tables.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

namespace fs = std::filesystem;
using app::Instance;

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

bool holds(const std::string& all, const std::string& part) {
  return all.find(part) != std::string::npos;
}

// Whatever one member can be shown, as one text.
class Reading {
 public:
  Reading(Instance& instance, const Account& who, const std::string& code) : client_{instance} {
    token_ = client_.sign_in(who.account, SecretText{who.password}, code).value();
  }
  std::string all() {
    read_cases();
    for (const auto* box : {"in", "out"}) read_referrals(box);
    return std::move(out_);
  }

 private:
  http::Response call(Method method, const std::string& path, const json::value& body = nullptr) {
    auto response = client_.call(method, path, body.is_null() ? "" : json::serialize(body), token_);
    out_ += response.body + "\n";
    return response;
  }
  std::vector<std::string> ids(const std::string& path) {
    std::vector<std::string> out;
    std::string after;
    do {
      const auto response = call(Method::get, path + (holds(path, "?") ? "&" : "?") + "limit=50" + after);
      if (response.status != 200) return out;
      const auto page = json::parse(response.body);
      for (const auto& item : page.at("items").as_array()) out.push_back(text_of(item, "id"));
      const auto* next = page.as_object().if_contains("next");
      after = next == nullptr || next->is_null() ? "" : "&after=" + json::value_to<std::string>(*next);
    } while (!after.empty());
    return out;
  }
  void read_cases() {
    for (const auto& id : ids("/api/v1/cases")) {
      const auto path = "/api/v1/cases/" + id;
      for (const auto* more : {"", "/bases", "/timeline?limit=50", "/retention"}) call(Method::get, path + more);
      for (const auto kind : access::kCompartments)
        call(Method::post, path + "/openings",
             json::object{
                 {"compartment", access::name_of(kind)}, {"purpose", "assist"}, {"reason", "a test of erasure"}});
    }
  }
  void read_referrals(const std::string& box) {
    for (const auto& id : ids("/api/v1/referrals?box=" + box)) {
      call(Method::post, "/api/v1/referrals/" + id + "/opening",
           json::object{{"purpose", "assist"}, {"reason", "a test of erasure"}});
      call(Method::get, "/api/v1/referrals/" + id);
    }
  }

  app::LocalClient client_;
  std::string token_;
  std::string out_;
};

class ErasureProof : public testing::Test {
 protected:
  Walk walk;
  SeededRandom random{5};
  fs::path folder() { return walk.world().folder(); }
  fs::path place(const std::string& name) { return folder().parent_path() / name; }

  std::string read_everything(Instance& instance) {
    std::string out;
    for (const auto* who : {&walk.officer, &walk.manager, &walk.provider, &walk.shelter_manager})
      out += Reading{instance, *who, walk.new_code(who->totp_secret)}.all();
    return out;
  }
  std::set<std::string> readable(Instance& instance, const std::set<std::string>& words) {
    const auto all = read_everything(instance);
    std::set<std::string> out;
    for (const auto& word : words)
      if (holds(all, word)) out.insert(word);
    return out;
  }
  std::set<std::string> column(std::string_view sql) {
    std::set<std::string> out;
    for (const auto& row : walk.world().query(sql)) {
      const auto& value = row.values().front();
      if (const auto* text = std::get_if<std::string>(&value)) out.insert(*text);
      if (const auto* blob = std::get_if<Bytes>(&value)) out.emplace(blob->begin(), blob->end());
    }
    return out;
  }
  // What is sealed of the cases there are: values, keys, parcels, lines, details of the log. The first bytes hold a
  // nonce, so they stand nowhere else; a long one is spread over pages.
  // A team's key for its own notes is of no case and stays.
  std::set<std::string> ciphertexts() {
    std::set<std::string> out;
    for (const auto* sql :
         {"SELECT ciphertext FROM sealed_value", "SELECT ciphertext FROM case_card",
          "SELECT ciphertext FROM case_name_form", "SELECT sealed FROM key_seal WHERE subject_kind <> 'team-notes'",
          "SELECT sealed FROM parcel_part", "SELECT sealed FROM referral_line",
          "SELECT sealed_detail FROM log_leaf WHERE subject_case IS NOT NULL"})
      for (const auto& bytes : column(sql)) out.insert(bytes.substr(0, 48));
    return out;
  }
  void command(std::vector<std::string> words) {
    std::vector<const char*> out{"opennrm"};
    for (const auto& word : words) out.push_back(word.c_str());
    ASSERT_EQ(app::run_cli(static_cast<int>(out.size()), out.data()), 0) << words[0];
  }
  void back_up(const std::string& name) {
    std::ofstream{place("phrase")} << "a phrase for the backup\n";
    command({"backup", folder(), "--data", place(name + ".data"), "--keys", place(name + ".keys"), "--passphrase-file",
             place("phrase")});
  }
  std::unique_ptr<Instance> restored(const std::string& name, const std::string& as,
                                     std::vector<std::string> erasures) {
    std::vector<std::string> words{
        "restore",           place(as),      "--data", place(name + ".data"), "--keys", place(name + ".keys"),
        "--passphrase-file", place("phrase")};
    words.insert(words.end(), erasures.begin(), erasures.end());
    command(words);
    return std::make_unique<Instance>(place(as), app::InstanceOptions{&walk.world().clock(), &random, {8192, 1}});
  }
  // By two people of the team that holds it: one case was handed over, and its team taken in.
  void erase(const std::string& case_id) {
    const auto team = walk.world().query("SELECT team FROM case_file WHERE id = '" + case_id + "'");
    const bool moved = team.at(0).text("team") == walk.shelter;
    const auto request =
        text_of(walk.must(201, moved ? walk.provider : walk.manager, Method::post,
                          "/api/v1/cases/" + case_id + "/erasure-requests", json::object{{"why", "subject-request"}}),
                "id");
    walk.must(201, moved ? walk.house_manager : walk.officer, Method::post,
              "/api/v1/erasure-requests/" + request + "/execution");
  }
  static std::map<std::string, std::string> tables_of(Instance& instance) {
    std::map<std::string, std::string> out;
    instance.database().read([&](storage::Reader& reader) {
      for (const auto& table : app::tables_of(Instance::schemas()))
        for (const auto& row : reader.query("SELECT * FROM " + table))
          for (const auto& value : row.values()) {
            if (const auto* text = std::get_if<std::string>(&value)) out[table] += *text + "\n";
            if (const auto* blob = std::get_if<Bytes>(&value)) out[table].append(blob->begin(), blob->end());
          }
    });
    return out;
  }
  static void expect_none_in_tables(Instance& instance, const std::set<std::string>& parts, const std::string& where) {
    for (const auto& [table, content] : tables_of(instance))
      for (const auto& part : parts)
        if (holds(content, part)) {
          ADD_FAILURE() << where << ": the table " << table << " still holds something of an erased case";
          break;
        }
  }
  static int count_in_files(const fs::path& where, const std::set<std::string>& parts) {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator{where})
      if (entry.is_regular_file() && entry.path().filename().string().starts_with("opennrm.db"))
        all += content_of(entry.path());
    int found = 0;
    for (const auto& part : parts) found += holds(all, part) ? 1 : 0;
    return found;
  }
};

TEST_F(ErasureProof, NothingOfHerIsLeftAnywhere) {
  ASSERT_NO_THROW(walk.go());
  auto& live = walk.world().instance();
  const auto hers = readable(live, walk.canaries());
  const auto cases = column("SELECT id FROM case_file");
  const auto rows = column("SELECT id FROM statistics_row");
  const auto sealed = ciphertexts();
  ASSERT_GT(hers.size(), 30U);
  ASSERT_GT(cases.size(), 4U);
  ASSERT_GT(count_in_files(folder(), sealed), 100) << "what is searched for is there before";

  // Somebody else, who must stay.
  const auto before_kept = walk.canaries();
  const auto kept = walk.send_referral();
  std::set<std::string> others;
  for (const auto& word : walk.canaries())
    if (!before_kept.contains(word)) others.insert(word);
  others = readable(live, others);
  ASSERT_GT(others.size(), 10U);
  back_up("before");

  for (const auto& id : cases) ASSERT_NO_THROW(erase(id)) << id;
  live.catch_up();
  back_up("after");

  EXPECT_EQ(readable(live, hers), std::set<std::string>{});
  EXPECT_EQ(readable(live, others), others);
  for (const auto& parts : {cases, rows, sealed}) expect_none_in_tables(live, parts, "live");
  EXPECT_EQ(walk.world().verify_log(), std::nullopt);
  EXPECT_EQ(column("SELECT id FROM statistics_row").size(), column("SELECT id FROM case_file").size());
  live.catch_up();
  // What SQLite moved from page to page may lie in an unused part of one until the files are written anew.
  command({"erasures", "scrub", folder()});
  EXPECT_EQ(count_in_files(folder(), sealed), 0);
  const auto told = walk.must(200, walk.data_officer, Method::get, "/api/v1/erasures").at("counts");
  EXPECT_GE(told.at("done").as_int64(), static_cast<std::int64_t>(cases.size()));

  const std::vector<std::string> ledger{"--erasures", folder() / "erasures"};
  for (const auto* name : {"before", "after"}) {
    const auto back = restored(name, std::string{name} + "-back", ledger);
    EXPECT_EQ(readable(*back, hers), std::set<std::string>{}) << name;
    EXPECT_EQ(readable(*back, others), others) << name;
    for (const auto& parts : {cases, rows, sealed}) expect_none_in_tables(*back, parts, name);
    EXPECT_EQ(count_in_files(place(std::string{name} + "-back"), sealed), 0) << name;
  }
}

// The proof would fail if it did not look: without the ledger she is back.
TEST_F(ErasureProof, WithoutTheLedgerAnOldBackupBringsHerBack) {
  const auto before = walk.canaries();
  walk.send_referral();
  const auto hers = readable(walk.world().instance(), walk.canaries());
  ASSERT_GT(hers.size(), 10U);
  back_up("before");
  for (const auto& id : column("SELECT id FROM case_file")) erase(id);
  const auto back = restored("before", "back", {"--without-erasures", "the old machine burnt"});
  EXPECT_EQ(readable(*back, hers), hers);
}

TEST_F(ErasureProof, TwoRestoresEraseOverAgainAndAClassStaysGone) {
  walk.send_referral();
  const auto id = *column("SELECT id FROM case_file").begin();
  const auto identity = column("SELECT ciphertext FROM sealed_value WHERE compartment = 'identity'");
  back_up("before");
  const auto request = text_of(walk.must(201, walk.manager, Method::post, "/api/v1/cases/" + id + "/erasure-requests",
                                         json::object{{"why", "retention"}, {"classes", json::array{"identity"}}}),
                               "id");
  walk.must(201, walk.officer, Method::post, "/api/v1/erasure-requests/" + request + "/execution");
  for (const auto* as : {"first", "second"}) {
    const auto back = restored("before", as, {"--erasures", folder() / "erasures"});
    expect_none_in_tables(*back, identity, as);
    EXPECT_TRUE(holds(read_everything(*back), id));
  }
  // The restored one keeps the ledger itself.
  command({"backup", place("first"), "--data", place("again.data"), "--keys", place("again.keys"), "--passphrase-file",
           place("phrase")});
  const auto back = restored("again", "third", {"--erasures", place("first") / "erasures"});
  expect_none_in_tables(*back, identity, "third");
}

}  // namespace
}  // namespace nrm::api
