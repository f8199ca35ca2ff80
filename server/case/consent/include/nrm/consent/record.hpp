// Recording what she said: consent or refusal, to one receiver, for one purpose, named field groups, until a day.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/consent/basis.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::consent {

storage::Schema schema();

enum class Decision { consent, refusal, other_ground };
enum class SpokenTo { person, guardian, representative };
std::string_view name_of(Decision decision);
std::string_view name_of(SpokenTo spoken_to);
std::optional<SpokenTo> parse_spoken_to(std::string_view name);

inline constexpr std::string_view kConsentGround = "consent";

// For a child, and for whoever may be one.
struct ChildPart {
  std::string best_interests_note;
  std::string own_view;
  std::string guardian_name;              // or the representative's
  bool representative_suspected = false;  // the guardian is suspected of the crime: removes him, another must be found
};

inline constexpr std::size_t kMaxLanguage = 35;  // the longest that BCP 47 advises to make room for

struct Conversation {
  Decision decision = Decision::consent;
  std::string purpose;
  TeamId receiver;
  std::set<std::string> field_groups;
  std::string language;
  bool interpreter_used = false;
  std::string interpreter_name;
  std::string interpreter_language;  // in which it was really explained; `language` is that of the text
  std::vector<std::string> points;   // ids of the points that were told
  MemberId explained_by;
  std::optional<UtcTime> explained_at = std::nullopt;  // nothing: when it is recorded
  std::optional<int> minutes = std::nullopt;           // how long the explanation took
  std::optional<Date> until = std::nullopt;
  SpokenTo spoken_to = SpokenTo::person;
  std::optional<ChildPart> child = std::nullopt;
};

// What the rules compare a conversation with.
struct Facts {
  std::string age_class;      // "adult", "child", "may-be-a-child" or empty: nobody has decided
  bool own_consent = false;   // a child old enough, by the pack, to consent herself
  bool of_age = false;        // eighteen by the latest date that her birth date allows, or decided to be an adult
  bool text_known = false;    // the pack has a consent text in that language
  bool text_checked = false;  // and somebody has checked it
  bool receiver_known = false;
  bool receiver_is_own_team = false;
  Date today{};
  UtcTime now{};
  // The end of the month in which she turns eighteen, where that is near: nobody speaks for her beyond it.
  std::optional<Date> spoken_for_until = std::nullopt;
  std::set<std::string> suspected = {};  // folded names of those who may never speak for her again
};
// Pure. Faults of a consent; a refusal needs none of its conditions, only that it can be read.
std::vector<FieldProblem> find_faults(const Conversation& said, const Facts& facts);

inline constexpr std::size_t kMaxNote = 4000;
inline constexpr std::size_t kMaxPersonName = 300;
inline constexpr int kLongestDays = 366;   // consent is asked again after a year
inline constexpr int kMaxMinutes = 600;    // a conversation longer than ten hours is a slip of the pen
inline constexpr int kMaxDaysBehind = 31;  // written down a month later, a conversation is remembered, not recorded

// A consent clears the case's "basis missing". An act of the case's team. A consent to the same receiver and purpose
// that names the same field groups or more renews the one before: what was passed on under it stays readable.
Result<BasisId> record(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                       const Conversation& said);

struct RecordedBasis {
  BasisId id;
  Decision decision;
  std::string ground;  // "consent" or one of the pack's
  std::string purpose;
  TeamId receiver;
  std::set<std::string> field_groups;
  UtcTime recorded_at;
  MemberId recorded_by;
  MemberId explained_by;
  std::optional<UtcTime> until;
  std::optional<UtcTime> withdrawn_at;
  std::optional<UtcTime> confirmed_at;
  std::optional<UtcTime> paused_at;
  // "live", "pending" a second person, "paused", "expired", "replaced" by a later word, "withdrawn", "declined" by the
  // second person, "refused"
  std::string state;
};
// Newest first.
std::vector<RecordedBasis> bases_of_case(storage::Reader& reader, const CaseId& id, UtcTime now);
// Whether a team may see that it exists: the case's own, the receiver, the one that recorded it.
bool concerns(storage::Reader& reader, const RecordedBasis& basis, const CaseId& id, const TeamId& team);
std::optional<RecordedBasis> find_basis(storage::Reader& reader, const CaseId& id, const BasisId& basis, UtcTime now);

// She refused to be named: counted without a name, and no worse served.
Result<void> record_notice_without_name(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::consent
