#include "nrm/retention/routes.hpp"

#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/retention/ledger.hpp"
#include "nrm/retention/retention.hpp"
#include "render.hpp"

namespace nrm::retention {
namespace {

using access::Relation;
using http::JsonReader;
using Behaviour = Result<http::Response> (*)(const Desk&, const http::Request&, const access::Session&);

template <class T>
Result<T> do_act(const Desk& desk, const access::Session& session, const std::string& action,
                 const log::Subject& subject, Relation relation,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  return desk.journal.act<T>(session.header(action, "", subject), [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, relation);
    if (!permit) return tl::unexpected(permit.error());
    return work(act, *permit);
  });
}

log::Subject of_case(const access::Session& session, const CaseId& id) {
  return {id, session.organisation, id.text()};
}

// Of a request or a hold: which case it is about is for the act to find out, and of an erased one nobody may know.
template <class IdType>
log::Subject of_office(const access::Session& session, const IdType& id) {
  return {std::nullopt, session.organisation, id.text()};
}

std::vector<std::string> class_names() {
  return {std::begin(pathway::kRetentionClasses), std::end(pathway::kRetentionClasses)};
}

Classes read_classes(JsonReader& in) {
  const auto names = in.codes("classes", class_names(), std::size(pathway::kRetentionClasses), JsonReader::optional);
  return {names.begin(), names.end()};
}

Result<http::Response> view(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<CaseId>(request);
  if (!id) return tl::unexpected(id.error());
  const auto body = do_act<std::string>(desk, session, "retention.view", of_case(session, *id), Relation::own_team,
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto found = view_case(act, permit, *id);
                                          if (!found) return tl::unexpected(found.error());
                                          return render(act.writer(), desk.pack, session.member, *found);
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> ask(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<CaseId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  Wish wish{in->code("why", {"subject-request", "retention", "opened-in-error"}), read_classes(*in),
            in->text<kMaxNote>("note", JsonReader::optional)};
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto asked = do_act<Asked>(
      desk, session, "erasure.ask", of_case(session, *id), Relation::own_team,
      [&](log::Act& act, const access::Permit& permit) { return ask_erasure(act, permit, desk.pack, *id, wish); });
  if (!asked) return tl::unexpected(asked.error());
  return http::created("/api/v1/retention", render(desk.pack, *asked));
}

// For what takes no fields.
template <class IdType>
Result<IdType> only_id(const http::Request& request) {
  const auto id = http::path_id<IdType>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  return *id;
}

Result<http::Response> execute(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = only_id<RequestId>(request);
  if (!id) return tl::unexpected(id.error());
  const auto done =
      do_act<void>(desk, session, "case.erase", of_office(session, *id), Relation::own_team,
                   [&](log::Act& act, const access::Permit& permit) { return carry_out(act, permit, *id); });
  if (!done) return tl::unexpected(done.error());
  // Before the answer: what is acknowledged must not come back with a backup, even if the database is lost right now.
  if (!desk.ledger_file.empty()) mirror(desk.journal.database(), desk.journal.clock(), desk.ledger_file);
  return http::created("/api/v1/retention", R"({"state":"done"})");
}

Result<http::Response> withdraw(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = only_id<RequestId>(request);
  if (!id) return tl::unexpected(id.error());
  const auto done =
      do_act<void>(desk, session, "erasure.take-back", of_office(session, *id), Relation::own_team,
                   [&](log::Act& act, const access::Permit& permit) { return take_back(act, permit, *id); });
  if (!done) return tl::unexpected(done.error());
  return http::created("/api/v1/retention", R"({"state":"taken-back"})");
}

Result<http::Response> place(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<CaseId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  NewHold hold{in->code("reason", {"criminal-case", "court-order", "complaint", "legal-duty"}),
               in->text<kMaxReference>("reference"), read_classes(*in), in->date("until").value_or(Date{})};
  if (in->ok() && count_code_points(hold.reference) < 3) in->add_fault("reference", "too-short", {{"min", "3"}});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto placed = do_act<HoldId>(
      desk, session, "hold.place", of_case(session, *id), Relation::own_team,
      [&](log::Act& act, const access::Permit& permit) { return place_hold(act, permit, desk.pack, *id, hold); });
  if (!placed) return tl::unexpected(placed.error());
  http::JsonWriter out;
  out.begin_object().member("id", *placed).end_object();
  return http::created("/api/v1/cases/" + id->text() + "/retention", out.take());
}

Result<http::Response> lift(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = only_id<HoldId>(request);
  if (!id) return tl::unexpected(id.error());
  const auto done = do_act<Lifting>(
      desk, session, "hold.lift", of_office(session, *id), Relation::own_team,
      [&](log::Act& act, const access::Permit& permit) { return lift_hold(act, permit, desk.pack, *id); });
  if (!done) return tl::unexpected(done.error());
  return http::created("/api/v1/retention",
                       *done == Lifting::asked ? R"({"state":"lift-asked"})" : R"({"state":"lifted"})");
}

Result<http::Response> team_list(const Desk& desk, const http::Request&, const access::Session& session) {
  const auto body =
      do_act<std::string>(desk, session, "retention.list", {std::nullopt, session.organisation, {}}, Relation::own_team,
                          [&](log::Act& act, const access::Permit&) -> Result<std::string> {
                            return render(act.writer(), desk.pack, session.member, list_of_team(act, session.team));
                          });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> office_list(const Desk& desk, const http::Request&, const access::Session& session) {
  const auto body =
      do_act<std::string>(desk, session, "erasure.list", {std::nullopt, session.organisation, {}},
                          Relation::own_organisation, [&](log::Act& act, const access::Permit&) -> Result<std::string> {
                            return render(act.writer(), list_of_office(act, session.organisation));
                          });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

}  // namespace

std::vector<http::Route> retention_routes(const Desk& desk, const Resolve& resolve) {
  const auto handler = [&](Behaviour behaviour) -> http::Handler {
    return [desk, resolve, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = resolve(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour(desk, request, *session);
    };
  };
  using enum http::Method;
  return {{get, "/api/v1/cases/{id}/retention", handler(view)},
          {post, "/api/v1/cases/{id}/erasure-requests", handler(ask)},
          {post, "/api/v1/erasure-requests/{id}/execution", handler(execute)},
          {post, "/api/v1/erasure-requests/{id}/withdrawal", handler(withdraw)},
          {post, "/api/v1/cases/{id}/legal-holds", handler(place)},
          {post, "/api/v1/legal-holds/{id}/lifting", handler(lift)},
          {get, "/api/v1/retention", handler(team_list)},
          {get, "/api/v1/erasures", handler(office_list)}};
}

}  // namespace nrm::retention
