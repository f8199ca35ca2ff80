#include "gather.hpp"

#include <algorithm>
#include <set>

#include "nrm/access/cover.hpp"
#include "nrm/access/members.hpp"
#include "nrm/directory/directory.hpp"
#include "order.hpp"

namespace nrm::work {
namespace {

using access::Role;

std::vector<Item> ask(const std::vector<Source>& sources, log::Act& act, const access::Session& session,
                      const std::vector<TeamId>& teams) {
  std::vector<Item> out;
  for (const auto& source : sources) {
    auto more = source(act, session, teams);
    out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return out;
}

// A keeper who is suspended or went to another team keeps nothing from her colleagues.
std::vector<Item> mine(const Desk& desk, log::Act& act, const access::Session& session) {
  auto all = ask(desk.sources, act, session, {session.team});
  const auto today = desk.pack.calendar->local_date(act.now());
  auto others = access::active_members(act.writer(), session.team);
  others.erase(session.member);
  for (const auto& covered : access::covered_by(act.writer(), session.member, today)) others.erase(covered);
  std::erase_if(all, [&](const Item& item) { return item.keeper && others.contains(*item.keeper); });
  return all;
}

// Another team's work is not this team's to know: that it is there, whose, and by when. A case's number belongs to the
// team that holds the case.
Item without_content(const Item& item) {
  Item out{.id = item.id, .kind = std::string{kElsewhere}, .team = item.team};
  if (!item.case_id) out.reference = item.reference;
  out.due_at = item.due_at;
  out.state = item.state;
  return out;
}

std::vector<Item> of_organisation(const Desk& desk, log::Act& act, const access::Session& session) {
  std::vector<TeamId> teams;
  for (const auto& team : directory::list_teams_of(act.writer(), session.organisation)) teams.push_back(team.id);
  auto all = ask(desk.sources, act, session, teams);
  for (auto& item : all)
    if (item.team != session.team) item = without_content(item);
  return all;
}

std::vector<Item> unordered(const Desk& desk, log::Act& act, const access::Session& session, Scope scope) {
  switch (scope) {
    case Scope::mine:
      return mine(desk, act, session);
    case Scope::team:
      return ask(desk.sources, act, session, {session.team});
    case Scope::organisation:
      return of_organisation(desk, act, session);
    case Scope::coordination:
      return ask(desk.coordination, act, session, {session.team});
  }
  fail_bug("a scope that is none");
}

}  // namespace

std::string_view name_of(Scope scope) {
  switch (scope) {
    case Scope::mine:
      return "mine";
    case Scope::team:
      return "team";
    case Scope::organisation:
      return "organisation";
    case Scope::coordination:
      return "coordination";
  }
  fail_bug("a scope that is none");
}

std::optional<Scope> parse_scope(std::string_view name) {
  for (const auto scope : kScopes)
    if (name == name_of(scope)) return scope;
  return std::nullopt;
}

std::string_view action_of(Scope scope) {
  if (scope == Scope::organisation) return "work.list-organisation";
  return scope == Scope::coordination ? "work.list-coordination" : "work.list";
}

bool has_scope(const access::Session& session, Scope scope) {
  if (scope == Scope::organisation) return session.roles.contains(Role::case_manager);
  return scope != Scope::coordination || session.roles.contains(Role::coordinator);
}

access::Relation relation_of(Scope scope) {
  return scope == Scope::organisation ? access::Relation::own_organisation : access::Relation::own_team;
}

std::vector<Item> gather(const Desk& desk, log::Act& act, const access::Session& session, Scope scope) {
  auto out = unordered(desk, act, session, scope);
  std::ranges::sort(out, is_before);
  return out;
}

}  // namespace nrm::work
