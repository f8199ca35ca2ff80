#include "age.hpp"

namespace nrm::consent {
namespace {

using casefile::Compartment;

constexpr int kMonthsAhead = 13;  // a consent lasts a year at most

// The age class needs the casework key; the birth date only where the member also holds the identity.
Result<casefile::Values> age_values(log::Act& act, const access::Permit& permit, const CaseId& id) {
  auto values = casefile::read_fields(act, permit, id, {"casework.age-class"});
  if (!values || !access::compartments_of(permit.session().roles).contains(Compartment::identity)) return values;
  const auto birth = casefile::read_fields(act, permit, id, {"identity.birth-date"});
  if (!birth) return tl::unexpected(birth.error());
  values->insert(birth->begin(), birth->end());
  return values;
}

}  // namespace

std::optional<Date> end_of_month_of_age(std::string_view birth_date_json, Date today) {
  const auto is_of_age = [&](Date on) {
    return casefile::youngest_age(birth_date_json, on).value_or(0) >= kOfAgeYears;
  };
  if (is_of_age(today)) return std::nullopt;
  auto month = today.year() / today.month();
  for (int ahead = 0; ahead <= kMonthsAhead; ++ahead, month += std::chrono::months{1})
    if (const Date last{month / std::chrono::last}; is_of_age(last)) return last;
  return std::nullopt;
}

Result<AgeFacts> age_facts(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id) {
  const auto values = age_values(act, permit, id);
  if (!values) return tl::unexpected(values.error());
  const auto today = pack.calendar->local_date(act.now());
  AgeFacts out;
  if (const auto at = values->find("casework.age-class"); at != values->end())
    out.age_class = casefile::age_class_in(at->second.reveal());
  out.of_age = out.age_class == "adult";
  const auto birth = values->find("identity.birth-date");
  if (birth == values->end()) return out;
  const auto age = casefile::youngest_age(birth->second.reveal(), today);
  out.own_consent = age && *age >= pack.own_consent_age.years;
  out.of_age = out.of_age || (age && *age >= kOfAgeYears);
  if (!out.of_age) out.spoken_for_until = end_of_month_of_age(birth->second.reveal(), today);
  return out;
}

}  // namespace nrm::consent
