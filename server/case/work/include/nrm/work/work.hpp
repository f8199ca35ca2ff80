// Work lists: what waits for one member, her team, her organisation or a coordinator, the earliest due first.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/paging.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/work/item.hpp"

namespace nrm::work {

// mine: what nobody else keeps: of cases that I keep or cover today, and what no present colleague keeps.
// team: all of my team. organisation: of its teams, for its case managers; of another team that there is work, and by
// when.
// coordination: what a coordinator's sources tell.
enum class Scope { mine, team, organisation, coordination };
inline constexpr Scope kScopes[] = {Scope::mine, Scope::team, Scope::organisation, Scope::coordination};
std::string_view name_of(Scope scope);
std::optional<Scope> parse_scope(std::string_view name);

// Both references outlive the desk.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
  std::vector<Source> sources;       // of teams
  std::vector<Source> coordination;  // of who coordinates: asked with her own team
};

struct Question {
  Scope scope = Scope::team;
  std::optional<std::string> kind = std::nullopt;
  std::optional<pathway::ClockState> state = std::nullopt;
  PageRequest page = {};
};
// The kind of what is another team's: nothing of what it is about.
inline constexpr std::string_view kElsewhere = "of-another-team";
// By due time (what has none comes last), kind and id. Each list is one act with one leaf.
Result<Page<Item>> list(const Desk& desk, const access::Session& session, const Question& question);

struct Counts {
  std::int64_t all = 0;
  std::int64_t due_soon = 0;
  std::int64_t overdue = 0;
};
// Of each scope that the member has.
Result<std::map<Scope, Counts>> summarise(const Desk& desk, const access::Session& session);

// The tasks of cases, each with who keeps the case.
std::vector<Item> case_tasks(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams);
// What was passed on without consent, for a data protection officer, who has no cases.
std::vector<Item> ground_reviews(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams);
// For a case manager: when within seven days nobody of her team is on duty, where it has a roster.
Source duty_gaps(const pathway::Pack& pack);

}  // namespace nrm::work
