#include "nrm/casefile/rekey.hpp"

#include "nrm/casefile/overview.hpp"

namespace nrm::casefile {

void ask_rekey(log::Act& act, const CaseId& id) {
  open_task(act, id, kRekeyTask, act.now() + kRekeyDue);
}

}  // namespace nrm::casefile
