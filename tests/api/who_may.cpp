#include "who_may.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace nrm::api {
namespace {

using access::Role;
using Reach = std::set<Standing>;

Reach reach_of(const std::string& word) {
  using enum Standing;
  if (word.empty()) return {herself, own_team};
  if (word == "self") return {herself};
  if (word == "sides") return {herself, own_team, other_side};
  if (word == "organisation") return {herself, own_team, sister_team};
  if (word == "any") return {herself, own_team, sister_team, other_side, stranger};
  throw std::logic_error{"who_may.txt: nobody stands @" + word};
}

access::Roles roles_of(const std::string& word) {
  using enum Role;
  if (word == "members") return {access::kRoles.begin(), access::kRoles.end()};
  if (word == "caseworkers") return {first_responder, identifying_officer, case_manager, service_provider};
  const auto role = access::parse_role(word);
  if (!role) throw std::logic_error{"who_may.txt: no role is called " + word};
  return {*role};
}

}  // namespace

WhoMay::WhoMay() {
  std::ifstream in{NRM_SOURCE_DIR "/tests/api/who_may.txt"};
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') read_line(line);
}

void WhoMay::read_line(const std::string& line) {
  const auto colon = line.find(": ");
  const auto route = line.substr(0, colon);
  auto& roles = table_[route];
  std::istringstream words{line.substr(colon + 2)};
  for (std::string word; words >> word;) {
    if (word == "anyone") {
      open_.insert(route);
      continue;
    }
    const auto at = word.find('@');
    const auto reach = reach_of(at == std::string::npos ? "" : word.substr(at + 1));
    for (const auto role : roles_of(word.substr(0, at))) roles[role].insert(reach.begin(), reach.end());
  }
}

bool WhoMay::may(const std::string& route, Role role, Standing standing) const {
  if (is_open_to_all(route)) return true;
  const auto& roles = table_.at(route);
  const auto found = roles.find(role);
  return found != roles.end() && found->second.contains(standing);
}

bool WhoMay::is_open_to_all(const std::string& route) const {
  return open_.contains(route);
}

std::set<std::string> WhoMay::routes() const {
  std::set<std::string> out;
  for (const auto& [route, roles] : table_) out.insert(route);
  return out;
}

}  // namespace nrm::api
