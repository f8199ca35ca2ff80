// Contacts without a case. Every function runs inside an act, under a permit, on the session's team's own contacts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"
#include "nrm/kernel/paging.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::contacts {

struct ContactTag;
using ContactId = Id<ContactTag>;

namespace problems {
inline constexpr ProblemType kTooLate{"contacts.too-late", 409};          // a day has passed
inline constexpr ProblemType kAlreadyCase{"contacts.already-case", 409};  // it became a case: correct it there
}  // namespace problems
std::vector<ProblemType> contacts_problems();
storage::Schema schema();
// Erasing a case takes what was linked to it. At start, before the first act.
void register_reactions(log::Journal& journal);

// The pack's code lists.
inline constexpr std::string_view kChannels = "contact-channel";
inline constexpr std::string_view kOutcomes = "contact-outcome";
inline constexpr std::string_view kNeeds = "service";
inline constexpr std::string_view kPartsOfDay[] = {"night", "morning", "afternoon", "evening"};
inline constexpr std::size_t kMaxNeeds = 10;
inline constexpr std::size_t kMaxNote = 500;     // code points: a few sentences; a story belongs into a case
inline constexpr std::size_t kMaxLanguage = 35;  // of a language tag
inline constexpr std::int64_t kMaxMinutes = 24 * 60;
inline constexpr std::chrono::hours kCorrectable{24};
inline constexpr int kOldestDays = 366;  // what is older is a figure of another year

struct Contact {
  std::string channel;
  Date day{};
  std::string part;  // of the day; may be empty
  std::vector<std::string> needs;
  std::string outcome;
  std::string language;  // "ru"; may be empty
  std::string region;    // a region's code, as coarse as the pack has them; may be empty
  std::optional<std::int64_t> minutes;
  std::string note;  // may be empty
};
// The faults of a contact on that day in the pack's country.
std::vector<FieldProblem> find_faults(const Contact& contact, const pathway::Pack& pack, Date today);

Result<ContactId> record(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                         const Contact& contact);
// Replaces what was recorded. kTooLate after a day; kAlreadyCase.
Result<void> correct(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const ContactId& id,
                     const Contact& contact);
// The case must be held by the team.
Result<void> link(log::Act& act, const access::Permit& permit, const ContactId& id, const CaseId& case_id);

struct RecordedContact {
  ContactId id;
  Personal<Contact> contact;
  UtcTime recorded_at;
  MemberId recorded_by;
  bool correctable = false;
  std::optional<CaseId> case_id;
};
struct Period {
  Date from{};
  Date until{};  // the last day counts
};
// Newest first.
Result<Page<RecordedContact>> list(log::Act& act, const access::Permit& permit, const Period& period,
                                   const PageRequest& request);

using Counts = std::map<std::string, std::int64_t>;  // by code
struct Summary {
  std::int64_t contacts = 0;
  Counts by_channel;
  Counts by_need;  // a contact with two needs counts for both
  Counts by_outcome;
};
Summary summarise(log::Act& act, const access::Permit& permit, const Period& period);

}  // namespace nrm::contacts
