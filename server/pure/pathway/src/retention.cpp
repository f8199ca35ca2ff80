#include "nrm/pathway/retention.hpp"

#include <algorithm>

namespace nrm::pathway {

std::string_view name_of(RetentionThen then) {
  return then == RetentionThen::erase ? "erase" : "pseudonymise";
}

std::vector<const RetentionRule*> Retention::rules_at(std::string_view moment, std::string_view state) const {
  const auto applies = [&](const RetentionRule& rule, std::string_view wanted) {
    return rule.starts_at == moment && rule.state == wanted;
  };
  std::vector<const RetentionRule*> out;
  for (const auto& rule : rules)
    if (!state.empty() && applies(rule, state)) out.push_back(&rule);
  const auto own_rule = [&](const RetentionRule& general) {
    return std::any_of(rules.begin(), rules.end(), [&](const RetentionRule& other) {
      return !state.empty() && applies(other, state) && other.retention_class == general.retention_class;
    });
  };
  for (const auto& rule : rules)
    if (applies(rule, "") && !own_rule(rule)) out.push_back(&rule);
  return out;
}

}  // namespace nrm::pathway
