// The compartment kinds of a case. A team has one key pair for each; a role decides which are sealed to a member.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string_view>

namespace nrm::access {

enum class Compartment { identity, whereabouts, health, justice, residence, casework, child };
inline constexpr std::array kCompartments{Compartment::identity, Compartment::whereabouts, Compartment::health,
                                          Compartment::justice,  Compartment::residence,   Compartment::casework,
                                          Compartment::child};
std::string_view name_of(Compartment kind);
std::optional<Compartment> parse_compartment(std::string_view name);

enum class Role {
  first_responder,
  identifying_officer,
  case_manager,
  service_provider,
  coordinator,
  data_protection_officer,
  auditor,
  administrator,
};
inline constexpr std::array kRoles{Role::first_responder,  Role::identifying_officer, Role::case_manager,
                                   Role::service_provider, Role::coordinator,         Role::data_protection_officer,
                                   Role::auditor,          Role::administrator};
std::string_view name_of(Role role);  // "first-responder", …
std::optional<Role> parse_role(std::string_view name);

using Roles = std::set<Role>;
// Administrator, coordinator, auditor and data protection officer hold none.
std::set<Compartment> compartments_of(const Roles& roles);

}  // namespace nrm::access
