// The organisation's log key and its auditors.
#pragma once

#include "nrm/access/decide.hpp"
#include "rows.hpp"

namespace nrm::access {

// The organisation's first auditor makes its log key at her first sign-in; until then what concerns the organisation is
// sealed to the instance's log key.
void create_missing_log_key(log::Act& act, const MemberRow& member, const Key32& member_seed);
std::optional<Key32> find_log_seed(log::Act& act, const Session& session);
void give_log_key(log::Act& act, const Key32& log_seed, const MemberRow& to, const MemberId& from);
// Replaces the member's own seal.
void keep_own_log_key(log::Act& act, const Key32& log_seed, const MemberRow& member, const Key32& member_seed);
void take_log_key(log::Act& act, const MemberRow& member);
bool misses_log_key(storage::Reader& reader, const MemberRow& member);

}  // namespace nrm::access
