#include "findings.hpp"

namespace nrm::hsds {

Place Place::at(std::string_view step) const {
  Place out{file, pointer + '/'};
  for (const char letter : step) {
    if (letter == '~')
      out.pointer += "~0";
    else if (letter == '/')
      out.pointer += "~1";
    else
      out.pointer += letter;
  }
  return out;
}

void Findings::add(std::vector<Finding>& to, const Place& place, std::string_view code) {
  if (to.size() < kMaxFindings)
    to.push_back({place.file, place.pointer, std::string{code}});
  else
    ++untold_;
}

void Findings::hand_over(ImportReport& report) {
  report.faults.insert(report.faults.end(), faults_.begin(), faults_.end());
  report.notes.insert(report.notes.end(), notes_.begin(), notes_.end());
  report.untold += untold_;
}

}  // namespace nrm::hsds
