#include "shared.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxRegion = 64;

Result<std::optional<std::string>> region_of(const http::Request& request) {
  const auto found = request.query.find("region");
  if (found == request.query.end()) return std::nullopt;
  if (found->second.empty() || found->second.size() > kMaxRegion)
    return fail(nrm::problems::kInvalid, {{"query:region", "not-in-list", {}}});
  return found->second;
}

void write_item(http::JsonWriter& out, const Desk& desk, const QueueItem& item) {
  out.begin_object().member("id", item.id).member("need", item.need).member("region", item.region);
  out.member("urgent", item.urgent).member("since", item.since).member("clock_rule", item.clock_rule);
  out.member("due_at", item.due_at).key("clock_state").value(pathway::name_of(item.clock_state));
  write_team(out, desk, "suggestion", item.suggestion);
  out.member("suggested_at", item.suggested_at).end_object();
}

}  // namespace

Result<http::Response> get_queue(const Call& call) {
  const auto region = region_of(call.request);
  if (!region) return tl::unexpected(region.error());
  const auto queue = coordination_queue(call.desk, call.session, *region);
  if (!queue) return tl::unexpected(queue.error());
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : *queue) write_item(out, call.desk, item);
  return http::json(200, out.end_array().end_object().take());
}

Result<http::Response> post_suggestion(const Call& call) {
  const auto id = http::path_id<QueueId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto team = in->id<TeamId>("team_id");
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto done = suggest(call.desk, call.session, *id, *team);
  if (!done) return tl::unexpected(done.error());
  return http::json(201, "{}");
}

}  // namespace nrm::referral
