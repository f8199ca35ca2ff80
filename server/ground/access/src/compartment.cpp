#include "nrm/access/compartment.hpp"

#include <algorithm>
#include <utility>

namespace nrm::access {
namespace {

constexpr std::array<std::pair<Compartment, std::string_view>, 7> kCompartmentNames{{
    {Compartment::identity, "identity"},
    {Compartment::whereabouts, "whereabouts"},
    {Compartment::health, "health"},
    {Compartment::justice, "justice"},
    {Compartment::residence, "residence"},
    {Compartment::casework, "casework"},
    {Compartment::child, "child"},
}};

constexpr std::array<std::pair<Role, std::string_view>, 8> kRoleNames{{
    {Role::first_responder, "first-responder"},
    {Role::identifying_officer, "identifying-officer"},
    {Role::case_manager, "case-manager"},
    {Role::service_provider, "service-provider"},
    {Role::coordinator, "coordinator"},
    {Role::data_protection_officer, "data-protection-officer"},
    {Role::auditor, "auditor"},
    {Role::administrator, "administrator"},
}};

// A first responder meets needs, she does not follow a court case or a residence permit; who helps does not either.
std::set<Compartment> compartments_of(Role role) {
  using enum Compartment;
  switch (role) {
    case Role::first_responder:
    case Role::service_provider:
      return {identity, whereabouts, health, casework, child};
    case Role::identifying_officer:
      return {identity, whereabouts, justice, residence, casework, child};
    case Role::case_manager:
      return {kCompartments.begin(), kCompartments.end()};
    case Role::coordinator:
    case Role::data_protection_officer:
    case Role::auditor:
    case Role::administrator:
      return {};
  }
  return {};
}

template <class Names, class Key>
std::string_view name_in(const Names& names, Key key) {
  return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == key; })->second;
}

template <class Key, class Names>
std::optional<Key> find_in(const Names& names, std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == name; });
  if (found == names.end()) return std::nullopt;
  return found->first;
}

}  // namespace

std::string_view name_of(Compartment kind) {
  return name_in(kCompartmentNames, kind);
}
std::optional<Compartment> parse_compartment(std::string_view name) {
  return find_in<Compartment>(kCompartmentNames, name);
}
std::string_view name_of(Role role) {
  return name_in(kRoleNames, role);
}
std::optional<Role> parse_role(std::string_view name) {
  return find_in<Role>(kRoleNames, name);
}

std::set<Compartment> compartments_of(const Roles& roles) {
  std::set<Compartment> out;
  for (const auto role : roles) out.merge(compartments_of(role));
  return out;
}

}  // namespace nrm::access
