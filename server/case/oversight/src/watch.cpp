#include "watch.hpp"

#include <chrono>

#include "nrm/access/break_glass.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/log/refusals.hpp"

namespace nrm::oversight {
namespace {

Sighting sighting_of(const log::Act& act, std::string kind, std::string mark) {
  const auto& actor = act.header().actor;
  return {std::move(kind), actor.organisation, actor.team, actor.member, std::nullopt, std::move(mark)};
}

std::string today(const log::Act& act, const Calendar& calendar) {
  return to_iso(calendar.local_date(act.now()));
}

bool is_out_of_hours(UtcTime now, const Calendar& calendar) {
  const auto date = calendar.local_date(now);
  if (!calendar.is_working(date)) return true;
  const auto since_midnight = std::chrono::hours{24} - (calendar.end_of(date) - now);
  return since_midnight < std::chrono::hours{kDayBegins} || since_midnight >= std::chrono::hours{kDayEnds};
}

void watch_opening(log::Act& act, const Calendar& calendar, std::string_view object) {
  watch_canary(act, object, "opened");
  const auto& member = act.header().actor.member;
  if (!member) return;
  if (is_out_of_hours(act.now(), calendar)) raise(act, sighting_of(act, "out-of-hours", today(act, calendar)));
  const auto since = act.now() - std::chrono::hours{24};
  if (casefile::colleagues_cases_opened(act.writer(), *member, since) >= kColleaguesCases)
    raise(act, sighting_of(act, "colleagues-cases", today(act, calendar)));
}

void count_restricted(log::Act& act, const Calendar& calendar) {
  const auto& member = act.header().actor.member;
  if (!member) return;
  const storage::Params key{{"member", *member}, {"day", today(act, calendar)}};
  act.run(
      "INSERT INTO restricted_refusal (member, day, refusals) VALUES ($member, $day, 1) "
      "ON CONFLICT (member, day) DO UPDATE SET refusals = restricted_refusal.refusals + 1",
      key);
  const auto row = act.query_one("SELECT refusals FROM restricted_refusal WHERE member = $member AND day = $day", key);
  if (row->integer("refusals") >= kRestrictedRefusals)
    raise(act, sighting_of(act, "restricted-refused", today(act, calendar)));
}

void watch_refusal(log::Act& act, const Calendar& calendar, std::string_view problem) {
  if (problem == casefile::problems::kRestricted.slug) count_restricted(act, calendar);
  const auto& header = act.header();
  if (header.action == access::kOpeningAction && header.subject.case_id)
    watch_canary(act, header.subject.case_id->text(), "refused");
}

// The summary is a clock's act: its object tells whose refusals they were.
void watch_summary(log::Act& act, std::string_view actor) {
  constexpr std::string_view kMember = "member:";
  if (!actor.starts_with(kMember)) return;
  const auto member = MemberId::parse(actor.substr(kMember.size()));
  raise(act, {"many-refusals", act.header().subject.organisation, std::nullopt, member, std::nullopt,
              std::to_string(act.now().unix_hours())});
}

// Within its body it goes on watching. Another body never chose it: there it is a case like any other.
void hand_over_canary(log::Act& act, std::string_view object) {
  const auto moved = casefile::handed_over_of(object);
  const auto team = directory::find_team(act.writer(), moved.into);
  if (!team) fail_bug("a case is handed over to no team");
  act.run("DELETE FROM canary_case WHERE case_id = $id AND organisation <> $organisation",
          {{"id", moved.case_id}, {"organisation", team->organisation}});
  act.run("UPDATE canary_case SET team = $into WHERE case_id = $id", {{"into", moved.into}, {"id", moved.case_id}});
}

void forget_case(log::Act& act, std::string_view case_id) {
  const auto id = CaseId::parse(case_id);
  if (id) access::forget_break_glasses(act, *id);
  act.run("DELETE FROM canary_case WHERE case_id = $id", {{"id", case_id}});
  // What a member did stays to be judged; on whose case is forgotten.
  act.run("UPDATE anomaly SET case_id = NULL, fold = id WHERE case_id = $id", {{"id", case_id}});
}

}  // namespace

void watch_canary(log::Act& act, std::string_view object, std::string_view how) {
  const auto row = act.query_one(
      "SELECT case_id, organisation, team FROM canary_case WHERE case_id = $id AND confirmed_at IS NOT NULL",
      {{"id", object}});
  if (!row) return;
  auto sighting = sighting_of(act, "canary-opened", std::string{how});
  sighting.organisation = row->id<OrganisationId>("organisation");
  sighting.case_id = row->id<CaseId>("case_id");
  raise(act, sighting);
}

void register_reactions(log::Journal& journal, const pathway::Pack& pack) {
  journal.on(std::string{casefile::kTeamMerged}, [](log::Act& act, std::string_view object) {
    const auto teams = casefile::merged_teams_of(object);
    act.run("UPDATE canary_case SET team = $into WHERE team = $from", {{"from", teams.from}, {"into", teams.into}});
  });
  journal.on(std::string{casefile::kCaseHandedOver}, hand_over_canary);
  const auto calendar = pack.calendar;
  journal.on(std::string{casefile::kCompartmentOpened},
             [calendar](log::Act& act, std::string_view object) { watch_opening(act, *calendar, object); });
  journal.on(std::string{casefile::kCaseViewed},
             [](log::Act& act, std::string_view object) { watch_canary(act, object, "viewed"); });
  journal.on(std::string{casefile::kCaseFound},
             [](log::Act& act, std::string_view object) { watch_canary(act, object, "found"); });
  journal.on(std::string{casefile::kOpeningCapReached}, [calendar](log::Act& act, std::string_view) {
    raise(act, sighting_of(act, "cap-reached", today(act, *calendar)));
  });
  journal.on(std::string{casefile::kListExported}, [calendar](log::Act& act, std::string_view) {
    raise(act, sighting_of(act, "list-exported", today(act, *calendar)));
  });
  journal.on(std::string{log::kActRefused},
             [calendar](log::Act& act, std::string_view problem) { watch_refusal(act, *calendar, problem); });
  journal.on(std::string{log::kRefusalsSummed}, watch_summary);
  journal.on(std::string{casefile::kCaseErased}, forget_case);
}

}  // namespace nrm::oversight
