#pragma once

#include <string>

#include "nrm/log/act.hpp"

namespace nrm::log {

inline constexpr std::string_view kInstanceOwner = "instance";
std::string owner_name(const CaseId& case_id);
std::string owner_name(const OrganisationId& organisation);

struct LogKey {
  std::string owner;
  std::uint32_t version = 0;
  crypto::BoxPublic box;
};
std::optional<LogKey> newest_key(storage::Reader& reader, const std::string& owner);

}  // namespace nrm::log
