// Which coordinators have what a team leaves undone: those of its region, and where none of them is there today,
// others.
#pragma once

#include <set>
#include <string>

#include "nrm/access/session.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::access {

// As of one day; the pack outlives it. An empty region is the whole country's.
class Coordinators {
 public:
  enum class Share { theirs, uncovered, of_others };

  Coordinators(storage::Reader& reader, const pathway::Pack& pack, Date day);

  // The region for which a team is there: empty where it has none, or the country's own.
  std::string region_of(storage::Reader& reader, const TeamId& team) const;
  // Whether coordinators of `own` have what comes from `region`: as theirs, or because nobody else who would is there.
  // The whole country's have everything; what comes from no region is everybody's while none of those is there.
  Share share_of(const std::string& own, const std::string& region) const;

 private:
  bool is_of(const std::string& region, const std::string& own) const;

  const pathway::Pack& pack_;
  std::set<std::string> present_;  // regions with a coordinator who is there
};

}  // namespace nrm::access
