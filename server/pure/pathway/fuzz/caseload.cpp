// A caseload: whatever comes in, faults with a line each, or moments that any pathway can be lived through with.
#include <cstdint>
#include <cstdlib>

#include "nrm/pathway/simulate.hpp"

namespace {

nrm::pathway::Pack small_pack() {
  using nrm::pathway::Period;
  using nrm::pathway::PeriodUnit;
  nrm::pathway::Pack pack;
  pack.calendar = std::make_shared<const nrm::Calendar>("Europe/Minsk", std::set<nrm::Date>{}, std::set<nrm::Date>{},
                                                        *nrm::parse_iso_date("2020-12-31"));
  nrm::pathway::ClockRule rule{
      "referral-answer", {}, "referral.sent", Period{3, PeriodUnit::working_days}, {}, "x", {}};
  rule.pauses_on = {"question-open"};
  pack.pathway.clocks.push_back(rule);
  nrm::pathway::Track track;
  track.id = "t";
  track.states = {{"a", {}, true, false, 0}, {"b", {}, false, true, 0}};
  pack.pathway.tracks.push_back(track);
  return pack;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto pack = small_pack();
  const auto caseload = nrm::pathway::read_caseload("fuzz.csv", {reinterpret_cast<const char*>(data), size});
  if (!caseload) {
    for (const auto& fault : caseload.error())
      if (fault.line < 1) std::abort();
    return 0;
  }
  const auto once = simulate(pack, *caseload);
  if (!compare(once, simulate(pack, *caseload)).empty()) std::abort();
  return 0;
}
