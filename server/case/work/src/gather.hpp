// What one member has of one scope, in order. Inside an act that was permitted.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/work/work.hpp"

namespace nrm::work {

// The act's action for the scope, and whether a member's roles have it.
std::string_view action_of(Scope scope);
bool has_scope(const access::Session& session, Scope scope);
access::Relation relation_of(Scope scope);

std::vector<Item> gather(const Desk& desk, log::Act& act, const access::Session& session, Scope scope);

}  // namespace nrm::work
