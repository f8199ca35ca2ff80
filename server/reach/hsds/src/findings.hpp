// Where something stands in what is imported, and what was found there.
#pragma once

#include <fmt/format.h>

#include "nrm/hsds/import.hpp"

namespace nrm::hsds {

struct Place {
  std::string file;
  std::string pointer;
  Place at(std::string_view step) const;
  Place at(std::size_t step) const { return {file, fmt::format("{}/{}", pointer, step)}; }
};

// Faults and notes, the first kMaxFindings of them told.
class Findings {
 public:
  void fault(const Place& place, std::string_view code) { add(faults_, place, code); }
  void note(const Place& place, std::string_view code) { add(notes_, place, code); }
  void hand_over(ImportReport& report);

 private:
  void add(std::vector<Finding>& to, const Place& place, std::string_view code);

  std::vector<Finding> faults_, notes_;
  std::size_t untold_ = 0;
};

}  // namespace nrm::hsds
