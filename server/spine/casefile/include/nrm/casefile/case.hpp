// A case and its sealed values. Every function runs inside an act and under a permit; leaf first, then plaintext.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "nrm/access/keyring.hpp"
#include "nrm/casefile/field.hpp"
#include "nrm/casefile/problems.hpp"
#include "nrm/kernel/paging.hpp"

namespace nrm::casefile {

storage::Schema schema();
// Hand-over of a caseload; call at start, before the first act.
void register_reactions(log::Journal& journal);
// The moment at which every module forgets what it keeps about a case; the object is the case's id. A reaction deletes
// its module's rows of that case and notes no id but the object's.
inline constexpr std::string_view kCaseErased = "case.erased";
// The moment after new versions of values; the object is the case's id.
inline constexpr std::string_view kValuesWritten = "case.values-written";
// How many cases a member keeps.
std::int64_t caseload_of(storage::Reader& reader, const MemberId& keeper);

struct NewCase {
  Values values;                     // checked by their fields' kinds
  std::optional<CaseId> found_with;  // a group found together
  bool share_facts = false;          // takes over from that case what is true of all of a group, where not named here
  bool basis_missing = false;        // imported: cannot be referred until a basis is recorded
  std::string reference_prefix;      // of the instance's pack
  std::string pathway_version;       // the pathway the case will keep
  std::string identification_state;  // the initial states of the pathway's two clear tracks
  std::string assistance_state;
  Date today;                            // in the pack's country: what lies in the future is for its calendar to say
  std::optional<UtcTime> age_class_due;  // by the pathway's clock; a day after opening where it has none
};
// A new case as the pack begins it.
NewCase new_case_under(const pathway::Pack& pack, Values values, UtcTime now);
struct OpenedCase {
  CaseId id;
  std::string reference;  // BY-7KQ2-M4XD
  std::int64_t version = 1;
};
// Makes the case, its compartment keys (sealed to the team), its log key, the statistics row, the values and the card.
Result<OpenedCase> open_case(log::Act& act, const access::Permit& permit, const NewCase& input);

// What is clear about a case: no fact about the person.
struct CaseFacts {
  CaseId id;
  TeamId team;
  std::string reference;
  UtcTime opened_at;
  MemberId opened_by;
  MemberId keeper;
  std::string identification_state;
  std::string assistance_state;
  std::string pathway_version;
  std::optional<std::string> group;
  bool basis_missing = false;
  std::int64_t version = 1;
  std::optional<UtcTime> next_due;
};
std::optional<CaseFacts> find_case(storage::Reader& reader, const CaseId& id);
// Which team holds a case; nothing where there is none. For deciding the relation.
std::optional<TeamId> team_of(storage::Reader& reader, const CaseId& id);
// The other cases of the group, of the same team.
std::vector<CaseFacts> group_of(storage::Reader& reader, const CaseFacts& facts);

struct WriteOptions {
  Date today;                                    // in the pack's country
  std::optional<std::int64_t> expected_version;  // If-Match; kernel.stale where the case has moved on
  std::vector<std::string> cleared;              // fields that hold nothing any more
};
// New versions of the named fields; older versions stay. Rebuilds the card. Gives the case's new version.
Result<std::int64_t> write_versions(log::Act& act, const access::Permit& permit, const CaseId& id, const Values& values,
                                    const WriteOptions& options);

struct WrittenValue {
  Personal<std::string> value;
  std::int64_t version = 1;
  UtcTime at;
  MemberId by;
};
using WrittenValues = std::map<std::string, WrittenValue>;
// The newest values of one compartment, with who wrote them when. The act's header must carry a purpose and a reason.
Result<WrittenValues> open_compartment(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind);
Result<Values> read_compartment(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind);
// All newest values of the named fields, across compartments: what a parcel is built from. Names without a value are
// left out.
Result<Values> read_fields(log::Act& act, const access::Permit& permit, const CaseId& id,
                           const std::vector<std::string>& names);
// Which of the named fields hold a value, without opening any.
std::set<std::string> fields_present(storage::Reader& reader, const CaseId& id);

// Every field the member may open, one JSON line {"case","reference","field","value"} each, values byte for byte: what
// export writes and import reads.
Result<std::string> export_case_values(log::Act& act, const access::Permit& permit, const CaseId& id);
struct ExportedValue {
  std::string reference;
  std::string field;
  Personal<std::string> value;
};
Result<ExportedValue> parse_exported_line(std::string_view line);

}  // namespace nrm::casefile
