#include <algorithm>

#include "nrm/contacts/contact.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::contacts {
namespace {

using Faults = std::vector<FieldProblem>;

void check_codes(Faults& faults, const Contact& contact, const pathway::Pack& pack) {
  if (!pack.has_code(kChannels, contact.channel)) faults.push_back({"/channel", "not-in-list", {}});
  if (!pack.has_code(kOutcomes, contact.outcome)) faults.push_back({"/outcome", "not-in-list", {}});
  if (std::ranges::any_of(contact.needs, [&](const auto& need) { return !pack.has_code(kNeeds, need); }))
    faults.push_back({"/needs", "not-in-list", {}});
  if (contact.needs.size() > kMaxNeeds) faults.push_back({"/needs", "too-many", {{"max", std::to_string(kMaxNeeds)}}});
  if (!contact.part.empty() && std::ranges::find(kPartsOfDay, contact.part) == std::ranges::end(kPartsOfDay))
    faults.push_back({"/part", "not-in-list", {}});
  const auto is_region = [&](const auto& region) { return region.code == contact.region; };
  if (!contact.region.empty() && std::ranges::none_of(pack.regions, is_region))
    faults.push_back({"/region", "not-in-list", {}});
}

// A tag of letters, digits and hyphens; which languages people speak no list knows.
bool is_language_tag(std::string_view text) {
  return text.size() <= kMaxLanguage && std::ranges::all_of(text, [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                  (letter >= '0' && letter <= '9') || letter == '-';
         });
}

void check_day(Faults& faults, const Contact& contact, Date today) {
  const auto oldest = Date{std::chrono::sys_days{today} - std::chrono::days{kOldestDays}};
  if (contact.day > today || contact.day < oldest)
    faults.push_back({"/day", "out-of-range", {{"min", to_iso(oldest)}, {"max", to_iso(today)}}});
}

}  // namespace

Faults find_faults(const Contact& contact, const pathway::Pack& pack, Date today) {
  Faults faults;
  check_codes(faults, contact, pack);
  check_day(faults, contact, today);
  if (!is_language_tag(contact.language)) faults.push_back({"/language", "not-in-list", {}});
  if (contact.minutes && (*contact.minutes < 0 || *contact.minutes > kMaxMinutes))
    faults.push_back({"/minutes", "out-of-range", {{"min", "0"}, {"max", std::to_string(kMaxMinutes)}}});
  if (const auto bad = find_text_fault(contact.note, kMaxNote, false))
    faults.push_back({"/note", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxNote)}}});
  return faults;
}

}  // namespace nrm::contacts
