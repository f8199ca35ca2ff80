// The way itself, one part of the API after another.
#include <fmt/format.h>

#include <stdexcept>

#include "nrm/log/publication.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

json::object sign_in_of(const Account& who, const std::string& code) {
  return {{"account", who.account}, {"password", who.password}, {"code", code}};
}

std::string cookie_of(const http::Response& response) {
  const auto& set = response.headers.at("Set-Cookie");
  const auto start = set.find('=') + 1;
  return set.substr(start, set.find(';') - start);
}

json::object reasoned(const char* purpose, const std::string& reason) {
  return {{"purpose", purpose}, {"reason", reason}};
}

}  // namespace

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

void Walk::sign_in_and_out() {
  Call sign_in{"", Method::post, "/api/v1/session", sign_in_of(officer, new_code(officer.totp_secret)), {}};
  before(sign_in);
  const auto response = world_.call_signed_out(sign_in.method, sign_in.path, sign_in.text());
  after(sign_in, response);
  if (response.status != 201) throw std::runtime_error{"cannot sign in: " + response.body};
  const auto token = cookie_of(response);
  canaries_.insert(token);
  must(200, {token, Method::get, "/api/v1/session", nullptr, {}});
  const auto sessions = must(200, {token, Method::get, "/api/v1/sessions", nullptr, {}});
  for (const auto& session : sessions.at("items").as_array())
    if (!session.at("current").as_bool())
      must(204, {token, Method::del, "/api/v1/sessions/" + text_of(session, "id"), nullptr, {}});
  must(204, {token, Method::del, "/api/v1/session", nullptr, {}});
}

void Walk::join() {
  const auto invitation = text_of(must(201, administrator, Method::post, "/api/v1/invitations",
                                       json::object{{"team_id", border}, {"roles", json::array{"first-responder"}}}),
                                  "code");
  newcomer_.account = "newcomer";
  newcomer_.password = canary("password");
  const auto enrolled = must(201, {"",
                                   Method::post,
                                   "/api/v1/enrolments",
                                   json::object{{"invitation", invitation},
                                                {"account", newcomer_.account},
                                                {"name", "Newcomer"},
                                                {"password", newcomer_.password}},
                                   {}});
  newcomer_.totp_secret = secret_of(text_of(enrolled, "totp_secret"));
  must(204, {"",
             Method::post,
             "/api/v1/enrolments/" + text_of(enrolled, "id") + "/confirmation",
             json::object{{"code", new_code(newcomer_.totp_secret)}},
             {}});
  canaries_.insert({invitation, text_of(enrolled, "totp_secret"), text_of(enrolled, "recovery_code")});
  canaries_.insert(world_.token_of(newcomer_));
  const auto waiting = must(200, manager, Method::get, "/api/v1/key-requests").at("items").as_array().at(0);
  must(204, manager, Method::post, "/api/v1/key-requests/" + text_of(waiting, "member_id") + "/confirmation",
       json::object{{"fingerprint", text_of(must(200, newcomer_, Method::get, "/api/v1/session"), "key_fingerprint")}});
  newcomer_.member = *MemberId::parse(text_of(waiting, "member_id"));
  const auto newer = canary("newpassword");
  must(204, newcomer_, Method::put, "/api/v1/account/password",
       json::object{{"current_password", newcomer_.password},
                    {"code", new_code(newcomer_.totp_secret)},
                    {"new_password", newer}});
  newcomer_.password = canary("recoveredpassword");
  const auto recovered = must(201, {"",
                                    Method::post,
                                    "/api/v1/account/recovery",
                                    json::object{{"account", newcomer_.account},
                                                 {"recovery_code", text_of(enrolled, "recovery_code")},
                                                 {"code", new_code(newcomer_.totp_secret)},
                                                 {"new_password", newcomer_.password}},
                                    {}});
  canaries_.insert(text_of(recovered, "recovery_code"));
}

void Walk::manage_members() {
  const auto path = "/api/v1/members/" + newcomer_.member.text();
  must(200, manager, Method::get, "/api/v1/members");
  must(201, manager, Method::post, path + "/leave-cover",
       json::object{{"cover_member_id", officer.member.text()}, {"from", "2026-03-02"}, {"until", "2026-03-13"}});
  must(201, manager, Method::post, "/api/v1/members/" + officer.member.text() + "/caseload-handover",
       json::object{{"to_member_id", manager.member.text()}});
  must(201, administrator, Method::post, path + "/suspension");
  must(204, administrator, Method::del, path + "/suspension");
  must(201, administrator, Method::post, path + "/team-change",
       json::object{{"team_id", shelter}, {"roles", json::array{"service-provider"}}});
}

void Walk::keep_directory() {
  const auto body = text_of(must(201, administrator, Method::post, "/api/v1/organisations",
                                 json::object{{"code", "birch-society"}, {"name", "Birch society"}, {"kind", "ngo"}}),
                            "id");
  must(204, administrator, Method::post, "/api/v1/organisations/" + body + "/confirmation");
  must(201, administrator, Method::post, "/api/v1/teams",
       json::object{{"organisation_id", body},
                    {"name", "Birch room"},
                    {"kind", "protection"},
                    {"services", json::array{"shelter"}},
                    {"region", ""}});
  for (const auto* list : {"organisations", "teams?need=shelter", "pack", "code-lists", "fields"})
    must(200, officer, Method::get, std::string{"/api/v1/"} + list);
  const auto numbers = must(200, administrator, Method::get, "/api/v1/numbers").at("items").as_array();
  must(204, administrator, Method::post, "/api/v1/numbers/" + text_of(numbers.at(0), "id") + "/confirmation");
}

