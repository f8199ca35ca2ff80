#include "sentences_custody.hpp"

#include <fmt/format.h>

namespace nrm::scenarios {
namespace {

using http::Method;

std::string member_id(const Stage& stage, const std::string& player) {
  return stage.players.at(player).account.member.text();
}

void name_custodians(Stage& stage, const std::string& by, const std::vector<std::string>& names) {
  json::array ids;
  for (const auto& one : names) ids.emplace_back(member_id(stage, one));
  const auto made = stage.must(by, 201, Method::post, "/api/v1/custody/proposals", json::object{{"member_ids", ids}});
  const auto path = fmt::format("/api/v1/custody/proposals/{}/acceptance", made.at("version").as_int64());
  for (const auto& one : names) stage.must(one, 204, Method::post, path);
}

void sign_in(Stage& stage, const app::testing::Account& account) {
  stage.world().clock().advance(std::chrono::seconds{31});
  const json::object body{{"account", account.account},
                          {"password", account.password},
                          {"code", crypto::totp_code(account.totp_secret, stage.now())}};
  const auto answer = stage.world().call_signed_out(Method::post, "/api/v1/session", json::serialize(body));
  if (answer.status != 201) Stage::fail("signing in answered " + answer.body);
}

crypto::TotpSecret secret_of(const std::string& base32) {
  std::array<std::uint8_t, crypto::TotpSecret::kSize> bytes{};
  std::uint32_t held = 0, bits = 0;
  std::size_t at = 0;
  for (const char letter : base32) {
    held = held << 5U | static_cast<std::uint32_t>(letter >= 'A' ? letter - 'A' : letter - '2' + 26);
    if ((bits += 5) < 8) continue;
    bits -= 8;
    bytes.at(at++) = static_cast<std::uint8_t>(held >> bits);
  }
  return crypto::TotpSecret{bytes};
}

json::value ask_signed_out(Stage& stage, int status, const std::string& path, const json::object& body) {
  const auto answer = stage.world().call_signed_out(Method::post, path, json::serialize(body));
  if (answer.status != status) Stage::fail(fmt::format("{} answered {}: {}", path, answer.status, answer.body));
  return answer.body.empty() ? json::value{} : json::parse(answer.body);
}

void join(Stage& stage, const std::string& who, const std::string& team, const std::string& inviter) {
  const auto invitation =
      stage.must(inviter, 201, Method::post, "/api/v1/invitations",
                 json::object{{"team_id", stage.team_id(team)}, {"roles", json::array{"case-manager"}}});
  app::testing::Account account;
  account.account = "newcomer";
  account.password = "four unrelated words together";
  const auto enrolled = ask_signed_out(stage, 201, "/api/v1/enrolments",
                                       {{"invitation", text_of(invitation, "code")},
                                        {"account", account.account},
                                        {"name", stage.stage_name(who)},
                                        {"password", account.password}});
  account.totp_secret = secret_of(text_of(enrolled, "totp_secret"));
  ask_signed_out(stage, 204, "/api/v1/enrolments/" + text_of(enrolled, "id") + "/confirmation",
                 {{"code", crypto::totp_code(account.totp_secret, stage.now())}});
  stage.players[who] = {team, account};
  stage.world().clock().advance(std::chrono::seconds{31});
  const auto session = stage.must(who, 200, Method::get, "/api/v1/session");
  stage.players[who].account.member = *MemberId::parse(text_of(session.at("member"), "id"));
}

std::string fingerprint_of(Stage& stage, const std::string& who) {
  return text_of(stage.must(who, 200, Method::get, "/api/v1/session").at("key_fingerprint_words"), "en");
}

// The request that runs for this member.
std::string running(Stage& stage, const std::string& reader, const std::string& who) {
  const auto custody = stage.must(reader, 200, Method::get, "/api/v1/custody");
  for (const auto& request : custody.at("requests").as_array()) {
    const auto state = text_of(request, "state");
    if (text_of(request, "member_id") == member_id(stage, who) && state != "done" && state != "cancelled")
      return text_of(request, "id");
  }
  Stage::fail("nothing runs for " + who);
}

Answer give_part(Stage& stage, const std::string& by, const std::string& who) {
  return stage.call(by, Method::post, "/api/v1/custody/requests/" + running(stage, by, who) + "/approval",
                    json::object{{"identity_check", "document-seen"}, {"fingerprint", fingerprint_of(stage, who)}});
}

Answer take(Stage& stage, const std::string& who) {
  return stage.call(who, Method::post, "/api/v1/custody/requests/" + running(stage, who, who) + "/taking");
}

void expect(const Answer& answer, int status) {
  if (answer.status != status) Stage::fail(fmt::format("it answered {} instead of {}", answer.status, status));
}

json::object asking(const Stage& stage, const std::string& who, const std::string& kind) {
  return {{"what", "team-key"},
          {"member_id", member_id(stage, who)},
          {"kind", kind},
          {"identity_check", "known-in-person"}};
}

void add_coming_and_going(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" signs in the next morning\.)re", [](Stage& stage, const std::smatch& m) {
    stage.set_time(stage.now() + std::chrono::hours{20});
    sign_in(stage, stage.players.at(name(m, 1)).account);
  });
  add(all, R"re("([^"]+)" suspends "([^"]+)", the last who held the keys of justice and residence\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, "/api/v1/members/" + member_id(stage, name(m, 2)) + "/suspension",
                   json::object{{"despite_last_key", true}});
      });
  add(all, R"re("([^"]+)" joins "([^"]+)" as case manager, by an invitation of "([^"]+)"\.)re",
      [](Stage& stage, const std::smatch& m) { join(stage, name(m, 1), name(m, 2), name(m, 3)); });
  add(all, R"re("([^"]+)" compares the fingerprint of "([^"]+)" and gives what (?:she|he) holds\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 204, Method::post,
                   "/api/v1/key-requests/" + member_id(stage, name(m, 2)) + "/confirmation",
                   json::object{{"fingerprint", fingerprint_of(stage, name(m, 2))}});
      });
  add(all, R"re("([^"]+)" (still waits for keys|holds every key of her team)\.)re",
      [](Stage& stage, const std::smatch& m) {
        const auto keys = text_of(stage.must(name(m, 1), 200, Method::get, "/api/v1/session"), "keys");
        if (keys != (name(m, 2).starts_with("still") ? "awaited" : "held")) Stage::fail("the keys are " + keys);
      });
  add(all, R"re(A day passes\.)re",
      [](Stage& stage, const std::smatch&) { stage.set_time(stage.now() + std::chrono::hours{24}); });
}

