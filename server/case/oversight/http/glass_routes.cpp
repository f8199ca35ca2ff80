// Breaking the glass, reviewing it, and whether a team keeps emergency keys.
#include "nrm/oversight/break_glass.hpp"
#include "shared.hpp"

namespace nrm::oversight {
namespace {

using access::BreakGlass;
using access::BreakGlassId;
using http::JsonReader;
using http::JsonWriter;

void write_glass(JsonWriter& out, const Desk& desk, const BreakGlass& glass) {
  out.member("id", glass.id).member("case_id", glass.case_id).member("category", glass.category);
  out.key("compartments").begin_array();
  for (const auto kind : glass.kinds) out.value(access::name_of(kind));
  out.end_array().member("started_at", glass.started_at).member("ends_at", glass.ends_at);
  out.member("review_due_at", glass.started_at + access::kGlassReviewDue);
  write_member(out, desk, "member", glass.member);
  write_team(out, desk, "team", glass.team);
  write_member(out, desk, "told", glass.told);
  out.member("verdict", glass.verdict);
  write_member(out, desk, "reviewed_by", glass.reviewed_by);
  out.member("reviewed_at", glass.reviewed_at);
}

void write_word(JsonWriter& out, std::string_view name, const std::optional<Personal<std::string>>& word) {
  out.key(name);
  if (word)
    out.value(word->reveal());
  else
    out.null();
}

}  // namespace

Result<http::Response> post_break_glass(const Call& call) {
  const auto id = path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  GlassRequest request;
  request.category = in->code("category", access::break_glass_categories());
  request.reason = in->text<kMaxGlassReason>("reason");
  for (const auto& name : in->codes("compartments", compartment_names(), access::kCompartments.size()))
    request.kinds.insert(*access::parse_compartment(name));
  request.code = in->text<16>("code");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  request.network = access::network_of(call.request.client_address);
  const auto started = break_glass(call.desk, call.session, *id, request);
  if (!started) return tl::unexpected(started.error());
  JsonWriter out;
  out.begin_object().member("id", started->id).member("ends_at", started->ends_at);
  write_member(out, call.desk, "told", started->told);
  out.end_object();
  return http::created("/api/v1/break-glass/" + started->id.text(), out.take());
}

Result<http::Response> get_break_glass_of_case(const Call& call) {
  const auto id = path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto found = break_glasses_on_case(call.desk, call.session, *id);
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : *found) {
    out.begin_object();
    write_glass(out, call.desk, item.glass);
    write_word(out, "reason", item.reason);
    write_word(out, "review_note", item.review_note);
    out.member("yours", item.glass.member == call.session.member).end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

Result<http::Response> post_review(const Call& call) {
  const auto id = path_id<BreakGlassId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  GlassReview review;
  review.justified = in->code("verdict", {"justified", "not-justified"}) == "justified";
  review.note = in->text<kMaxReviewNote>("note");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  if (const auto done = review_break_glass(call.desk, call.session, *id, review); !done)
    return tl::unexpected(done.error());
  return http::no_content();
}

Result<http::Response> get_break_glass(const Call& call) {
  const auto page = page_of(call.request);
  if (!page) return tl::unexpected(page.error());
  const auto found = list_break_glasses(call.desk, call.session, *page);
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& glass : found->items) {
    out.begin_object();
    write_glass(out, call.desk, glass);
    out.end_object();
  }
  return http::json(200, out.end_array().member("next", found->next).end_object().take());
}

Result<http::Response> delete_suspension(const Call& call) {
  const auto id = path_id<MemberId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (const auto done = restore_right(call.desk, call.session, *id); !done) return tl::unexpected(done.error());
  return http::no_content();
}

Result<http::Response> get_emergency_keys(const Call& call) {
  const auto enabled = emergency_setting(call.desk, call.session);
  if (!enabled) return tl::unexpected(enabled.error());
  JsonWriter out;
  return http::json(200, out.begin_object().member("enabled", *enabled).end_object().take());
}

Result<http::Response> put_emergency_keys(const Call& call) {
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto enabled = in->boolean("enabled");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  if (const auto done = set_emergency_setting(call.desk, call.session, enabled); !done)
    return tl::unexpected(done.error());
  return http::no_content();
}

}  // namespace nrm::oversight
