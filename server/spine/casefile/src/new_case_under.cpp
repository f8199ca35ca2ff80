#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

NewCase new_case_under(const pathway::Pack& pack, Values values, UtcTime now) {
  NewCase out;
  out.values = std::move(values);
  out.today = pack.calendar->local_date(now);
  out.reference_prefix = pack.reference_prefix;
  out.pathway_version = pack.pathway.version;
  if (const auto* track = pack.pathway.find_track("identification")) out.identification_state = track->initial().id;
  if (const auto* track = pack.pathway.find_track("protection")) out.assistance_state = track->initial().id;
  if (const auto* rule = pack.pathway.find_clock("decide-age-class"))
    out.age_class_due = pathway::clock_for(*rule, now, *pack.calendar).due;
  return out;
}

}  // namespace nrm::casefile
