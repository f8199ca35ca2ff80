#include "tampering.hpp"

#include <fmt/format.h>

namespace nrm::api {
namespace {

using Where = std::function<std::string(const Subjects&)>;
using IsShown = std::function<bool(Subjects&)>;

json::object reading() {
  return {{"purpose", "assist"}, {"reason", "to read it"}};
}

bool contains(const http::Response& response, const std::string& text) {
  return response.status < 300 && response.body.find(text) != std::string::npos;
}

bool casework_is_shown(Subjects& about) {
  auto body = reading();
  body["compartment"] = "casework";
  return contains(about.walk.world().call(about.walk.officer, Method::post,
                                          "/api/v1/cases/" + about.case_id + "/openings", json::serialize(body)),
                  "qzwsecond");
}

bool parcel_is_shown(Subjects& about) {
  return contains(
      about.walk.world().call(about.walk.provider, Method::post, "/api/v1/referrals/" + about.referral + "/opening",
                              json::serialize(reading())),
      "qzwcanaryhow");
}

bool line_is_shown(Subjects& about) {
  return contains(about.walk.world().call(about.walk.provider, Method::get, "/api/v1/referrals/" + about.referral),
                  "qzwcanaryfirstquestion");
}

bool card_is_shown(Subjects& about) {
  const auto listed = about.walk.world().call(about.walk.officer, Method::get, "/api/v1/cases");
  const auto body = json::parse(listed.body);
  for (const auto& item : body.at("items").as_array())
    if (text_of(item, "id") == about.case_id) return !item.at("card").is_null();
  return false;
}

bool search_finds_it(Subjects& about) {
  return contains(about.walk.world().call(about.walk.officer, Method::post, "/api/v1/case-searches",
                                          json::serialize(json::object{{"text", "qzwcanaryname"}})),
                  about.case_id);
}

bool timeline_has_the_opening(Subjects& about) {
  return contains(
      about.walk.world().call(about.walk.officer, Method::get, "/api/v1/cases/" + about.case_id + "/timeline?limit=50"),
      "\"case.open\"");
}

bool auditor_reads(Subjects& about) {
  return contains(about.walk.world().call(about.walk.auditor, Method::get, "/api/v1/log/entries"), "\"access.");
}

// By a token that is not asked for anew where it opens nothing.
class KnownToken {
 public:
  bool operator()(Subjects& about) {
    if (token_.empty()) token_ = about.walk.world().token_of(about.walk.officer);
    return about.walk.world().call_with_token(token_, Method::get, "/api/v1/session").status == 200;
  }