void Walk::keep_cases() {
  const auto first = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  auto second = new_case();
  second["found_with"] = first;
  auto& values = second["values"].as_object();
  values["identity.birth-date"].as_object()["value"] = "2013";
  values["casework.age-class"].as_object()["class"] = "child";
  const auto path = "/api/v1/cases/" + text_of(must(201, officer, Method::post, "/api/v1/cases", second), "id");
  must(200, officer, Method::get, "/api/v1/cases");
  const auto version = must(200, officer, Method::get, path).at("version").as_int64();
  must(200, officer, Method::patch, path + "/values",
       json::object{
           {"values", json::object{{"casework.summary", canary("newsummary")},
                                   {"identity.documents",
                                    json::array{json::object{
                                        {"kind", "passport"}, {"state", "held"}, {"note", canary("documents")}}}},
                                   {"health.needs", nullptr}}}},
       {{"if-match", fmt::format("\"{}\"", version)}});
  auto opening = reasoned("identify", canary("openingreason"));
  opening["compartment"] = "identity";
  must(201, officer, Method::post, path + "/openings", opening);
  must(200, officer, Method::post, "/api/v1/case-searches", json::object{{"text", canary("searched")}});
  must(200, officer, Method::get, "/api/v1/work");
  must(200, officer, Method::get, "/api/v1/consent-texts/en");
  auto consent = consent_to(shelter);
  consent["child"] = json::object{{"best_interests_note", canary("interests")},
                                  {"own_view", canary("ownview")},
                                  {"guardian_name", canary("guardianname")},
                                  {"representative_suspected", false}};
  consent["spoken_to"] = "guardian";
  const auto basis = text_of(must(201, officer, Method::post, path + "/bases", consent), "id");
  must(200, officer, Method::get, path + "/bases");
  must(201, officer, Method::post, path + "/bases/" + basis + "/withdrawal", json::object{{"scope", "this-receiver"}});
  auto refusal = consent;
  refusal["decision"] = "refusal";
  must(201, officer, Method::post, path + "/bases", refusal);
  must(201, officer, Method::post, path + "/notices", json::object{{"kind", "without-name"}});
  must(200, officer, Method::get, path + "/timeline");
}

void Walk::refer() {
  const auto path = "/api/v1/referrals/" + send_referral();
  must(200, provider, Method::get, "/api/v1/referrals?box=in");
  must(201, provider, Method::post, path + "/opening", reasoned("assist", canary("parcelreason")));
  must(201, provider, Method::post, path + "/questions", json::object{{"text", canary("question")}});
  const auto line = must(200, officer, Method::get, path).at("line").as_array();
  must(201, officer, Method::post, path + "/answers",
       json::object{{"text", canary("answer")}, {"question_id", text_of(line.back(), "id")}});
  must(201, provider, Method::post, path + "/acceptance", json::object{});
  must(201, provider, Method::post, path + "/first-contact", json::object{{"at", to_rfc3339(world_.now())}});
  must(201, provider, Method::post, path + "/completion",
       json::object{{"outcome", "need-met"}, {"note", canary("completionnote")}});
  must(200, provider, Method::get, path);
  must(201, provider, Method::post, "/api/v1/referrals/" + send_referral() + "/decline",
       json::object{{"reason", "no-place"}, {"suggestion_team_id", nullptr}, {"note", canary("declinenote")}});
  must(201, officer, Method::post, "/api/v1/referrals/" + send_referral() + "/recall",
       json::object{{"reason", "person-changed-mind"}});
  must(200, officer, Method::get, "/api/v1/referrals?box=out&state=recalled");
}

void Walk::read_log() {
  world_.instance().catch_up();
  const Call newest{"", Method::get, "/api/v1/log/checkpoint", nullptr, {}};
  cosign(json::value_to<std::string>(must(200, newest)));
  for (const auto* what : {"checkpoints", "inclusion?leaf=1&size=9", "consistency?from=3&to=9", "leaves?from=0&to=9"})
    must(200, {"", Method::get, std::string{"/api/v1/log/"} + what, nullptr, {}});
  must(200, auditor, Method::get, "/api/v1/log/entries");
  must(200, auditor, Method::get, "/api/v1/log/status");
}

void Walk::cosign(const std::string& checkpoint) {
  const Key32 seed{std::array<std::uint8_t, 32>{7}};
  const log::VerifierKey key{"witness.example", log::KeyType::cosignature, crypto::public_keys(seed).sign};
  log::Header header;
  header.actor = {log::Actor::Kind::system, {}, {}, {}, "test"};
  header.action = "log.add-witness";
  if (!world_.instance().journal().act<void>(header, [&](log::Act& act) { return log::add_witness(act, key); }))
    throw std::runtime_error{"the witness is not taken"};
  const auto note = *log::Note::parse(checkpoint);
  const auto seconds = world_.now().unix_us() / 1'000'000;
  must(201, {"",
             Method::post,
             "/api/v1/log/cosignatures",
             json::object{{"checkpoint", checkpoint}, {"signature", log::cosign(note, key.name, seed, seconds).line()}},
             {}});
}

}  // namespace nrm::api
