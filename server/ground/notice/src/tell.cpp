// What follows where somebody is told: her covers too, and mail for those who want it.
#include <set>

#include "gathering.hpp"
#include "nrm/access/cover.hpp"
#include "nrm/access/forget_notices.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/notice/notice.hpp"

namespace nrm::notice {
namespace {

struct Told {
  std::string whom;
  std::string code;
  std::string object;
};

Told told_of(std::string_view text) {
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) fail_bug("a notice names whom, what kind and which object");
  return {std::string{text.substr(0, first)}, std::string{text.substr(first + 1, second - first - 1)},
          std::string{text.substr(second + 1)}};
}

void gather_unless_actor(log::Act& act, const MemberId& member) {
  if (act.header().actor.member != member) gather(act, member);
}

// Who broke the glass is looked at for it: told in another's place, she could take it for read.
bool concerns(log::Act& act, const Told& told, const MemberId& cover) {
  return told.code.starts_with("glass.") && act.header().actor.member == cover;
}

void on_member(const pathway::Pack& pack, log::Act& act, std::string_view object) {
  const auto told = told_of(object);
  const auto member = MemberId::from_row(told.whom);
  gather_unless_actor(act, member);
  for (const auto& cover : access::covers_of(act.writer(), member, pack.calendar->local_date(act.now())))
    if (!concerns(act, told, cover) && access::tell_cover(act, cover, told.code, told.object))
      gather_unless_actor(act, cover);
}

void on_team(log::Act& act, std::string_view object) {
  const auto told = told_of(object);
  const auto team = TeamId::from_row(told.whom);
  // What nobody is shown any more goes as the next one comes.
  act.run("DELETE FROM team_notice WHERE team = $team AND told_at < $since",
          {{"team", team}, {"since", act.now() - kKept}});
  act.run("INSERT INTO team_notice (id, team, code, object, told_at) VALUES ($id, $team, $code, $object, $now)",
          {{"id", TeamNoticeId::v7(act.clock(), act.random())},
           {"team", team},
           {"code", told.code},
           {"object", told.object},
           {"now", act.now()}});
  for (const auto& member : access::addressees(act.writer(), team)) gather_unless_actor(act, member);
}

void forget(log::Act& act, std::string_view object) {
  act.run("DELETE FROM team_notice WHERE object = $object", {{"object", object}});
}

// casefile's moment, which stands above this module: "<old team>:<new team>".
void on_merger(log::Act& act, std::string_view object) {
  const auto colon = object.find(':');
  act.run("UPDATE team_notice SET team = $into WHERE team = $from",
          {{"from", object.substr(0, colon)}, {"into", object.substr(colon + 1)}});
}

// A module's moment, "<old team>:<new team>:<object>": what was told about it is the new team's to know.
void on_moved(log::Act& act, std::string_view object) {
  const auto moved = told_of(object);
  act.run("UPDATE team_notice SET team = $into WHERE team = $from AND object = $object",
          {{"from", moved.whom}, {"into", moved.code}, {"object", moved.object}});
}

}  // namespace

void register_reactions(const Desk& desk) {
  auto& journal = desk.access.journal;
  journal.on(std::string{access::kMemberNoticed},
             [&pack = desk.pack](log::Act& act, std::string_view object) { on_member(pack, act, object); });
  journal.on(std::string{kTeamNoticed}, on_team);
  journal.on("team.notices-moved", on_moved);
  journal.on(std::string{access::kNoticesForgotten}, forget);
  journal.on("case.erased", forget);  // casefile's, likewise: a notice that names the case must not outlive it
  journal.on("team.merged", on_merger);
}

}  // namespace nrm::notice
