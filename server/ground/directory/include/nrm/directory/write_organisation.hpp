// An organisation as answers name it: its id, its name and its names by language; null where there is none. A template,
// because the directory itself knows of no format.
#pragma once

#include "nrm/directory/directory.hpp"

namespace nrm::directory {

template <class Writer>
void write_organisation(Writer& out, std::string_view key, storage::Reader& reader,
                        const std::optional<OrganisationId>& id) {
  out.key(key);
  const auto found = id ? find_organisation(reader, *id) : std::nullopt;
  if (!found) {
    out.null();
    return;
  }
  out.begin_object().member("id", found->id).member("name", found->name).key("names").begin_object();
  for (const auto& [language, name] : found->names) out.member(language, name);
  out.end_object().end_object();
}

}  // namespace nrm::directory
