// Her age as the rules need it, out of the sealed age class and birth date.
#pragma once

#include "nrm/consent/record.hpp"

namespace nrm::consent {

inline constexpr int kOfAgeYears = 18;  // Convention on the Rights of the Child, Article 1

struct AgeFacts {
  std::string age_class;
  bool own_consent = false;
  bool of_age = false;
  std::optional<Date> spoken_for_until;
};
Result<AgeFacts> age_facts(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id);
// Pure. The end of the month in which she turns eighteen by the latest date that her birth date allows; nothing where
// that is more than a year and a month away or where she is eighteen today.
std::optional<Date> end_of_month_of_age(std::string_view birth_date_json, Date today);

}  // namespace nrm::consent
