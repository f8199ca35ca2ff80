#include <algorithm>

#include "nrm/kernel/text.hpp"
#include "rows.hpp"
#include "write_organisation.hpp"

namespace nrm::directory {
namespace {

constexpr std::size_t kMaxName = 300;  // the longest name of the Belarus pack has 190
constexpr std::size_t kMaxCode = 64;

void check_text(std::vector<FieldProblem>& faults, std::string pointer, std::string_view text, std::size_t max) {
  if (const auto fault = find_text_fault(text, max, true))
    faults.push_back({std::move(pointer), std::string{code_of(*fault)}, {{"max", std::to_string(max)}}});
}

void check_code_text(std::vector<FieldProblem>& faults, std::string_view code) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!std::all_of(code.begin(), code.end(), good)) faults.push_back({"/code", "not-a-code", {}});
}

void check_listed(std::vector<FieldProblem>& faults, const pathway::Pack& pack, std::string_view list,
                  std::string pointer, std::string_view code) {
  if (!code.empty() && pack.find_list(list) != nullptr && !pack.has_code(list, code))
    faults.push_back({std::move(pointer), "not-in-list", {}});
}

std::vector<FieldProblem> check(const pathway::Pack& pack, const NewOrganisation& organisation) {
  std::vector<FieldProblem> faults;
  check_text(faults, "/code", organisation.code, kMaxCode);
  check_code_text(faults, organisation.code);
  check_text(faults, "/name", organisation.name, kMaxName);
  if (!pack.has_code("organisation-kind", organisation.kind)) faults.push_back({"/kind", "not-in-list", {}});
  check_listed(faults, pack, "organisation-level", "/level", organisation.level);
  check_listed(faults, pack, "organisation-status", "/status", organisation.status);
  for (const auto& part : organisation.takes_part_in)
    check_listed(faults, pack, "takes-part-in", "/takes_part_in", part);
  return faults;
}

}  // namespace

OrganisationId write_organisation(log::Act& act, const NewOrganisation& organisation) {
  const auto id = OrganisationId::random(act.random());
  act.run(
      "INSERT INTO organisation (id, code, name, kind, level, region, status, from_date, until_date, last_confirmed, "
      "takes_part_in, added_at) VALUES ($id, $code, $name, $kind, $level, $region, $status, $from, $until, $last, "
      "$part, $now)",
      {{"id", id},
       {"code", organisation.code},
       {"name", organisation.name},
       {"kind", organisation.kind},
       {"level", organisation.level},
       {"region", organisation.region},
       {"status", organisation.status},
       {"from", organisation.from},
       {"until", organisation.until},
       {"last", organisation.last_confirmed},
       {"part", join_codes(organisation.takes_part_in)},
       {"now", act.now()}});
  for (const auto& [language, name] : organisation.names)
    act.run("INSERT INTO organisation_name (organisation_id, language, name) VALUES ($id, $language, $name)",
            {{"id", id}, {"language", language}, {"name", name}});
  return id;
}

Result<OrganisationId> add_organisation(log::Act& act, const pathway::Pack& pack, const NewOrganisation& organisation) {
  if (auto faults = check(pack, organisation); !faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  if (find_organisation_by_code(act.writer(), organisation.code)) return fail(problems::kCodeTaken);
  const auto id = write_organisation(act, organisation);
  act.note("organisation", id.text());
  return id;
}

}  // namespace nrm::directory
