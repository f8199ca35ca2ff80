#include <algorithm>

#include <fmt/format.h>

#include "loader.hpp"

namespace nrm::pathway {
namespace {

// Deadlines reach this far ahead: a year and the weeks that a change of law needs to reach a pack.
constexpr std::chrono::days kKnownAhead{400};

PackFaults sorted(PackFaults faults) {
  std::sort(faults.begin(), faults.end());
  faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
  return faults;
}

void warn_of_holidays(const Pack& pack, UtcTime now, PackFaults& warnings) {
  const auto needed = pack.calendar->local_date(now + kKnownAhead);
  if (pack.holidays_known_until < needed)
    warnings.push_back({"pack.toml", 0, "holidays-end-soon",
                        fmt::format("holidays are known until {}, deadlines need them until {}",
                                    to_iso(pack.holidays_known_until), to_iso(needed))});
}

void warn_of_unverified(const Pack& pack, PackFaults& warnings) {
  const auto warn = [&](const Origin& origin, std::string what) {
    if (!origin.is_verified()) warnings.push_back({origin.file, origin.line, "unverified", std::move(what)});
  };
  for (const auto& rule : pack.pathway.clocks)
    warn(rule.origin, fmt::format("the clock \"{}\" is not verified", rule.id));
  for (const auto& track : pack.pathway.tracks)
    for (const auto& step : track.transitions)
      if (step.earliest || step.latest) warn(step.origin, fmt::format("the times of \"{}\" are not verified", step.id));
  for (const auto& article : pack.grounds.articles)
    warn(article.origin,
         fmt::format("the article \"{}\" is not verified: a legal duty carries no identity by it", article.id));
  for (const auto& rule : pack.retention.rules)
    warn(rule.origin, fmt::format("how long \"{}\" is kept is not verified", rule.retention_class));
  for (const auto& text : pack.consent_texts)
    if (text.checked_by.empty())
      warnings.push_back({text.origin.file, text.origin.line, "unchecked-consent-text",
                          "nobody has checked this text: it records consent only with an interpreter"});
}

}  // namespace

tl::expected<Pack, PackFaults> load_pack(const std::filesystem::path& folder) {
  Loader loader;
  loader.folder = folder;
  if (load_manifest(loader)) {
    load_standards(loader);
    load_calendar(loader);
    load_regions(loader);
    load_codes(loader);
    load_organisations(loader);
    load_hotlines(loader);
    load_teams(loader);
    load_consent(loader);
    load_terms(loader);
    load_forms(loader);
    load_grounds(loader);
    load_pathway(loader);
    load_retention(loader);
  }
  if (!loader.faults.empty()) return tl::unexpected(sorted(std::move(loader.faults)));
  return std::move(loader.pack);
}

PackCheck check_pack(const std::filesystem::path& folder, UtcTime now) {
  PackCheck check;
  auto loaded = load_pack(folder);
  if (!loaded) {
    check.faults = std::move(loaded.error());
    return check;
  }
  warn_of_holidays(*loaded, now, check.warnings);
  warn_of_unverified(*loaded, check.warnings);
  check.warnings = sorted(std::move(check.warnings));
  check.pack = std::move(*loaded);
  return check;
}

}  // namespace nrm::pathway
