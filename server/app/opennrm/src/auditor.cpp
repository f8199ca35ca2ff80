#include "auditor.hpp"

#include "nrm/access/decide.hpp"
#include "nrm/access/keyring.hpp"
#include "nrm/casefile/seal.hpp"

namespace nrm::app {
namespace {

log::AuditorView view_of(const access::Session& session, const Key32& organisation_seed) {
  const auto organisation = session.organisation;
  return {organisation,
          [organisation, organisation_seed](log::Act& act, const log::Entry& entry) -> std::optional<Key32> {
            if (!entry.sealed_to.starts_with("case:")) return organisation_seed;
            return entry.case_id ? casefile::open_log_seal(act, *entry.case_id, organisation, organisation_seed)
                                 : std::nullopt;
          }};
}

// An administrator may ask how the log stands; its key is not hers.
log::AuditorView closed_view(const access::Session& session) {
  return {session.organisation, [](log::Act&, const log::Entry&) -> std::optional<Key32> { return std::nullopt; }};
}

Result<http::Response> audit(log::Act& act, const access::Session& session, const log::AuditorWork& work) {
  const auto permit = access::decide(act, session, access::Relation::own_organisation);
  if (!permit) return Failure{permit.error()};
  if (!session.roles.contains(access::Role::auditor)) return work(act, closed_view(session));
  const auto seed = access::open_organisation_log_key(act, *permit);
  if (!seed) return Failure{seed.error()};
  return work(act, view_of(session, *seed));
}

}  // namespace

log::AsAuditor as_auditor(const access::AccessContext& context, access::SessionResolver resolve) {
  return [&context, resolve = std::move(resolve)](const http::Request& request, std::string_view action,
                                                  const log::AuditorWork& work) -> Result<http::Response> {
    const auto session = resolve(request);
    if (!session) return Failure{session.error()};
    const auto header = session->header(std::string{action}, {}, {{}, session->organisation, {}});
    return context.journal.act<http::Response>(header, [&](log::Act& act) { return audit(act, *session, work); });
  };
}

}  // namespace nrm::app
