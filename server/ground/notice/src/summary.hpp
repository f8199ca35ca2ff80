// What waits for a member, counted by kind: all that a digest tells.
#pragma once

#include <map>

#include "setting_row.hpp"

namespace nrm::notice {

enum class Kind { requests, reviews, accounts };
std::string_view name_of(Kind kind);
Kind kind_of(std::string_view code);

// What she has not seen.
std::map<Kind, std::int64_t> waiting_for(storage::Reader& reader, const MemberId& member);
// Came after her last digest, and she has not seen it.
bool is_anything_new(storage::Reader& reader, const SettingRow& row);
// Of one who may still sign in; nothing else is ever mailed.
bool is_active(storage::Reader& reader, const MemberId& member);

}  // namespace nrm::notice
