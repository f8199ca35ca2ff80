#include "tables.hpp"

#include <regex>

namespace nrm::app {

// In the order in which the migrations make them; what a later one drops is gone.
std::vector<std::string> tables_of(const std::vector<storage::Schema>& schemas) {
  static const std::regex change{R"((CREATE|DROP)\s+TABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?([a-z_]+))",
                                 std::regex::icase};
  std::vector<std::string> tables;
  for (const auto& schema : schemas)
    for (const auto& migration : schema.migrations) {
      const std::string sql{migration.sql};
      for (std::sregex_iterator at{sql.begin(), sql.end(), change}, end; at != end; ++at) {
        std::erase(tables, (*at)[2].str());
        const auto word = (*at)[1].str();
        if (word.front() == 'C' || word.front() == 'c') tables.push_back((*at)[2].str());
      }
    }
  return tables;
}

const std::set<std::string, std::less<>>& key_tables() {
  static const std::set<std::string, std::less<>> tables{
      "member_key_opener", "totp", "team_key_seal", "log_key_seal", "key_seal", "custodian_share", "custody_part"};
  return tables;
}

const std::set<std::string, std::less<>>& transient_tables() {
  static const std::set<std::string, std::less<>> tables{"session", "throttle", "idempotency", "done_request"};
  return tables;
}

}  // namespace nrm::app
