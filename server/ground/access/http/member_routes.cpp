#include "nrm/access/cover.hpp"
#include "shared.hpp"

namespace nrm::access {
namespace {

using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

Result<Response> get_members(const AccessContext& context, const Request& request, const Session& session) {
  std::optional<TeamId> team;
  if (const auto asked = request.query.find("team"); asked != request.query.end()) {
    team = TeamId::parse(asked->second);
    if (!team) return fail(nrm::problems::kInvalid, {{"query:team", "not-an-id", {}}});
  }
  const auto members = list_members(context, session, team);
  if (!members) return tl::unexpected(members.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& member : *members) write_member(out, member);
  out.end_array().end_object();
  return http::json(200, out.take());
}

std::string location_of(const MemberId& member) {
  return fmt::format("/api/v1/members/{}", member.text());
}

Result<Response> post_suspension(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<MemberId>(request);
  if (!id) return tl::unexpected(id.error());
  bool despite = false;
  if (!request.body.empty()) {
    auto in = http::JsonReader::parse(request.body);
    if (!in) return tl::unexpected(in.error());
    despite = in->boolean("despite_last_key", http::JsonReader::optional);
    if (auto bad = in->finish()) return tl::unexpected(*bad);
  }
  if (auto ended = suspend(context, session, *id, despite); !ended) return tl::unexpected(ended.error());
  return http::created(location_of(*id) + "/suspension", "{\"state\":\"suspended\"}");
}

Result<Response> delete_suspension(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<MemberId>(request);
  if (!id) return tl::unexpected(id.error());
  return done(unsuspend(context, session, *id));
}

Result<Response> post_team_change(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<MemberId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto team = in->id<TeamId>("team_id");
  const auto roles = read_roles(*in);
  const auto despite = in->boolean("despite_last_key", http::JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  if (auto moved = change_team(context, session, *id, *team, roles, despite); !moved)
    return tl::unexpected(moved.error());
  JsonWriter out;
  out.begin_object().member("team_id", *team);
  write_roles(out, roles);
  out.end_object();
  return http::created(location_of(*id), out.take());
}

Result<Response> post_leave_cover(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<MemberId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto cover = in->id<MemberId>("cover_member_id", http::JsonReader::optional);
  const auto from = in->date("from");
  const auto until = in->date("until");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto leave = record_leave(context, session, {*id, cover, *from, *until});
  if (!leave) return tl::unexpected(leave.error());
  JsonWriter out;
  out.begin_object().member("id", *leave).member("cover_member_id", cover).member("from", *from);
  out.member("until", *until).end_object();
  return http::created("/api/v1/leaves/" + leave->text(), out.take());
}

Result<Response> post_handover(const AccessContext& context, const Request& request, const Session& session) {
  const auto id = path_id<MemberId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto to = in->id<MemberId>("to_member_id");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto cases = hand_over_caseload(context, session, *id, *to);
  if (!cases) return tl::unexpected(cases.error());
  JsonWriter out;
  out.begin_object().member("cases", *cases).end_object();
  return http::created(location_of(*id) + "/caseload-handover", out.take());
}

using Action = Result<Response> (*)(const AccessContext&, const Request&, const Session&);

http::Handler bound(const AccessContext& context, Action action) {
  return signed_in(context, [&context, action](const Request& request, const Session& session) {
    return action(context, request, session);
  });
}

}  // namespace

Routes member_routes(const AccessContext& context) {
  return {
      {Method::get, "/api/v1/members", bound(context, get_members)},
      {Method::post, "/api/v1/members/{id}/suspension", bound(context, post_suspension)},
      {Method::del, "/api/v1/members/{id}/suspension", bound(context, delete_suspension)},
      {Method::post, "/api/v1/members/{id}/team-change", bound(context, post_team_change)},
      {Method::post, "/api/v1/members/{id}/leave-cover", bound(context, post_leave_cover)},
      {Method::post, "/api/v1/members/{id}/caseload-handover", bound(context, post_handover)},
  };
}

}  // namespace nrm::access
