#include "nrm/consent/routes.hpp"

#include "nrm/access/decide.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/directory/directory.hpp"
#include "read_conversation.hpp"

namespace nrm::consent {
namespace {

using http::JsonReader;
using http::JsonWriter;
using Behaviour = Result<http::Response> (*)(const RoutesContext&, const http::Request&, const access::Session&);

template <class T>
Result<T> do_act(const RoutesContext& context, const access::Session& session, const std::string& action,
                 const CaseId& id, const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto header = session.header(action, "", {id, session.organisation, id.text()});
  return context.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (!casefile::holds(act.writer(), id, session.team)) return fail(nrm::problems::kNotFound);
    return work(act, *permit);
  });
}

template <class IdType>
Result<IdType> path_id(const http::Request& request, const std::string& name) {
  const auto found = request.path_params.find(name);
  const auto id = found == request.path_params.end() ? std::nullopt : IdType::parse(found->second);
  if (!id) return fail(nrm::problems::kNotFound);
  return *id;
}

Result<http::Response> show_text(const RoutesContext& context, const http::Request& request, const access::Session&) {
  const auto* text = context.pack.find_consent_text(request.path_params.at("language"));
  if (text == nullptr) return fail(nrm::problems::kNotFound);
  JsonWriter out;
  out.begin_object().member("language", text->language).key("checked_by").begin_array();
  for (const auto& who : text->checked_by) out.value(who);
  out.end_array().key("points").begin_array();
  for (const auto& point : text->points)
    out.begin_object().member("id", point.id).member("text", point.text).end_object();
  out.end_array().member("direction", text->direction).member("may_record", !text->checked_by.empty()).end_object();
  return http::json(200, out.take());
}

Result<http::Response> record_basis(const RoutesContext& context, const http::Request& request,
                                    const access::Session& session) {
  const auto id = path_id<CaseId>(request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto said = read_conversation(*in, session.member);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto basis = do_act<BasisId>(
      context, session, "basis.record", *id,
      [&](log::Act& act, const access::Permit& permit) { return record(act, permit, context.pack, *id, *said); });
  if (!basis) return tl::unexpected(basis.error());
  JsonWriter out;
  out.begin_object().member("id", *basis).member("decision", name_of(said->decision)).end_object();
  return http::created("/api/v1/cases/" + id->text() + "/bases", out.take());
}

std::string render(const RoutesContext& context, log::Act& act, const std::vector<RecordedBasis>& bases) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& basis : bases) {
    const auto team = directory::find_team(act.writer(), basis.receiver);
    out.begin_object()
        .member("id", basis.id)
        .member("decision", name_of(basis.decision))
        .member("purpose", basis.purpose);
    out.key("receiver_team")
        .begin_object()
        .member("id", basis.receiver)
        .member("name", team ? team->name : std::string{})
        .end_object();
    out.key("field_groups").begin_array();
    for (const auto& group : basis.field_groups) out.value(group);
    out.end_array().member("recorded_at", basis.recorded_at).key("until");
    // The last day that counts: `until` is its end.
    if (basis.until)
      out.value(context.pack.calendar->local_date(*basis.until - std::chrono::microseconds{1}));
    else
      out.null();
    out.member("state", basis.state).end_object();
  }
  return out.end_array().end_object().take();
}

Result<http::Response> list_bases(const RoutesContext& context, const http::Request& request,
                                  const access::Session& session) {
  const auto id = path_id<CaseId>(request, "id");
  if (!id) return tl::unexpected(id.error());
  const auto body = do_act<std::string>(context, session, "basis.list", *id,
                                        [&](log::Act& act, const access::Permit&) -> Result<std::string> {
                                          return render(context, act, bases_of_case(act.writer(), *id, act.now()));
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> withdraw_basis(const RoutesContext& context, const http::Request& request,
                                      const access::Session& session) {
  const auto id = path_id<CaseId>(request, "id");
  const auto basis = path_id<BasisId>(request, "basis_id");
  if (!id || !basis) return fail(nrm::problems::kNotFound);
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  in->code("scope", {"this-receiver"});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto ended =
      do_act<void>(context, session, "basis.withdraw", *id,
                   [&](log::Act& act, const access::Permit& permit) { return withdraw(act, permit, *id, *basis); });
  if (!ended) return tl::unexpected(ended.error());
  JsonWriter out;
  out.begin_object().member("id", *basis).member("state", "withdrawn").end_object();
  return http::created("/api/v1/cases/" + id->text() + "/bases", out.take());
}

Result<http::Response> record_notice(const RoutesContext& context, const http::Request& request,
                                     const access::Session& session) {
  const auto id = path_id<CaseId>(request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  in->code("kind", {"without-name"});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto counted = do_act<void>(
      context, session, "notice.record", *id,
      [&](log::Act& act, const access::Permit& permit) { return record_notice_without_name(act, permit, *id); });
  if (!counted) return tl::unexpected(counted.error());
  return http::created("/api/v1/cases/" + id->text(), R"({"kind":"without-name"})");
}

}  // namespace

std::vector<http::Route> consent_routes(const RoutesContext& context) {
  const auto handler = [&](Behaviour behaviour) -> http::Handler {
    return [context, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = context.resolve(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour(context, request, *session);
    };
  };
  using enum http::Method;
  return {{get, "/api/v1/consent-texts/{language}", handler(show_text)},
          {post, "/api/v1/cases/{id}/bases", handler(record_basis)},
          {get, "/api/v1/cases/{id}/bases", handler(list_bases)},
          {post, "/api/v1/cases/{id}/bases/{basis_id}/withdrawal", handler(withdraw_basis)},
          {post, "/api/v1/cases/{id}/notices", handler(record_notice)}};
}

}  // namespace nrm::consent
