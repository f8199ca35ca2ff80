#include <algorithm>

#include "nrm/access/decide.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/caseteam/caseteam.hpp"
#include "nrm/caseteam/routes.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"

namespace nrm::caseteam {
namespace {

using http::JsonReader;
using http::JsonWriter;

struct Call {
  log::Journal& journal;
  const http::Request& request;
  const access::Session& session;
};

template <class T>
Result<T> do_act(const Call& call, const std::string& action, const std::optional<CaseId>& id,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto& session = call.session;
  const auto header = session.header(action, "", {id, session.organisation, id ? id->text() : ""});
  return call.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (id)
      if (const auto may = casefile::may_work_on(act.writer(), session, *id); !may) return tl::unexpected(may.error());
    return work(act, *permit);
  });
}

using http::path_id;

std::vector<std::string> compartment_names() {
  std::vector<std::string> out;
  for (const auto kind : access::kCompartments) out.emplace_back(access::name_of(kind));
  return out;
}

void write_team(JsonWriter& out, storage::Reader& reader, std::string_view name, const TeamId& id) {
  const auto team = directory::find_team(reader, id);
  out.key(name).begin_object().member("id", id).member("name", team ? team->name : std::string{});
  out.member("organisation_name", team ? team->organisation_name : std::string{}).end_object();
}

void write_compartments(JsonWriter& out, const std::set<Compartment>& kinds) {
  out.key("compartments").begin_array();
  for (const auto kind : kinds) out.value(access::name_of(kind));
  out.end_array();
}

void write_joint(JsonWriter& out, storage::Reader& reader, const JointTeam& joint) {
  out.begin_object().member("id", joint.id);
  write_team(out, reader, "team", joint.team);
  write_compartments(out, joint.compartments);
  out.member("since", joint.since).member("until", joint.until).member("paused", joint.paused_at.has_value());
  out.end_object();
}

Result<http::Response> post_team(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto team = in->id<TeamId>("team_id");
  const auto names = in->codes("compartments", compartment_names(), access::kCompartments.size());
  const auto basis = in->id<BasisId>("basis_id");
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  Wanted wanted{*team, {}, *basis};
  for (const auto& name : names) wanted.compartments.insert(*access::parse_compartment(name));
  const auto made = do_act<JointTeamId>(call, "case-team.add", *id, [&](log::Act& act, const access::Permit& permit) {
    return add(act, permit, *id, wanted);
  });
  if (!made) return tl::unexpected(made.error());
  JsonWriter out;
  out.begin_object().member("id", *made).end_object();
  return http::created(fmt::format("/api/v1/cases/{}/teams", id->text()), out.take());
}

Result<http::Response> post_end(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  const auto joint = path_id<JointTeamId>(call.request, "joint_id");
  if (!id || !joint) return fail(nrm::problems::kNotFound);
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto ended = do_act<void>(call, "case-team.end", *id, [&](log::Act& act, const access::Permit& permit) {
    return end(act, permit, *id, *joint);
  });
  if (!ended) return tl::unexpected(ended.error());
  JsonWriter out;
  out.begin_object().member("id", *joint).member("state", "ended").end_object();
  return http::created("/api/v1/case-teams", out.take());
}

std::string render_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  JsonWriter out;
  out.begin_object();
  const auto holding = *casefile::team_of(act.writer(), id);
  write_team(out, act.writer(), "holding_team", holding);
  out.member("holding", holding == permit.session().team).key("items").begin_array();
  for (const auto& joint : casefile::joint_teams_of(act.writer(), id)) write_joint(out, act.writer(), joint);
  out.end_array().key("offers").begin_array();
  for (const auto& offer : offers_of(act, permit, id)) {
    out.begin_object().member("basis_id", offer.basis);
    write_team(out, act.writer(), "team", offer.team);
    write_compartments(out, offer.compartments);
    out.member("until", offer.until).end_object();
  }
  return out.end_array().end_object().take();
}

Result<http::Response> get_teams(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  const auto body = do_act<std::string>(call, "case-team.list", *id,
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          return render_case(act, permit, *id);
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

// Of an ended membership only this is told: which team to ask, and that she is not to be contacted.
std::string render_memberships(log::Act& act, const access::Permit& permit) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& joint : casefile::memberships_of(act.writer(), permit.session().team, act.now() - kToldFor)) {
    const auto facts = casefile::find_case(act.writer(), joint.case_id);
    if (!facts) continue;
    out.begin_object().member("id", joint.id);
    write_team(out, act.writer(), "holding_team", facts->team);
    out.member("reference", facts->reference).key("case_id");
    if (joint.ended_at || joint.paused_at)
      out.null();
    else
      out.value(joint.case_id);
    out.member("since", joint.since).member("ended_at", joint.ended_at);
    const bool stopped = joint.paused_at || (joint.ended_at && joint.ended_why != "left");
    out.member("do_not_contact", stopped).end_object();
  }
  return out.end_array().end_object().take();
}

Result<http::Response> get_memberships(const Call& call) {
  const auto body = do_act<std::string>(call, "case-team.list", std::nullopt,
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          return render_memberships(act, permit);
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

}  // namespace

std::vector<http::Route> caseteam_routes(log::Journal& journal, access::SessionResolver sessions) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) -> http::Handler {
    return [&journal, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour({journal, request, *session});
    };
  };
  using enum http::Method;
  return {{get, "/api/v1/case-teams", handler(get_memberships)},
          {get, "/api/v1/cases/{id}/teams", handler(get_teams)},
          {post, "/api/v1/cases/{id}/teams", handler(post_team)},
          {post, "/api/v1/cases/{id}/teams/{joint_id}/end", handler(post_end)}};
}

}  // namespace nrm::caseteam
