// One act of one of the two bodies.
#pragma once

#include <functional>

#include "store.hpp"

namespace nrm::reconciliation {

// Whoever belongs to neither body has no side to act for: kNotFound, as for what does not exist.
template <class T>
Result<T> as_side(const Desk& desk, const access::Session& session, const char* action, const ReconciliationId& id,
                  const std::function<Result<T>(log::Act&, const Row&, Side)>& work) {
  const auto header = session.header(action, "", {std::nullopt, session.organisation, id.text()});
  return desk.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto held = hold(act, session, id);
    if (!held) return tl::unexpected(held.error());
    if (!held->side) return fail(nrm::problems::kNotFound);
    act.note("side", std::string{name_of(*held->side)});
    return work(act, held->row, *held->side);
  });
}

}  // namespace nrm::reconciliation