void add_giving_back(std::vector<Sentence>& all) {
  add(all, R"re("([^"]+)" names "([^"]+)", "([^"]+)" and "([^"]+)" custodians, and each accepts\.)re",
      [](Stage& stage, const std::smatch& m) {
        name_custodians(stage, name(m, 1), {name(m, 2), name(m, 3), name(m, 4)});
      });
  add(all, R"re("([^"]+)" asks the custodians to give "([^"]+)" the key of ([a-z]+)\.)re",
      [](Stage& stage, const std::smatch& m) {
        stage.must(name(m, 1), 201, Method::post, "/api/v1/custody/requests", asking(stage, name(m, 2), name(m, 3)));
      });
  add(all, R"re("([^"]+)" cannot ask the custodians for anything\.)re", [](Stage& stage, const std::smatch& m) {
    for (const auto& [who, player] : stage.players)
      expect(stage.call(name(m, 1), Method::post, "/api/v1/custody/requests", asking(stage, who, "justice")), 404);
  });
  add(all, R"re("([^"]+)" is told that somebody asked for a key\.)re", [](Stage& stage, const std::smatch& m) {
    const auto notices = stage.must(name(m, 1), 200, Method::get, "/api/v1/notices").at("items").as_array();
    for (const auto& notice : notices)
      if (text_of(notice, "code") == "custody.requested") return;
    Stage::fail("nobody told her");
  });
  add(all, R"re("([^"]+)" meets "([^"]+)", compares her fingerprint and gives a part\.)re",
      [](Stage& stage, const std::smatch& m) { expect(give_part(stage, name(m, 1), name(m, 2)), 201); });
  add(all, R"re("([^"]+)" cannot give a part for "([^"]+)" yet\.)re",
      [](Stage& stage, const std::smatch& m) { expect(give_part(stage, name(m, 1), name(m, 2)), 409); });
  add(all, R"re("([^"]+)" cannot take the key of [a-z]+ with one part\.)re",
      [](Stage& stage, const std::smatch& m) { expect(take(stage, name(m, 1)), 409); });
  add(all, R"re("([^"]+)" takes the key of [a-z]+\.)re",
      [](Stage& stage, const std::smatch& m) { expect(take(stage, name(m, 1)), 204); });
}

}  // namespace

void add_custody(std::vector<Sentence>& all) {
  add_coming_and_going(all);
  add_giving_back(all);
}

}  // namespace nrm::scenarios