 private:
  std::string token_;
};

bool provider_signs_in(Subjects& about) {
  const auto& who = about.walk.provider;
  const json::object form{
      {"account", who.account}, {"password", who.password}, {"code", about.walk.new_code(who.totp_secret)}};
  return about.walk.world().call_signed_out(Method::post, "/api/v1/session", json::serialize(form)).status == 201;
}

Where of_case(const char* rest) {
  return [rest](const Subjects& about) { return fmt::format("case_id = '{}' {}", about.case_id, rest); };
}
Where seal_of_case(const char* compartment) {
  return [compartment](const Subjects& about) {
    return fmt::format("subject = '{}' AND subject_kind = 'case' AND compartment = '{}'", about.case_id, compartment);
  };
}
Where seal_of_referral(const char* kind, const char* compartment) {
  return [kind, compartment](const Subjects& about) {
    return fmt::format("subject = '{}' AND subject_kind = '{}' AND compartment = '{}' AND holder = '{}'",
                       about.referral, kind, compartment, about.walk.shelter);
  };
}
Where of_member(const char* rest, Account Walk::*who) {
  return [rest, who](const Subjects& about) {
    return fmt::format("member = '{}' {}", (about.walk.*who).member.text(), rest);
  };
}

void add_case(std::vector<Kind>& all) {
  all.push_back({"sealed_value", "ciphertext", of_case("AND field = 'casework.summary' AND value_version = 2"),
                 casework_is_shown});
  all.push_back({"case_card", "ciphertext", of_case(""), card_is_shown});
  all.push_back({"case_name_form", "ciphertext", of_case(""), search_finds_it});
  for (const auto* column : {"sealed", "signature"})
    all.push_back({"key_seal", column, seal_of_case("casework"), casework_is_shown});
}

void add_referral(std::vector<Kind>& all) {
  all.push_back({"parcel_part", "sealed",
                 [](const Subjects& about) {
                   return fmt::format("referral = '{}' AND compartment = 'whereabouts'", about.referral);
                 },
                 parcel_is_shown});
  all.push_back({"parcel_correction_part", "sealed",
                 [](const Subjects& about) { return fmt::format("referral = '{}' AND number = 1", about.referral); },
                 parcel_is_shown});
  all.push_back({"referral_line", "sealed",
                 [](const Subjects& about) { return fmt::format("referral = '{}' AND position = 1", about.referral); },
                 line_is_shown});
  for (const auto* column : {"sealed", "signature"}) {
    all.push_back({"key_seal", column, seal_of_referral("parcel", "whereabouts"), parcel_is_shown});
    all.push_back({"key_seal", column, seal_of_referral("line", "casework"), line_is_shown});
  }
}

void add_keys(std::vector<Kind>& all) {
  const auto team = [](const Subjects& about) {
    return fmt::format("team = '{}' AND kind = 'casework'", about.walk.border);
  };
  for (const auto* column : {"sealed", "signature", "witness"})
    all.push_back({"team_key_seal", column, of_member("AND kind = 'casework'", &Walk::officer), casework_is_shown});
  for (const auto* column : {"public_keys", "binding"}) all.push_back({"team_key", column, team, casework_is_shown});
  all.push_back({"instance_key", "sign_key", [](const Subjects&) { return std::string{"id = 1"}; }, casework_is_shown});
  all.push_back({"log_key_seal", "sealed", of_member("", &Walk::auditor), auditor_reads});
  all.push_back({"session", "wrapped", of_member("", &Walk::officer), KnownToken{}});
}

void add_ways_in(std::vector<Kind>& all) {
  for (const auto* column : {"wrapped", "verifier_hash", "salt"})
    all.push_back(
        {"member_key_opener", column, of_member("AND kind = 'password'", &Walk::provider), provider_signs_in});
  all.push_back({"totp", "secret", of_member("", &Walk::provider), provider_signs_in});
  all.push_back({"member", "public_keys",
                 [](const Subjects& about) { return fmt::format("id = '{}'", about.walk.provider.member.text()); },
                 provider_signs_in});
}

void add_log(std::vector<Kind>& all) {
  // Leaves of one moment are numbered in any order; the opening, which notes each seal and value, has the most to say.
  const auto opening = [](const Subjects& about) {
    return fmt::format(
        "leaf_id = (SELECT leaf_id FROM log_leaf WHERE subject_case = '{}' ORDER BY LENGTH(sealed_detail) DESC LIMIT "
        "1)",
        about.case_id);
  };
  for (const auto* column : {"sealed_detail", "commitment"})
    all.push_back({"log_leaf", column, opening, timeline_has_the_opening});
}

Where of_border_team() {
  return [](const Subjects& about) { return fmt::format("team = '{}'", about.walk.border); };
}

void add_team_notes(std::vector<Kind>& all) {
  all.push_back({"contact", "sealed", of_border_team(), [](Subjects& about) {
                   return contains(about.walk.world().call(about.walk.officer, Method::get, "/api/v1/contacts"),
                                   "qzwnote");
                 }});
  all.push_back({"case_filter", "sealed_name", of_border_team(), [](Subjects& about) {
                   return contains(about.walk.world().call(about.walk.officer, Method::get, "/api/v1/case-filters"),
                                   "qzwfilter");
                 }});
}

}  // namespace

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> out;
    add_case(out);
    add_referral(out);
    add_keys(out);
    add_ways_in(out);
    add_log(out);
    add_team_notes(out);
    return out;
  }();
  return all;
}

const std::map<std::string_view, std::string_view>& without_flips() {
  static const std::map<std::string_view, std::string_view> all{
      {"session.lookup", "the hash of half a token: another value finds no session"},
      {"throttle.account_hash", "a keyed hash"},
      {"idempotency.request_hash", "a keyed hash"},
      {"log_leaf.place", "committed to by the tree: the verifier finds it changed"},
      {"log_leaf.erased", "committed to by the leaf of the erasure: the verifier finds it changed"},
      {"erasure.digest", "the ledger of erasures: compared with its file, it opens nothing"},
      {"emergency_key_seal.sealed", "opened under break-glass alone: its own tests move and change it"},
      {"emergency_key_seal.signature", "opened under break-glass alone: its own tests move and change it"},
      {"other_ground.note", "a note under the case's log key, sealed as every detail of a leaf"},
      {"log_leaf.sealed_digest", "a hash in the tree: the verifier finds it changed"},
      {"log_node.hash", "a hash of the tree: the verifier finds it changed"},
      {"log_key.public_box", "a public key; its making is noted in the log"},
      {"custodian.binding", "its bytes are flipped in access, where a day of delay costs no walk"},
      {"custodian_share.sealed", "likewise"},
      {"custodian_share.digest", "likewise"},
      {"custodian_share.signature", "likewise"},
      {"custody_part.sealed", "likewise"},
      {"invitation.code_hash", "a hash: another value is another invitation"},
      {"handover.note", "authenticated under the offer's own key, as a referral's line is"},
      {"handover.answer", "likewise"},
      {"letter.code_hash", "a hash: another value is another code"},
      {"mail_setting.address", "sealed under the server's secrets, which lie outside the database"},
      {"mail_setting.code", "likewise"},
      {"attachment_piece.ciphertext", "each of its 65,582 bytes is flipped in the module's own tests"},
  };
  return all;
}

}  // namespace nrm::api
