// The mechanism's own fields. Limits in code points: 200 for a line, 1,000 for an address or rule, 10,000 for a story.
#include "field_lists.hpp"

namespace nrm::casefile {

std::vector<Field> own_fields() {
  using enum Compartment;
  return {
      {"identity.names", identity, "identity", 4000, "json:names", "identity"},
      {"identity.birth-date", identity, "identity", 200, "json:birth-date", "identity"},
      {"identity.birth-place", identity, "identity", 200, "text", "identity"},
      {"identity.sex", identity, "identity", 64, "code:sex", "identity"},
      {"identity.gender", identity, "identity", 200, "text", "identity"},
      {"identity.citizenships", identity, "identity", 200, "codes:country", "identity"},
      {"identity.stateless", identity, "identity", 5, "flag", "identity"},
      {"identity.documents", identity, "identity", 1000, "text", "identity"},
      {"identity.document-state", identity, "identity", 64, "code:document-state", "identity"},
      {"whereabouts.safe-contact", whereabouts, "contact", 4000, "json:safe-contact", "contact"},
      {"whereabouts.stays-at", whereabouts, "contact", 1000, "text", "contact"},
      {"whereabouts.phone", whereabouts, "contact", 200, "text", "contact"},
      {"whereabouts.region", whereabouts, "contact", 64, "code:region", "contact"},
      {"casework.age-class", casework, "situation", 600, "json:age-class", "case"},
      {"casework.how-came", casework, "situation", 64, "code:how-came", "case"},
      {"casework.detection-month", casework, "situation", 7, "month", "case"},
      {"casework.detection-place", casework, "situation", 200, "text", "case"},
      {"casework.detected-by", casework, "situation", 64, "code:detected-by", "case"},
      {"casework.needs", casework, "needs", 2000, "codes:service", "case"},
      {"casework.exploitation", casework, "situation", 2000, "codes:exploitation", "case"},
      {"casework.means-of-control", casework, "situation", 2000, "codes:means-of-control", "case"},
      {"casework.languages", casework, "needs", 200, "codes:language", "case"},
      {"casework.interpreter", casework, "needs", 5, "flag", "case"},
      {"casework.indicators", casework, "situation", 10'000, "text", "case"},
      {"casework.risk", casework, "situation", 10'000, "text", "case"},
      {"casework.summary", casework, "situation", 10'000, "text", "case"},
      {"casework.plan", casework, "needs", 10'000, "text", "case"},
      {"health.needs", health, "health", 10'000, "text", "health"},
      {"health.disability", health, "health", 1000, "text", "health"},
      {"health.allergies", health, "health", 1000, "text", "health"},
      {"child.guardian", child, "child", 1000, "text", "child", true},
      {"child.best-interests", child, "child", 10'000, "text", "child"},
      {"child.own-view", child, "child", 10'000, "text", "child"},
      {"child.school", child, "child", 1000, "text", "child"},
      {"justice.case-state", justice, "justice", 200, "text", "justice"},
      {"justice.case-number", justice, "justice", 200, "text", "justice"},
      {"justice.lawyer", justice, "justice", 1000, "text", "justice", true},
      {"justice.compensation", justice, "justice", 1000, "text", "justice"},
      {"residence.state", residence, "residence", 200, "text", "residence"},
      {"residence.permit", residence, "residence", 200, "text", "residence"},
      {"residence.valid-until", residence, "residence", 10, "date", "residence"},
  };
}

}  // namespace nrm::casefile
