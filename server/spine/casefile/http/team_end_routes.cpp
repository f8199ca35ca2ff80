#include "nrm/http/path_id.hpp"
#include "shared.hpp"

namespace nrm::casefile {
namespace {

using http::JsonWriter;

using http::path_id;

template <class IdType>
Result<http::Response> close(const RoutesContext& context, const http::Request& request, const access::Session& session,
                             std::string action, std::string_view where,
                             Result<void> (*end)(log::Act&, const IdType&, const CountUnanswered&)) {
  const auto id = path_id<IdType>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto header = session.header(std::move(action), {}, {{}, session.organisation, id->text()});
  const auto done = context.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (const auto permit = access::decide(act, session, access::Relation::instance); !permit)
      return tl::unexpected(permit.error());
    return end(act, *id, context.unanswered);
  });
  if (!done) return tl::unexpected(done.error());
  return http::created(fmt::format("/api/v1/{}/{}", where, id->text()), R"({"state":"closed"})");
}

Result<http::Response> post_team_closure(const RoutesContext& context, const http::Request& request,
                                         const access::Session& session) {
  return close<TeamId>(context, request, session, "directory.close-team", "teams", close_team);
}

Result<http::Response> post_organisation_closure(const RoutesContext& context, const http::Request& request,
                                                 const access::Session& session) {
  return close<OrganisationId>(context, request, session, "directory.close-organisation", "organisations",
                               close_organisation);
}

Result<http::Response> post_merger(const RoutesContext& context, const http::Request& request,
                                   const access::Session& session) {
  const auto team = path_id<TeamId>(request);
  if (!team) return tl::unexpected(team.error());
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto into = in->id<TeamId>("into_team_id");
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto relation = *team == session.team ? access::Relation::own_team : access::Relation::instance;
  const auto header = session.header("team.merge", {}, {{}, session.organisation, team->text()});
  const auto done = context.journal.act<Merging>(header, [&](log::Act& act) -> Result<Merging> {
    const auto permit = access::decide(act, session, relation);
    if (!permit) return tl::unexpected(permit.error());
    return merge_team(act, *permit, *into, context.unanswered);
  });
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("copied", done->copied).member("remaining", done->remaining);
  out.member("done", done->done).end_object();
  return http::created("/api/v1/teams/" + team->text(), out.take());
}

}  // namespace

Routes team_end_routes(const RoutesContext& context) {
  const auto handler = [&](auto behaviour) {
    return signed_in(context, [context, behaviour](const http::Request& request, const access::Session& session) {
      return behaviour(context, request, session);
    });
  };
  return {{http::Method::post, "/api/v1/teams/{id}/closure", handler(post_team_closure)},
          {http::Method::post, "/api/v1/teams/{id}/merger", handler(post_merger)},
          {http::Method::post, "/api/v1/organisations/{id}/closure", handler(post_organisation_closure)}};
}

}  // namespace nrm::casefile
