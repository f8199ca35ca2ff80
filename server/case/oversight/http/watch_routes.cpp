// Anomalies and canary cases.
#include "nrm/oversight/canaries.hpp"
#include "shared.hpp"

namespace nrm::oversight {

using http::JsonReader;
using http::JsonWriter;

Result<http::Response> get_anomalies(const Call& call) {
  const auto page = page_of(call.request);
  if (!page) return tl::unexpected(page.error());
  const auto state = call.request.query.find("state");
  if (state != call.request.query.end() && state->second != "open" && state->second != "all")
    return fail(nrm::problems::kInvalid, {{"query:state", "not-in-list", {}}});
  const bool only_open = state == call.request.query.end() || state->second == "open";
  const auto found = list_anomalies(call.desk, call.session, only_open, *page);
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : found->items) {
    out.begin_object().member("id", item.id).member("kind", item.kind).member("case_id", item.case_id);
    write_member(out, call.desk, "member", item.member);
    write_team(out, call.desk, "team", item.team);
    out.member("first_at", item.first_at).member("last_at", item.last_at).member("times", item.times);
    out.member("state", item.state).member("verdict", item.verdict);
    write_member(out, call.desk, "reviewed_by", item.reviewed_by);
    out.member("reviewed_at", item.reviewed_at).end_object();
  }
  return http::json(200, out.end_array().member("next", found->next).end_object().take());
}

Result<http::Response> post_anomaly_review(const Call& call) {
  const auto id = path_id<AnomalyId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto verdict = in->code("verdict", anomaly_verdicts());
  const auto note = in->text<500>("note");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  if (const auto done = review_anomaly(call.desk, call.session, *id, verdict, note); !done)
    return tl::unexpected(done.error());
  return http::no_content();
}

Result<http::Response> post_canary(const Call& call) {
  const auto id = path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(call.request.body); !empty) return tl::unexpected(empty.error());
  if (const auto done = plant_canary(call.desk, call.session, *id); !done) return tl::unexpected(done.error());
  return http::no_content();
}

Result<http::Response> post_canary_confirmation(const Call& call) {
  const auto id = path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(call.request.body); !empty) return tl::unexpected(empty.error());
  if (const auto done = confirm_canary(call.desk, call.session, *id); !done) return tl::unexpected(done.error());
  return http::no_content();
}

Result<http::Response> get_canaries(const Call& call) {
  const auto found = list_canaries(call.desk, call.session);
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& canary : *found) {
    out.begin_object().member("case_id", canary.case_id);
    write_team(out, call.desk, "team", canary.team);
    write_member(out, call.desk, "planted_by", canary.planted_by);
    out.member("planted_at", canary.planted_at).member("confirmed_at", canary.confirmed_at).end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

}  // namespace nrm::oversight
