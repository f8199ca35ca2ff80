#include <fmt/format.h>

#include "shared.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxReason = 500;

// A body is asked for of every arrow, be it an empty object: so that a later version may add to it.
using Work = std::function<Result<http::Response>(const ReferralId&, http::JsonReader&)>;
Result<http::Response> with_body(const Call& call, const Work& work) {
  const auto id = http::path_id<ReferralId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body.empty() ? std::string_view{"{}"} : call.request.body);
  if (!in) return tl::unexpected(in.error());
  return work(*id, *in);
}

using Finish = Result<Standing> (*)(const Desk&, const access::Session&, const ReferralId&, const Completion&);
Result<http::Response> finished(const Call& call, Finish finish) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    Completion input;
    input.outcome = in.text<kMaxCode>("outcome");
    input.note = in.text<kMaxLineText>("note", http::JsonReader::optional);
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return standing(finish(call.desk, call.session, id, input));
  });
}

using TellReason = Result<Standing> (*)(const Desk&, const access::Session&, const ReferralId&, const std::string&);
Result<http::Response> with_reason(const Call& call, TellReason tell) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    const auto reason = in.text<kMaxCode>("reason");
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return standing(tell(call.desk, call.session, id, reason));
  });
}

Result<http::Response> line_created(const Result<LineId>& line, const ReferralId& id) {
  if (!line) return tl::unexpected(line.error());
  http::JsonWriter out;
  out.begin_object().member("id", *line).end_object();
  return http::created(fmt::format("/api/v1/referrals/{}", id.text()), out.take());
}

void write_correction(http::JsonWriter& out, const OpenedCorrection& correction) {
  out.begin_object().member("number", correction.number).member("at", correction.at).key("fields").begin_object();
  for (const auto& [name, value] : correction.fields) {
    out.key(name);
    if (value)
      write_value(out, name, value->reveal());
    else
      out.null();
  }
  out.end_object().end_object();
}

http::Response opened(const OpenedParcel& parcel) {
  http::JsonWriter out;
  out.begin_object().key("fields").begin_object();
  for (const auto& [name, value] : parcel.fields) write_value(out.key(name), name, value.reveal());
  out.end_object().key("withheld").begin_array();
  for (const auto kind : parcel.withheld) out.value(access::name_of(kind));
  out.end_array().key("corrections").begin_array();
  for (const auto& correction : parcel.corrections) write_correction(out, correction);
  out.end_array().end_object();
  return http::json(201, out.take());
}

}  // namespace

Result<http::Response> post_opening(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    const auto purpose = in.text<kMaxCode>("purpose");
    const auto reason = in.text<kMaxReason>("reason");
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    const auto parcel = open(call.desk, call.session, id, purpose, reason);
    if (!parcel) return tl::unexpected(parcel.error());
    return opened(*parcel);
  });
}

Result<http::Response> post_acceptance(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return standing(accept(call.desk, call.session, id));
  });
}

Result<http::Response> post_decline(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    Decline input;
    input.reason = in.text<kMaxCode>("reason");
    input.suggestion = in.id<TeamId>("suggestion_team_id", http::JsonReader::optional);
    input.note = in.text<kMaxLineText>("note", http::JsonReader::optional);
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return standing(decline(call.desk, call.session, id, input));
  });
}

Result<http::Response> post_first_contact(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    const auto at = in.time("at", http::JsonReader::optional);
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return standing(make_first_contact(call.desk, call.session, id, at.value_or(call.desk.journal.clock().now())));
  });
}

Result<http::Response> post_help(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return standing(begin_help(call.desk, call.session, id));
  });
}

Result<http::Response> post_completion(const Call& call) {
  return finished(call, complete);
}

Result<http::Response> post_end(const Call& call) {
  return finished(call, end);
}

Result<http::Response> post_pause(const Call& call) {
  return with_reason(call, pause_clock);
}

Result<http::Response> post_resumption(const Call& call) {
  return with_reason(call, resume_clock);
}

Result<http::Response> post_question(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    const auto text = in.text<kMaxLineText>("text");
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return line_created(ask(call.desk, call.session, id, text), id);
  });
}

Result<http::Response> post_answer(const Call& call) {
  return with_body(call, [&](const ReferralId& id, http::JsonReader& in) -> Result<http::Response> {
    const auto text = in.text<kMaxLineText>("text");
    const auto question = in.id<LineId>("question_id");
    if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
    return line_created(answer(call.desk, call.session, id, *question, text), id);
  });
}

}  // namespace nrm::referral
