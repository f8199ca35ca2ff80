// The acts of this module: on a case of the session's team, or of a body's data protection officer.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/oversight/oversight.hpp"

namespace nrm::oversight {

struct Deed {
  std::string action;
  std::string purpose;
  std::string reason;
};

template <class T>
using Work = std::function<Result<T>(log::Act&, const access::Permit&)>;

template <class T>
Result<T> on_case(const Desk& desk, const access::Session& session, const CaseId& id, const Deed& deed,
                  const Work<T>& work) {
  const auto header = session.header(deed.action, deed.purpose, {id, session.organisation, id.text()}, deed.reason);
  return desk.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (casefile::team_of(act.writer(), id) != session.team) return fail(nrm::problems::kNotFound);
    return work(act, *permit);
  });
}

// Of the session's own organisation or team, about no case.
template <class T>
Result<T> on_body(const Desk& desk, const access::Session& session, access::Relation relation, const Deed& deed,
                  const std::string& object, const Work<T>& work) {
  const auto header = session.header(deed.action, deed.purpose, {{}, session.organisation, object}, deed.reason);
  return desk.journal().act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, relation);
    if (!permit) return tl::unexpected(permit.error());
    return work(act, *permit);
  });
}

}  // namespace nrm::oversight
