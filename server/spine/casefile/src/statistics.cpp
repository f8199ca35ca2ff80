#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "nrm/casefile/statistics.hpp"
#include "person_facts.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

std::string month_of(Date day) {
  return to_iso(day).substr(0, 7);
}

// The age bands of the counter-trafficking data collaborative, so that figures compare.
std::string age_band_of(const BirthDate& birth, Date today) {
  const int age = years_between(birth.latest, today);
  struct Band {
    int last;
    std::string_view name;
  };
  constexpr std::array kBands{Band{8, "0-8"},    Band{17, "9-17"},  Band{20, "18-20"}, Band{23, "21-23"},
                              Band{26, "24-26"}, Band{29, "27-29"}, Band{38, "30-38"}, Band{47, "39-47"}};
  for (const auto& band : kBands)
    if (age <= band.last) return std::string{band.name};
  return "48-";
}

// Groups, not countries: one citizen of a far country would be recognised.
std::string citizenship_group_of(const std::vector<std::string>& countries) {
  constexpr std::string_view kEast = "AM AZ BY GE KG KZ MD RU TJ TM UA UZ";
  constexpr std::string_view kUnion =
      "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
  std::string out;
  for (const auto& country : countries) {
    if (country == "unknown") return {};
    if (country == "none") return "stateless";
    const std::string group = kEast.find(country) != std::string_view::npos    ? "eastern-europe-central-asia"
                              : kUnion.find(country) != std::string_view::npos ? "european-union"
                                                                               : "other";
    if (out.empty()) out = group;
    if (out != group) return "several";
  }
  return out;
}

std::string joined(std::vector<std::string> codes) {
  std::ranges::sort(codes);
  return fmt::format("{}", fmt::join(codes, ","));
}

struct Fact {
  std::string column;
  std::optional<std::string> value;
};
// The coded facts that a change brings; a field that says nothing coded brings none.
std::vector<Fact> facts_in(const Change& change, Date today) {
  std::vector<Fact> out;
  const auto add = [&](std::string column, std::string value) {
    out.push_back({std::move(column), value.empty() ? std::nullopt : std::optional{std::move(value)}});
  };
  for (const auto& [field, value] : change) {
    const std::string text{value.value_or("")};
    if (field == "casework.detection-month") add("detection_month", text);
    if (field == "casework.how-came") add("how_came", text);
    if (field == "identity.sex") add("sex", text);
    if (field == "casework.age-class") add("age_class", age_class_of(text));
    if (field == "identity.citizenships") add("citizenship_group", citizenship_group_of(codes_of(text)));
    if (field == "casework.exploitation") add("exploitation", joined(codes_of(text)));
    if (field == "identity.birth-date") {
      const auto birth = birth_date_of(text);
      add("age_band", birth ? age_band_of(*birth, today) : "");
    }
  }
  return out;
}

std::string insert_row(log::Act& act, Date today) {
  auto id = to_text(make_uuid_v4(act.random()));
  act.run(
      "INSERT INTO statistics_row (id, opened_month, detection_month, how_came, sex, age_class, age_band, "
      "citizenship_group, exploitation, notified_without_name) VALUES ($id, $month, NULL, NULL, NULL, NULL, NULL, "
      "NULL, "
      "NULL, 0)",
      {{"id", id}, {"month", month_of(today)}});
  return id;
}

}  // namespace

Result<void> make_statistics_row(log::Act& act, const access::Permit& permit, CaseKeys& keys, const CaseId& id,
                                 Date today) {
  const auto made = insert_row(act, today);
  return add_version(act, permit, keys, id, Compartment::casework, std::string{kStatisticsField},
                     std::string_view{made});
}

Result<std::string> statistics_row_id(log::Act& act, CaseKeys& keys, const CaseId& id) {
  const std::string field{kStatisticsField};
  const auto known = open_newest(act, keys, id, Compartment::casework, field);
  if (!known) return tl::unexpected(known.error());
  const auto at = known->find(field);
  if (at == known->end()) fail_bug("a case without a row of statistics");
  return at->second.value.reveal();
}

Result<void> update_statistics(log::Act& act, const access::Permit&, CaseKeys& keys, const CaseId& id,
                               const Change& change, Date today) {
  const auto facts = facts_in(change, today);
  if (facts.empty() || !keys.held(Compartment::casework)) return {};
  const auto row = statistics_row_id(act, keys, id);
  if (!row) return tl::unexpected(row.error());
  for (const auto& fact : facts)
    act.run("UPDATE statistics_row SET " + fact.column + " = $value WHERE id = $id",
            {{"value", fact.value}, {"id", *row}});
  return {};
}

Result<void> drop_statistics_row(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (!own_case(act, permit, id)) return fail(nrm::problems::kNotFound);
  CaseKeys keys{act, permit, id};
  const auto row = statistics_row_id(act, keys, id);
  if (!row) return tl::unexpected(row.error());
  act.run("DELETE FROM statistics_row WHERE id = $id", {{"id", *row}});
  return {};
}

Result<void> count_without_name(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (!own_case(act, permit, id)) return fail(nrm::problems::kNotFound);
  CaseKeys keys{act, permit, id};
  const auto row = statistics_row_id(act, keys, id);
  if (!row) return tl::unexpected(row.error());
  act.run("UPDATE statistics_row SET notified_without_name = 1 WHERE id = $id", {{"id", *row}});
  return {};
}

}  // namespace nrm::casefile
