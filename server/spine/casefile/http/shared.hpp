// What the routes of this module share.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/routes.hpp"
#include "nrm/http/json.hpp"

namespace nrm::casefile {

using Routes = std::vector<http::Route>;
Routes case_routes(const RoutesContext& context);
Routes value_routes(const RoutesContext& context);
Routes look_routes(const RoutesContext& context);
Routes restriction_routes(const RoutesContext& context);
Routes key_routes(const RoutesContext& context);
Routes team_end_routes(const RoutesContext& context);

using SignedInHandler = std::function<Result<http::Response>(const http::Request&, const access::Session&)>;
http::Handler signed_in(const RoutesContext& context, SignedInHandler handler);
Result<CaseId> case_id_of(const http::Request& request);
Result<PageRequest> page_of(const http::Request& request);
Result<std::int64_t> version_of_if_match(const http::Request& request);

// One act on the own team's cases. `work` runs under the permit.
struct Deed {
  std::string action;
  std::optional<CaseId> case_id;
  std::string purpose;
  std::string reason;
};
template <class T>
Result<T> do_act(const RoutesContext& context, const access::Session& session, const Deed& deed,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto object = deed.case_id ? deed.case_id->text() : std::string{};
  const auto header =
      session.header(deed.action, deed.purpose, {deed.case_id, session.organisation, object}, deed.reason);
  return context.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    // A refusal about a case that one's own team does not hold must not tell that it exists.
    if (deed.case_id && !holds(act.writer(), *deed.case_id, session.team)) return fail(nrm::problems::kNotFound);
    return work(act, *permit);
  });
}

// The member "values" of a body: structured kinds as JSON, the others as text, null for what is to be cleared. Faults
// land in the reader.
struct ReadValues {
  Values values;
  std::vector<std::string> cleared;
};
ReadValues read_values(http::JsonReader& in);
void write_value(http::JsonWriter& out, const Field& field, const std::string& value);
std::string etag(std::int64_t version);

// How things are named for people.
void write_team(http::JsonWriter& out, storage::Reader& reader, const TeamId& id);
std::string_view state_of_due(const std::optional<UtcTime>& due, const std::optional<UtcTime>& warn_at, UtcTime now);

}  // namespace nrm::casefile
