#include "store.hpp"

#include <algorithm>

#include "nrm/access/forget_notices.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/kernel/reference.hpp"
#include "times.hpp"

namespace nrm::identification {
namespace {

void insert(log::Act& act, const Stay& stay) {
  act.run(
      "INSERT INTO case_stay (id, case_id, track, state, team, reference, since, entered_by) VALUES ($id, $case, "
      "$track, $state, $team, $reference, $since, $by)",
      {{"id", stay.id},
       {"case", stay.case_id},
       {"track", stay.track},
       {"state", stay.state},
       {"team", stay.team},
       {"reference", stay.reference},
       {"since", stay.since},
       {"by", stay.entered_by}});
}

bool is_late_elsewhere(log::Act& act, const pathway::Pack& pack, const Stay& stay) {
  const auto others = stays_of(act.writer(), stay.case_id);
  return std::ranges::any_of(others, [&](const Stay& other) {
    const auto running = clocks::of_subject(act.writer(), subject_of(other));
    return other.track != stay.track && std::ranges::any_of(running, [&](const auto& clock) {
             return clock.kind == pathway::ClockKind::maximum && clock.breached_at && !lapses(pack, clock.rule);
           });
  });
}

}  // namespace

Stay stay_of(const storage::Row& row) {
  const auto by = row.maybe_text("entered_by");
  return {row.text("id"),
          row.id<CaseId>("case_id"),
          row.text("track"),
          row.text("state"),
          row.id<TeamId>("team"),
          row.text("reference"),
          row.time("since"),
          by ? std::optional{TeamId::from_row(*by)} : std::nullopt,
          row.maybe_time("silent_since"),
          row.maybe_time("coordinator_told_at")};
}

std::optional<Stay> find_stay(storage::Reader& reader, const CaseId& id, std::string_view track) {
  const auto row = reader.query_one("SELECT * FROM case_stay WHERE case_id = $case AND track = $track",
                                    {{"case", id}, {"track", track}});
  return row ? std::optional{stay_of(*row)} : std::nullopt;
}

std::optional<Stay> find_stay(storage::Reader& reader, std::string_view stay_id) {
  const auto row = reader.query_one("SELECT * FROM case_stay WHERE id = $id", {{"id", stay_id}});
  return row ? std::optional{stay_of(*row)} : std::nullopt;
}

std::vector<Stay> stays_of(storage::Reader& reader, const CaseId& id) {
  std::vector<Stay> out;
  for (const auto& row : reader.query("SELECT * FROM case_stay WHERE case_id = $case ORDER BY track", {{"case", id}}))
    out.push_back(stay_of(row));
  return out;
}

clocks::Subject subject_of(const Stay& stay) {
  return {std::string{kClockSubject}, stay.id};
}

void enter(log::Act& act, const pathway::Pack& pack, const casefile::CaseFacts& facts, std::string_view track,
           std::string_view state, const std::optional<TeamId>& by) {
  const Stay stay{to_text(make_uuid_v4(act.random())),
                  facts.id,
                  std::string{track},
                  std::string{state},
                  facts.team,
                  make_reference("P", act.random()),
                  act.now(),
                  by,
                  {},
                  {}};
  insert(act, stay);
  for (const auto& rule : rules_at(pack.pathway, track, state))
    clocks::start(act, pack, rule.id, subject_of(stay), facts.team);
  follow_clocks(act, pack, stay);
}

void leave(log::Act& act, const pathway::Pack& pack, const Stay& stay) {
  if (!is_late_elsewhere(act, pack, stay)) casefile::close_task(act, stay.case_id, kLateTask);
  clocks::stop_all(act, subject_of(stay));
  act.run("UPDATE case_pause SET ended_at = $now WHERE stay = $id AND ended_at IS NULL",
          {{"now", act.now()}, {"id", stay.id}});
  act.run("DELETE FROM case_stay WHERE id = $id", {{"id", stay.id}});
  access::forget_notices(act, stay.id);
}

void keep_pause(log::Act& act, const access::Session& session, const Stay& stay, std::string_view reason) {
  act.run(
      "INSERT INTO case_pause (id, case_id, stay, track, reason, at, by_member, by_team) VALUES ($id, $case, $stay, "
      "$track, $reason, $now, $member, $team)",
      {{"id", to_text(make_uuid_v4(act.random()))},
       {"case", stay.case_id},
       {"stay", stay.id},
       {"track", stay.track},
       {"reason", reason},
       {"now", act.now()},
       {"member", session.member},
       {"team", session.team}});
}

void end_pause(log::Act& act, const access::Session& session, const Stay& stay, std::string_view reason) {
  act.run(
      "UPDATE case_pause SET ended_at = $now, ended_by_member = $member, ended_by_team = $team WHERE stay = $stay AND "
      "reason = $reason AND ended_at IS NULL",
      {{"now", act.now()}, {"member", session.member}, {"team", session.team}, {"stay", stay.id}, {"reason", reason}});
}

std::vector<PastPause> pauses_of(storage::Reader& reader, const CaseId& id) {
  std::vector<PastPause> out;
  for (const auto& row : reader.query(
           "SELECT * FROM case_pause WHERE case_id = $case ORDER BY at DESC, id DESC LIMIT 200", {{"case", id}})) {
    PastPause each{row.text("track"),
                   row.text("reason"),
                   row.time("at"),
                   row.id<MemberId>("by_member"),
                   row.id<TeamId>("by_team"),
                   {},
                   {},
                   {}};
    each.ended_at = row.maybe_time("ended_at");
    if (const auto by = row.maybe_text("ended_by_member")) each.ended_by = MemberId::from_row(*by);
    if (const auto team = row.maybe_text("ended_by_team")) each.ended_by_team = TeamId::from_row(*team);
    out.push_back(std::move(each));
  }
  return out;
}

void follow_clocks(log::Act& act, const pathway::Pack& pack, const Stay& stay) {
  std::optional<UtcTime> warn, due;
  const auto earlier = [](std::optional<UtcTime>& of, const std::optional<UtcTime>& time) {
    if (time && (!of || *time < *of)) of = time;
  };
  for (const auto& clock : clocks::of_subject(act.writer(), subject_of(stay))) {
    if (clock.kind != pathway::ClockKind::maximum || is_over(pack, clock, act.now())) continue;
    earlier(due, clock.due_at);
    earlier(warn, clock.warn_at ? clock.warn_at : clock.due_at);
  }
  act.run("UPDATE case_stay SET warn_at = $warn, due_at = $due WHERE id = $id",
          {{"warn", warn}, {"due", due}, {"id", stay.id}});
}

std::string note_field(const MoveId& id) {
  return "casework.move-" + id.text();
}

Result<casefile::CaseFacts> held_case(log::Act& act, const access::Session& session, const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
  auto facts = casefile::find_case(act.writer(), id);
  if (!facts) return fail(nrm::problems::kNotFound);
  return *std::move(facts);
}

}  // namespace nrm::identification
