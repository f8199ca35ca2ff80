#include "nrm/access/leaving.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/rewrap.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/path_id.hpp"
#include "shared.hpp"

namespace nrm::casefile {
namespace {

using http::JsonWriter;

template <class Kinds>
void write_kinds(JsonWriter& out, std::string_view name, const Kinds& kinds) {
  out.key(name).begin_array();
  for (const auto kind : kinds) out.value(access::name_of(kind));
  out.end_array();
}

// How an actor stands to a team's keys: a member of the team, or one who looks after the whole instance.
access::Relation relation_to(const access::Session& session, const TeamId& team) {
  return session.team == team && !access::compartments_of(session.roles).empty() ? access::Relation::own_team
                                                                                 : access::Relation::instance;
}

void write_kind(JsonWriter& out, const access::KindHolders& kind) {
  out.begin_object().member("kind", access::name_of(kind.kind)).member("version", std::int64_t{kind.version});
  out.member("made_at", kind.made_at).member("rotate_by", kind.rotate_by).member("holders", kind.holders);
  out.member("unfinished", kind.unfinished).end_object();
}

void write_member(JsonWriter& out, const access::MemberKeys& member) {
  out.begin_object().member("member_id", member.id).member("name", member.name).member("state", member.state);
  out.member("held", member.held).member("entitled", member.entitled);
  write_kinds(out, "last_of", member.last_of);
  out.end_object();
}

void write_task(JsonWriter& out, const access::KeyTask& task) {
  out.begin_object().member("id", task.id).member("member_id", task.left);
  write_kinds(out, "kinds", task.kinds);
  out.member("opened_at", task.opened_at).member("due_at", task.due_at).member("told", access::name_of(task.told));
  out.end_object();
}

// References are the team's own: whoever looks from outside gets a count.
void write_calls(JsonWriter& out, storage::Reader& reader, const std::vector<RekeyCall>& calls, bool own) {
  out.member("cases_to_rekey", static_cast<std::int64_t>(calls.size())).key("cases").begin_array();
  for (const auto& call : calls) {
    const auto facts = own ? find_case(reader, call.id) : std::nullopt;
    if (!facts) continue;
    out.begin_object().member("case_id", facts->id).member("reference", facts->reference).member("due_at", call.due);
    out.member("told", access::name_of(call.told)).end_object();
  }
  out.end_array();
}

std::string render(storage::Reader& reader, const TeamId& team, bool own) {
  const auto view = access::view_team_keys(reader, team);
  JsonWriter out;
  out.begin_object().member("team_id", team).member("seals_to_rewrap", seals_to_rewrap(reader, team));
  out.key("kinds").begin_array();
  for (const auto& kind : view.kinds) write_kind(out, kind);
  out.end_array().key("members").begin_array();
  for (const auto& member : view.members) write_member(out, member);
  out.end_array().key("tasks").begin_array();
  for (const auto& task : view.tasks) write_task(out, task);
  out.end_array();
  write_calls(out, reader, rekey_calls_of(reader, team), own);
  out.end_object();
  return out.take();
}

Result<http::Response> view_keys(const RoutesContext& context, const http::Request& request,
                                 const access::Session& session) {
  const auto team = http::path_id<TeamId>(request);
  if (!team) return tl::unexpected(team.error());
  const auto relation = relation_to(session, *team);
  const auto header = session.header("access.view-keys", {}, {{}, session.organisation, team->text()});
  return context.journal.act<http::Response>(header, [&](log::Act& act) -> Result<http::Response> {
    if (const auto permit = access::decide(act, session, relation); !permit) return tl::unexpected(permit.error());
    if (!directory::find_team(act.writer(), *team)) return fail(nrm::problems::kNotFound);
    return http::json(200, render(act.writer(), *team, relation == access::Relation::own_team));
  });
}

Result<http::Response> rewrap(const RoutesContext& context, const http::Request& request,
                              const access::Session& session) {
  const auto team = http::path_id<TeamId>(request);
  if (!team) return tl::unexpected(team.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto relation = *team == session.team ? access::Relation::own_team : access::Relation::instance;
  const auto header = session.header("access.rewrap-keys", {}, {{}, session.organisation, team->text()});
  const auto done = context.journal.act<Rewrapped>(header, [&](log::Act& act) -> Result<Rewrapped> {
    const auto permit = access::decide(act, session, relation);
    if (!permit) return tl::unexpected(permit.error());
    return rewrap_seals(act, *permit, kRewrapBatch);
  });
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("moved", done->moved).member("unopened", done->unopened);
  out.member("remaining", done->remaining).end_object();
  return http::created("/api/v1/teams/" + team->text() + "/keys", out.take());
}

Result<http::Response> rekey(const RoutesContext& context, const http::Request& request,
                             const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto done =
      do_act<Rekeyed>(context, session, {"case.rekey", *id, {}, {}},
                      [&](log::Act& act, const access::Permit& permit) { return rekey_case(act, permit, *id); });
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("resealed", done->resealed).member("more", done->more);
  write_kinds(out, "awaiting", done->awaiting);
  out.end_object();
  return http::created("/api/v1/cases/" + id->text(), out.take());
}

}  // namespace

Routes key_routes(const RoutesContext& context) {
  const auto handler = [&](auto behaviour) {
    return signed_in(context, [context, behaviour](const http::Request& request, const access::Session& session) {
      return behaviour(context, request, session);
    });
  };
  return {{http::Method::get, "/api/v1/teams/{id}/keys", handler(view_keys)},
          {http::Method::post, "/api/v1/teams/{id}/key-rewrapping", handler(rewrap)},
          {http::Method::post, "/api/v1/cases/{id}/rekeying", handler(rekey)}};
}

}  // namespace nrm::casefile
