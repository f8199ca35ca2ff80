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

enum class Decision { consent, refusal };
enum class SpokenTo { person, guardian, representative };
std::string_view name_of(Decision decision);
std::string_view name_of(SpokenTo spoken_to);

// For a child, and for whoever may be one.
struct ChildPart {
  std::string best_interests_note;
  std::string own_view;
  std::string guardian_name;              // or the representative's
  bool representative_suspected = false;  // of the crime: removes him, another must be found
};

struct Conversation {
  Decision decision = Decision::consent;
  std::string purpose;
  TeamId receiver;
  std::set<std::string> field_groups;
  std::string language;
  bool interpreter_used = false;
  std::string interpreter_name;
  std::vector<std::string> points;  // ids of the points that were told
  MemberId explained_by;
  std::optional<Date> until;
  SpokenTo spoken_to = SpokenTo::person;
  std::optional<ChildPart> child;
};

// What the rules compare a conversation with.
struct Facts {
  std::string age_class;      // "adult", "child", "may-be-a-child" or empty: nobody has decided
  bool own_consent = false;   // a child old enough, by the pack, to consent herself
  bool text_known = false;    // the pack has a consent text in that language
  bool text_checked = false;  // and somebody has checked it
  bool receiver_known = false;
  bool receiver_is_own_team = false;
  Date today{};
};
// Pure. Faults of a consent; a refusal needs none of its conditions, only that it can be read.
std::vector<FieldProblem> find_faults(const Conversation& said, const Facts& facts);

inline constexpr std::size_t kMaxNote = 4000;
inline constexpr std::size_t kMaxPersonName = 300;
inline constexpr int kLongestDays = 366;  // consent is asked again after a year

// A consent clears the case's "basis missing". An act of the case's team.
Result<BasisId> record(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                       const Conversation& said);

struct RecordedBasis {
  BasisId id;
  Decision decision;
  std::string purpose;
  TeamId receiver;
  std::set<std::string> field_groups;
  UtcTime recorded_at;
  MemberId explained_by;
  std::optional<UtcTime> until;
  std::optional<UtcTime> withdrawn_at;
  std::string state;  // "live", "expired", "replaced" by a later word, "withdrawn", "refused"
};
// Newest first.
std::vector<RecordedBasis> bases_of_case(storage::Reader& reader, const CaseId& id, UtcTime now);

// This receiver only: every consent that names it ends, the seals given under them go, and the reaction
// "basis.withdrawn" hides parcels, in one act.
Result<void> withdraw(log::Act& act, const access::Permit& permit, const CaseId& id, const BasisId& basis);
// The same for a receiver, for one purpose or for all.
void end_consents(log::Act& act, const CaseId& id, const TeamId& receiver, const std::optional<std::string>& purpose);

// She refused to be named: counted without a name, and no worse served.
Result<void> record_notice_without_name(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::consent
