#include "shared.hpp"

namespace nrm::referral {

Result<http::Response> get_referrals_of_case(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto all = list_of_case(call.desk, call.session, *id);
  if (!all) return tl::unexpected(all.error());
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : *all) {
    out.begin_object();
    write_summary(out, call.desk, item.summary);
    out.member("origin_id", item.origin).member("previous_id", item.previous).member("position", item.position);
    out.end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

}  // namespace nrm::referral
