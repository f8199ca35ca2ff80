#include "begin_opening.hpp"

#include "admission.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/casefile/openings.hpp"
#include "purpose.hpp"
#include "share_log_key.hpp"

namespace nrm::casefile {

Result<void> begin_opening(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind) {
  if (const auto bad = purpose_fault(act.header())) return tl::unexpected(*bad);
  if (const auto admitted = admit(act, permit, id, kind); !admitted) return tl::unexpected(admitted.error());
  if (const auto counted = count_opening(act, permit, id.text()); !counted) return tl::unexpected(counted.error());
  act.note("compartment", std::string{access::name_of(kind)});
  note_reader(act, permit.session(), {kind});
  if (permit.emergency()) act.note("break-glass", permit.emergency()->category);
  share_log_key(act, permit, id);
  return {};
}

}  // namespace nrm::casefile
