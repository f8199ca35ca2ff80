// One country's data: bodies, regions, numbers, holidays, services, code lists, pathway, consent texts and terms.
// Immutable once loaded; thread-safe to read.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "nrm/kernel/calendar.hpp"
#include "nrm/pathway/fault.hpp"
#include "nrm/pathway/grounds.hpp"
#include "nrm/pathway/pathway.hpp"
#include "nrm/pathway/retention.hpp"

namespace nrm::pathway {

struct PackOrganisation {
  std::string id;  // "by-gpk"
  Labels names;
  std::string kind;  // a code of the list "organisation-kind"
  std::string level;
  std::string parent;
  std::string region;
  std::string role;
  std::optional<Date> from;  // empty: not known
  std::optional<Date> until;
  std::string status;  // "listed", "not-confirmed", "reported-closed", "historical"
  std::optional<Date> last_confirmed;
  std::set<std::string> takes_part_in;  // "council", "case-work"
  std::string note;
  Origin origin;
};

// A suggestion for the founding; nothing is created of it by itself.
struct PackTeam {
  std::string id;
  std::string organisation;
  Labels names;
  std::set<std::string> kinds;
  std::set<std::string> services;
  std::string region;
  Origin origin;
};

struct Region {
  std::string code;
  std::string parent;
  std::string type;
  Labels names;
  Origin origin;
};

// Never shown as live until the instance's own administrator has confirmed it.
struct Hotline {
  std::string number;
  std::vector<std::string> other_numbers;
  std::string operator_id;
  Labels names;
  std::string hours;
  std::string free;
  std::string topic;
  std::string note;
  Origin origin;
};

struct Code {
  std::string code;
  Labels labels;
  std::string htcds_key;    // "vic_TypeOfExploitation"; empty where HTCDS 2.0 has nothing like it
  std::string htcds_value;  // "ForcedLabour"
  std::string note;         // what it means where the label alone could mislead
  int line = 0;
};

struct CodeList {
  std::string name;
  std::vector<Code> codes;
  const Code* find(std::string_view code) const;
};

struct ConsentPoint {
  std::string id;
  std::string text;
};

struct ConsentText {
  std::string language;
  std::string direction;                // "ltr", "rtl"
  std::vector<std::string> checked_by;  // empty: cannot record consent without an interpreter
  std::string version;
  std::vector<ConsentPoint> points;  // the seven, in order
  Origin origin;
};
inline constexpr std::string_view kConsentPoints[] = {"agrees-to-interview", "told-purpose",    "told-use-of-data",
                                                      "told-research-use",   "told-own-access", "told-storage-length",
                                                      "told-how-to-withdraw"};

struct Term {
  std::string key;
  Labels labels;
  Origin origin;
};

struct OwnConsentAge {
  int years = 18;
  Origin origin;
};

struct Pack {
  std::string id;
  Labels names;
  std::vector<std::string> countries;        // ISO 3166-1 alpha-2
  std::vector<std::string> languages;        // every label is there in these
  std::vector<std::string> other_languages;  // labels may be missing in these
  std::string time_zone;
  std::string reference_prefix;
  Date composition_as_of{};
  Date holidays_known_until{};
  OwnConsentAge own_consent_age;
  std::shared_ptr<const Calendar> calendar;
  std::vector<PackOrganisation> organisations;
  std::vector<PackTeam> teams;
  std::vector<Region> regions;
  std::vector<Hotline> hotlines;
  std::vector<CodeList> code_lists;  // services are the list "service"
  Pathway pathway;
  Retention retention;
  std::vector<ConsentText> consent_texts;
  GroundTable grounds;
  std::vector<Term> terms;

  const CodeList* find_list(std::string_view name) const;
  // Whether the list has the code; false too where there is no such list.
  bool has_code(std::string_view list, std::string_view code) const;
  std::vector<std::string> codes_of(std::string_view list) const;
  const PackOrganisation* find_organisation(std::string_view organisation_id) const;
  const ConsentText* find_consent_text(std::string_view language) const;
};

// The pack in that folder, or every fault that keeps it from being used.
tl::expected<Pack, PackFaults> load_pack(const std::filesystem::path& folder);

struct PackCheck {
  PackFaults faults;
  PackFaults warnings;  // the pack works, and somebody should act: holidays that end soon, unverified clocks
  std::optional<Pack> pack;
};
// load_pack, and what depends on the day it is asked.
PackCheck check_pack(const std::filesystem::path& folder, UtcTime now);

// What a team does. One that protects people must not also control migration: nobody would come to it.
inline constexpr std::string_view kTeamKinds[] = {"protection", "identification", "immigration-control", "coordination",
                                                  "oversight"};
// "protection-and-control", "unknown-team-kind" or "no-team-kind"; nothing where the kinds go together.
std::optional<std::string> team_kinds_fault(const std::set<std::string>& kinds);

}  // namespace nrm::pathway
