// Custodians: named, asked, approving; a member who comes back, and one who takes a key that nobody could give her.
#include "walk.hpp"

namespace nrm::api {
namespace {

constexpr const char* kSeen = "known-in-person";

json::object approval(const std::string& fingerprint = {}) {
  json::object out{{"identity_check", kSeen}};
  if (!fingerprint.empty()) out["fingerprint"] = fingerprint;
  return out;
}

std::string request_path(const std::string& id, const char* arrow) {
  return "/api/v1/custody/requests/" + id + "/" + arrow;
}

}  // namespace

void Walk::keep_custody() {
  using access::Role;
  const auto first = world_.add_member("First custodian", border, {Role::first_responder});
  const auto second = world_.add_member("Second custodian", border, {Role::first_responder});
  auto lost = world_.add_member("Lost", border, {Role::first_responder});
  name_custodians(first, second);
  must(200, administrator, Method::get, "/api/v1/instance/state");
  lose_keys(lost);
  read_notices(second);

  const auto asked =
      text_of(must(201, manager, Method::post, "/api/v1/custody/requests",
                   json::object{{"what", "account"}, {"member_id", lost.member.text()}, {"identity_check", kSeen}}),
              "id");
  must(204, first, Method::post, request_path(asked, "cancellation"));
  recover_with_custodians(first, second, lost);
  take_key_of_team(first, second);
}

void Walk::name_custodians(const Account& first, const Account& second) {
  const json::object three{
      {"member_ids", json::array{first.member.text(), second.member.text(), officer.member.text()}}};
  const auto declined = must(201, manager, Method::post, "/api/v1/custody/proposals", three).at("version").as_int64();
  must(204, first, Method::post, "/api/v1/custody/proposals/" + std::to_string(declined) + "/refusal");
  const auto version = must(201, manager, Method::post, "/api/v1/custody/proposals", three).at("version").as_int64();
  for (const auto& custodian : {first, second, officer})
    must(204, custodian, Method::post, "/api/v1/custody/proposals/" + std::to_string(version) + "/acceptance");
  must(200, manager, Method::get, "/api/v1/custody");
}

// She signs in once more, by which her key is split; so does a holder of the team's keys.
void Walk::lose_keys(const Account& lost) {
  for (const auto& who : {lost, manager}) {
    must(201, {"",
               Method::post,
               "/api/v1/session",
               json::object{{"account", who.account}, {"password", who.password}, {"code", new_code(who.totp_secret)}},
               {}});
  }
}

void Walk::read_notices(const Account& who) {
  const auto waiting = must(200, who, Method::get, "/api/v1/notices").at("items").as_array();
  must(204, who, Method::del, "/api/v1/notices/" + text_of(waiting.at(0), "id"));
}

void Walk::recover_with_custodians(const Account& first, const Account& second, Account lost) {
  const auto asked = text_of(
      must(201, officer, Method::post, "/api/v1/custody/requests",
           json::object{{"what", "account"}, {"member_id", lost.member.text()}, {"identity_check", "document-seen"}}),
      "id");
  world_.move_clock_to(world_.now() + std::chrono::hours{25});
  json::object codes{{"account", lost.account}};
  codes["code_one"] = must(201, first, Method::post, request_path(asked, "approval"), approval()).at("code");
  codes["code_two"] = must(201, second, Method::post, request_path(asked, "approval"), approval()).at("code");
  canaries_.insert({text_of(codes, "code_one"), text_of(codes, "code_two")});
  const auto factor = must(200, {"", Method::post, "/api/v1/account/custodian-recovery/preparation", codes, {}});
  canaries_.insert(text_of(factor, "totp_secret"));
  codes["new_password"] = canary("custodianpassword");
  codes["code"] = new_code(secret_of(text_of(factor, "totp_secret")));
  const auto recovered = must(201, {"", Method::post, "/api/v1/account/custodian-recovery", codes, {}});
  canaries_.insert(text_of(recovered, "recovery_code"));
}

void Walk::take_key_of_team(const Account& first, const Account& second) {
  const auto invitation = text_of(must(201, administrator, Method::post, "/api/v1/invitations",
                                       json::object{{"team_id", border}, {"roles", json::array{"case-manager"}}}),
                                  "code");
  Account successor{"successor", canary("successorpassword"), crypto::TotpSecret{}, {}, manager.team, MemberId{Uuid{}}};
  const auto enrolled = must(201, {"",
                                   Method::post,
                                   "/api/v1/enrolments",
                                   json::object{{"invitation", invitation},
                                                {"account", successor.account},
                                                {"name", "Successor"},
                                                {"password", successor.password}},
                                   {}});
  successor.totp_secret = secret_of(text_of(enrolled, "totp_secret"));
  must(204, {"",
             Method::post,
             "/api/v1/enrolments/" + text_of(enrolled, "id") + "/confirmation",
             json::object{{"code", new_code(successor.totp_secret)}},
             {}});
  const auto session = must(200, successor, Method::get, "/api/v1/session");
  const auto asked = text_of(must(201, officer, Method::post, "/api/v1/custody/requests",
                                  json::object{{"what", "team-key"},
                                               {"member_id", text_of(session.at("member"), "id")},
                                               {"kind", "justice"},
                                               {"identity_check", kSeen}}),
                             "id");
  world_.move_clock_to(world_.now() + std::chrono::hours{25});
  must(201, first, Method::post, request_path(asked, "approval"), approval(text_of(session, "key_fingerprint")));
  must(201, second, Method::post, request_path(asked, "approval"),
       approval(text_of(session.at("key_fingerprint_words"), "ru")));
  must(204, successor, Method::post, request_path(asked, "taking"));
}

}  // namespace nrm::api
