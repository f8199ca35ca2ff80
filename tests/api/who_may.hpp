// Reads who_may.txt: for each route, which role is answered, seen from which team.
#pragma once

#include <map>
#include <set>
#include <string>

#include "nrm/access/compartment.hpp"

namespace nrm::api {

// How a colleague's team stands to the team of whoever makes the request in the walk.
enum class Standing { herself, own_team, sister_team, other_side, stranger };

class WhoMay {
 public:
  WhoMay();
  bool may(const std::string& route, access::Role role, Standing standing) const;
  bool is_open_to_all(const std::string& route) const;
  std::set<std::string> routes() const;

 private:
  using Reach = std::set<Standing>;
  void read_line(const std::string& line);

  std::map<std::string, std::map<access::Role, Reach>> table_;
  std::set<std::string> open_;
};

}  // namespace nrm::api
