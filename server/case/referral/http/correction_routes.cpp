#include <fmt/format.h>

#include "nrm/kernel/text.hpp"
#include "nrm/referral/correction.hpp"
#include "shared.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxFieldName = 100;
constexpr std::size_t kMaxFields = 200;
constexpr std::size_t kMinReason = 3;
constexpr std::size_t kMaxReason = 500;

}  // namespace

Result<http::Response> post_correction(const Call& call) {
  const auto id = http::path_id<ReferralId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  NewCorrection input;
  input.fields = in->texts("fields", kMaxFieldName, kMaxFields, http::JsonReader::required);
  input.note = in->text<kMaxLineText>("note", http::JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto sent = correct(call.desk, call.session, *id, input);
  if (!sent) return tl::unexpected(sent.error());
  http::JsonWriter out;
  out.begin_object().member("number", sent->number).member("at", sent->at).end_object();
  return http::json(201, out.take());
}

Result<http::Response> post_correction_dismissal(const Call& call) {
  const auto id = http::path_id<ReferralId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto reason = in->text<kMaxReason>("reason");
  if (in->ok() && count_code_points(reason) < kMinReason)
    in->add_fault("reason", "too-short", {{"min", std::to_string(kMinReason)}});
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto done = dismiss_correction(call.desk, call.session, *id, reason);
  if (!done) return tl::unexpected(done.error());
  return http::json(201, "{}");
}

Result<http::Response> get_corrections(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto found = outdated_referrals(call.desk, call.session, *id);
  if (!found) return tl::unexpected(found.error());
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : *found) {
    out.begin_object().member("referral_id", item.id).member("reference", item.reference).member("need", item.need);
    write_team(out, call.desk, "to_team", item.to_team);
    out.key("fields").begin_array();
    for (const auto& name : item.fields) out.value(name);
    out.end_array().end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

}  // namespace nrm::referral
