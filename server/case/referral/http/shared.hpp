// What the routes of referrals share.
#pragma once

#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/referral/coordination.hpp"
#include "nrm/referral/referral.hpp"
#include "nrm/referral/routes.hpp"

namespace nrm::referral {

struct Call {
  const Desk& desk;
  const http::Request& request;
  const access::Session& session;
};
using CallHandler = std::function<Result<http::Response>(const Call&)>;
http::Handler signed_in(const Desk& desk, access::SessionResolver sessions, CallHandler handler);

void write_team(http::JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<TeamId>& team);
void write_summary(http::JsonWriter& out, const Desk& desk, const Summary& summary);
// A value of a case as its own routes give it: structured kinds as what they are, text as text.
void write_value(http::JsonWriter& out, const std::string& name, const std::string& value);
Result<http::Response> standing(const Result<Standing>& result);
// Made, and where it is.
http::Response sent_away(const Desk& desk, const Sent& sent);
void write_texts(http::JsonWriter& out, std::string_view name, const std::vector<std::string>& texts);
inline constexpr std::size_t kMaxCode = 64;

Result<http::Response> post_referral(const Call& call);
Result<http::Response> post_preview(const Call& call);
Result<http::Response> get_referrals(const Call& call);
Result<http::Response> get_referral(const Call& call);
Result<http::Response> get_withdrawal_preview(const Call& call);
Result<http::Response> post_opening(const Call& call);
Result<http::Response> post_acceptance(const Call& call);
Result<http::Response> post_decline(const Call& call);
Result<http::Response> post_recall(const Call& call);
Result<http::Response> post_first_contact(const Call& call);
Result<http::Response> post_completion(const Call& call);
Result<http::Response> post_help(const Call& call);
Result<http::Response> post_end(const Call& call);
Result<http::Response> post_pause(const Call& call);
Result<http::Response> post_resumption(const Call& call);
Result<http::Response> post_redirection(const Call& call);
Result<http::Response> get_referrals_of_case(const Call& call);
Result<http::Response> get_queue(const Call& call);
Result<http::Response> post_suggestion(const Call& call);
Result<http::Response> post_question(const Call& call);
Result<http::Response> post_answer(const Call& call);
Result<http::Response> post_correction(const Call& call);
Result<http::Response> post_correction_dismissal(const Call& call);
Result<http::Response> get_corrections(const Call& call);

}  // namespace nrm::referral
