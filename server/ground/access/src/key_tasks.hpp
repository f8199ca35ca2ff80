#pragma once

#include "nrm/access/leaving.hpp"

namespace nrm::access {

void open_key_task(log::Act& act, const TeamId& team, const MemberId& left, const std::set<Compartment>& kinds);
// Whether the kind's newest version is older than the task.
bool needs_rotation(storage::Reader& reader, const KeyTask& task, Compartment kind);

// None is left to do: the team has ended.
void end_key_tasks(log::Act& act, const TeamId& team);

}  // namespace nrm::access
