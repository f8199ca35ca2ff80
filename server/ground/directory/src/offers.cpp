#include <algorithm>

#include "nrm/directory/offer.hpp"
#include "rows.hpp"

namespace nrm::directory {
namespace {

using Faults = std::vector<FieldProblem>;

void check_listed(Faults& faults, const pathway::Pack& pack, std::string_view list, const std::set<std::string>& codes,
                  std::string pointer) {
  if (!std::ranges::all_of(codes, [&](const auto& code) { return pack.has_code(list, code); }))
    faults.push_back({std::move(pointer), "not-in-list", {}});
}

void check_answer(Faults& faults, std::string_view answer, std::string pointer) {
  if (!answer.empty() && answer != kYes && answer != kNo) faults.push_back({std::move(pointer), "not-in-list", {}});
}

void check_count(Faults& faults, std::size_t count, std::size_t max, std::string pointer) {
  if (count > max) faults.push_back({std::move(pointer), "too-many", {{"max", std::to_string(max)}}});
}

void check_regions(Faults& faults, const pathway::Pack& pack, const std::set<std::string>& codes) {
  const auto is_known = [&](const auto& code) {
    return std::ranges::any_of(pack.regions, [&](const auto& region) { return region.code == code; });
  };
  if (!std::ranges::all_of(codes, is_known)) faults.push_back({"/regions", "not-in-list", {}});
  check_count(faults, codes.size(), kMaxRegions, "/regions");
}

Faults find_faults(const pathway::Pack& pack, const Team& team, const Offer& offer) {
  Faults faults;
  if (!team.services.contains(offer.service)) faults.push_back({"/service", "not-in-list", {}});
  check_listed(faults, pack, "sex", offer.sexes, "/sexes");
  check_listed(faults, pack, "age-class", offer.age_classes, "/age_classes");
  check_answer(faults, offer.with_children, "/with_children");
  check_answer(faults, offer.without_documents, "/without_documents");
  check_answer(faults, offer.disability_access, "/disability_access");
  check_answer(faults, offer.asks_residence, "/asks_residence");
  if (!std::ranges::all_of(offer.languages, is_language_code)) faults.push_back({"/languages", "not-in-list", {}});
  check_count(faults, offer.languages.size(), kMaxLanguages, "/languages");
  check_regions(faults, pack, offer.regions);
  if (!offer.hours.empty() && std::ranges::find(kOpeningHours, offer.hours) == std::ranges::end(kOpeningHours))
    faults.push_back({"/hours", "not-in-list", {}});
  return faults;
}

storage::Params params_of(log::Act& act, const TeamId& team, const Offer& offer, std::int64_t version) {
  return {{"team", team},
          {"service", offer.service},
          {"sexes", join_codes(offer.sexes)},
          {"ages", join_codes(offer.age_classes)},
          {"children", offer.with_children},
          {"documents", offer.without_documents},
          {"access", offer.disability_access},
          {"residence", offer.asks_residence},
          {"languages", join_codes(offer.languages)},
          {"regions", join_codes(offer.regions)},
          {"hours", offer.hours},
          {"confidential", offer.confidential},
          {"version", version},
          {"now", act.now()}};
}

// Of two who describe at once, or on top of an older version, one changes no row.
bool write_offer(log::Act& act, const TeamId& team, const Offer& offer, std::int64_t version) {
  return act.run(
             "INSERT INTO team_offer (team_id, service, sexes, age_classes, with_children, without_documents, "
             "disability_access, asks_residence, languages, regions, hours, confidential, version, described_at) "
             "VALUES ($team, $service, $sexes, $ages, $children, $documents, $access, $residence, $languages, "
             "$regions, $hours, $confidential, CAST($version AS BIGINT) + 1, $now) ON CONFLICT (team_id, service) DO "
             "UPDATE SET sexes = excluded.sexes, age_classes = excluded.age_classes, with_children = "
             "excluded.with_children, without_documents = excluded.without_documents, disability_access = "
             "excluded.disability_access, asks_residence = excluded.asks_residence, languages = excluded.languages, "
             "regions = excluded.regions, hours = excluded.hours, confidential = excluded.confidential, version = "
             "excluded.version, described_at = excluded.described_at WHERE team_offer.version = "
             "CAST($version AS BIGINT)",
             params_of(act, team, offer, version)) == 1;
}

DescribedOffer read(const storage::Row& row) {
  DescribedOffer out{{}, row.id<TeamId>("team_id"), row.integer("version"), row.time("described_at")};
  out.service = row.text("service");
  out.sexes = split_codes(row.text("sexes"));
  out.age_classes = split_codes(row.text("age_classes"));
  out.with_children = row.text("with_children");
  out.without_documents = row.text("without_documents");
  out.disability_access = row.text("disability_access");
  out.asks_residence = row.text("asks_residence");
  out.languages = split_codes(row.text("languages"));
  out.regions = split_codes(row.text("regions"));
  out.hours = row.text("hours");
  out.confidential = row.flag("confidential");
  return out;
}

}  // namespace

Result<void> describe_offer(log::Act& act, const pathway::Pack& pack, const TeamId& team, const Offer& offer,
                            std::int64_t version) {
  const auto found = find_team(act.writer(), team);
  if (!found) return fail(nrm::problems::kNotFound);
  if (found->closed_at) return fail(problems::kClosed);
  if (auto faults = find_faults(pack, *found, offer); !faults.empty())
    return fail(nrm::problems::kInvalid, std::move(faults));
  const auto before = act.query_one("SELECT version FROM team_offer WHERE team_id = $team AND service = $service",
                                    {{"team", team}, {"service", offer.service}});
  if ((before ? before->integer("version") : 0) != version || !write_offer(act, team, offer, version))
    return fail(nrm::problems::kConflict);
  act.note("team", team.text());
  act.note("service", offer.service);
  return {};
}

void move_offers(log::Act& act, const TeamId& from, const TeamId& into) {
  const storage::Params both{{"from", from}, {"into", into}};
  act.run(
      "UPDATE team_offer SET confidential = 1, version = version + 1 WHERE team_id = $into AND confidential = 0 AND "
      "service IN (SELECT service FROM team_offer WHERE team_id = $from AND confidential = 1)",
      both);
  act.run(
      "UPDATE team_offer SET team_id = $into WHERE team_id = $from AND service NOT IN (SELECT service FROM team_offer "
      "WHERE team_id = $into)",
      both);
}

std::vector<DescribedOffer> offers_of(storage::Reader& reader, const Team& team) {
  std::map<std::string, DescribedOffer> described;
  for (const auto& row : reader.query("SELECT * FROM team_offer WHERE team_id = $team", {{"team", team.id}}))
    described.emplace(row.text("service"), read(row));
  std::vector<DescribedOffer> out;
  for (const auto& service : team.services) {
    const auto found = described.find(service);
    out.push_back(found == described.end() ? DescribedOffer{{}, team.id} : found->second);
    out.back().service = service;
  }
  return out;
}

std::vector<DescribedOffer> offers_for(storage::Reader& reader, std::string_view service) {
  std::vector<DescribedOffer> out;
  for (const auto& row :
       reader.query("SELECT * FROM team_offer WHERE service = $service ORDER BY team_id", {{"service", service}}))
    out.push_back(read(row));
  return out;
}

bool is_confidential(storage::Reader& reader, const TeamId& team) {
  return reader
      .query_one("SELECT 1 AS found FROM team_offer WHERE team_id = $team AND confidential = 1", {{"team", team}})
      .has_value();
}

}  // namespace nrm::directory
