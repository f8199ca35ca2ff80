// What follows when a member loses keys of her team: her seals and sessions go in the same act, and a task with a clock
// opens for the team: new versions of every kind she held, new keys for the cases she had opened. 24 hours for the
// team, then its custodians are told, then the data protection officer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/access/members.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::access {

inline constexpr std::chrono::hours kKeyTaskDue{24};

// In the act in which a member loses keys; the object is "<member id>:<former team id>".
inline constexpr std::string_view kMemberLost = "member.lost-keys";

// Who has been told that a task is late.
enum class Told { team, custodian, data_protection_officer };
std::string_view name_of(Told told);  // "team", "custodian", "data-protection-officer"
std::optional<Told> parse_told(std::string_view name);
// Whom the clock tells next; nothing after the last.
std::optional<Told> next_told(Told told);

// Puts a notice before whoever is told at this step: the team, its custodians, its organisation's data protection
// officers.
void tell_late(log::Act& act, const TeamId& team, Told told, std::string_view code, std::string_view object);

struct KeyTask {
  std::string id;
  TeamId team;
  MemberId left;  // whose leaving opened it
  std::set<Compartment> kinds;
  UtcTime opened_at;
  UtcTime due_at;  // of the one told last
  Told told = Told::team;
};
std::vector<KeyTask> key_tasks_of(storage::Reader& reader, const TeamId& team);
// Closes the team's tasks whose kinds have a newer version than the task and nothing left under an older one.
void close_done_key_tasks(log::Act& act, const TeamId& team);
std::map<std::string, jobs::Handler> key_job_handlers(log::Journal& journal);

// --- who holds which keys: counts, never keys ---
struct KindHolders {
  Compartment kind;
  std::uint32_t version = 0;
  UtcTime made_at;
  UtcTime rotate_by;
  std::int64_t holders = 0;  // active members who can open the newest version
  bool unfinished = false;   // an older version still opens something
};
struct MemberKeys {
  MemberId id;
  std::string name;
  std::string state;
  std::int64_t held = 0;
  std::int64_t entitled = 0;
  std::set<Compartment> last_of;  // kinds that nobody else of the team can open
};
struct TeamKeysView {
  TeamId team;
  std::vector<KindHolders> kinds;
  std::vector<MemberKeys> members;
  std::vector<KeyTask> tasks;
};
// Under the caller's decision (own team's case manager, administrator).
TeamKeysView view_team_keys(storage::Reader& reader, const TeamId& team);
// Kinds whose newest version nobody but this member of her team can open.
std::set<Compartment> last_held_by(storage::Reader& reader, const MemberId& member);

}  // namespace nrm::access
