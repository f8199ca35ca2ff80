// The mechanism's own fields. Limits in code points: 200 for a line, 1,000 for an address or rule, 10,000 for a story
// or a list of objects, 20,000 for a long list.
#include "field_lists.hpp"

namespace nrm::casefile {
namespace {

using enum Compartment;
constexpr bool kThirdPerson = true;

std::vector<Field> who_she_is() {
  return {
      {"identity.names", identity, "identity", 4000, "json:names", "identity"},
      {"identity.birth-date", identity, "identity", 200, "json:birth-date", "identity"},
      {"identity.birth-place", identity, "identity", 200, "text", "identity"},
      {"identity.sex", identity, "identity", 64, "code:sex", "identity"},
      {"identity.gender", identity, "identity", 200, "text", "identity"},
      {"identity.citizenships", identity, "identity", 400, "codes:citizenship", "identity"},
      {"identity.stateless", identity, "identity", 20, "answer", "identity"},
      {"identity.documents", identity, "identity", 10'000, "json:documents", "identity"},
      {"identity.document-state", identity, "identity", 64, "code:document-state", "identity"},
      {"whereabouts.safe-contact", whereabouts, "contact", 5000, "json:safe-contact", "contact"},
      {"whereabouts.stays-at", whereabouts, "contact", 1000, "text", "contact"},
      {"whereabouts.phone", whereabouts, "contact", 200, "text", "contact"},
      {"whereabouts.region", whereabouts, "contact", 64, "code:region", "contact"},
  };
}

std::vector<Field> how_she_was_found() {
  return {
      {"casework.urgent", casework, "situation", 5, "flag", "case"},
      {"casework.age-class", casework, "situation", 600, "json:age-class", "case"},
      {"casework.how-came", casework, "situation", 64, "code:how-came", "case"},
      {"casework.detection-month", casework, "situation", 7, "month", "case"},
      {"casework.detection-date", casework, "situation", 10, "date", "case"},
      {"casework.detection-place", casework, "situation", 200, "text", "case"},
      {"casework.detected-by", casework, "situation", 64, "code:organisation-kind", "case"},
      {"casework.detection-body", casework, "situation", 200, "text", "case"},
      {"casework.detection-channel", casework, "situation", 64, "code:detection-channel", "case"},
      {"casework.languages", casework, "needs", 2000, "json:languages", "case"},
      {"casework.interpreter", casework, "needs", 2000, "json:interpreter", "case"},
      {"casework.interpreter-never", casework, "needs", 10'000, "json:excluded-persons", "case", kThirdPerson},
      {"casework.disclosure", casework, "situation", 64, "code:disclosure", "case"},
      {"casework.summary", casework, "situation", 10'000, "text", "case"},
  };
}

std::vector<Field> what_happened() {
  return {
      {"casework.exploitation", casework, "situation", 2000, "codes:exploitation", "case"},
      {"casework.means-of-control", casework, "situation", 2000, "codes:means-of-control", "case"},
      {"casework.events", casework, "situation", 20'000, "json:events", "case"},
      {"casework.recruitment", casework, "situation", 10'000, "text", "case"},
      {"casework.movement", casework, "situation", 10'000, "text", "case"},
      {"casework.conditions", casework, "situation", 10'000, "text", "case"},
      {"casework.exit", casework, "situation", 10'000, "text", "case"},
      {"casework.indicators", casework, "situation", 20'000, "json:indicators", "case"},
      {"casework.decisions", casework, "situation", 20'000, "json:decisions", "case"},
      {"casework.recovery-period", casework, "situation", 5000, "json:recovery-period", "case"},
      {"casework.related-persons", casework, "situation", 20'000, "json:related-persons", "case", kThirdPerson},
  };
}

std::vector<Field> what_she_needs() {
  return {
      {"casework.needs", casework, "needs", 2000, "codes:service", "case"},
      {"casework.needs-assessment", casework, "needs", 10'000, "text", "case"},
      {"casework.needs-assessed-on", casework, "needs", 10, "date", "case"},
      {"casework.risk", casework, "situation", 10'000, "text", "case"},
      {"casework.risk-level", casework, "situation", 64, "code:risk-level", "case"},
      {"casework.risk-review-on", casework, "situation", 10, "date", "case"},
      {"casework.offender-knows-address", casework, "situation", 20, "answer", "case"},
      {"casework.plan", casework, "needs", 10'000, "text", "case"},
      {"casework.plan-actions", casework, "needs", 20'000, "json:plan", "case"},
      {"casework.follow-up", casework, "situation", 5000, "json:follow-up", "case"},
  };
}

std::vector<Field> health_and_childhood() {
  return {
      {"health.needs", health, "health", 10'000, "text", "health"},
      {"health.injuries", health, "health", 10'000, "text", "health"},
      {"health.pregnancy", health, "health", 20, "answer", "health"},
      {"health.disability", health, "health", 1000, "text", "health"},
      {"health.adjustments", health, "health", 1000, "text", "health"},
      {"health.allergies", health, "health", 1000, "text", "health"},
      {"child.guardian", child, "child", 1000, "text", "child", kThirdPerson},
      {"child.accompanied-by", child, "child", 1000, "text", "child", kThirdPerson},
      {"child.best-interests", child, "child", 10'000, "text", "child"},
      {"child.own-view", child, "child", 10'000, "text", "child"},
      {"child.school", child, "child", 1000, "text", "child"},
  };
}

std::vector<Field> law() {
  return {
      {"justice.case-state", justice, "justice", 200, "code:criminal-case-state", "justice"},
      {"justice.case-number", justice, "justice", 200, "text", "justice"},
      {"justice.wants-contact", justice, "justice", 20, "answer", "justice"},
      {"justice.lawyer", justice, "justice", 1000, "text", "justice", kThirdPerson},
      {"justice.compensation", justice, "justice", 3000, "json:compensation", "justice"},
      {"justice.perpetrators", justice, "justice", 20'000, "json:perpetrators", "perpetrator", kThirdPerson},
      {"residence.state", residence, "residence", 200, "text", "residence"},
      {"residence.permit", residence, "residence", 200, "text", "residence"},
      {"residence.valid-until", residence, "residence", 10, "date", "residence"},
      {"residence.return-wish", residence, "residence", 20, "answer", "residence"},
      {"residence.return-country", residence, "residence", 64, "code:country", "residence"},
      {"residence.return-date", residence, "residence", 10, "date", "residence"},
      {"residence.return-risk", residence, "residence", 10'000, "text", "residence"},
  };
}

}  // namespace

std::vector<Field> own_fields() {
  auto out = who_she_is();
  for (const auto& more : {how_she_was_found(), what_happened(), what_she_needs(), health_and_childhood(), law()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace nrm::casefile
