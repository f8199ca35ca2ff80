#include "store.hpp"

#include <fmt/format.h>

#include "notes.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/clocks/clocks.hpp"
#include "whole.hpp"

namespace nrm::handover {
namespace {

std::optional<Side> side_of(const Row& row, const TeamId& team) {
  if (row.from_team == team) return Side::giver;
  if (row.to_team == team) return Side::receiver;
  return std::nullopt;
}

// The giver's acts are written to the case's log while the case is its own. The receiver's are written to its own
// organisation's: it must not learn which case this is.
log::Subject subject_of(log::Act& act, const Row& row, Side side, const access::Session& session) {
  const bool holds = side == Side::giver && casefile::team_of(act.writer(), row.case_id) == row.from_team;
  return {holds ? std::optional{row.case_id} : std::nullopt, session.organisation, row.id.text()};
}

std::vector<Row> open_rows(const storage::Rows& rows) {
  std::vector<Row> out;
  for (const auto& row : rows) out.push_back(row_of(row));
  return out;
}

bool move(log::Act& act, const Row& row, const Step& step, State to) {
  return act.run(
             "UPDATE handover SET state = $to, version = version + 1, ended_at = $now, ended_by = $by, reason_code = "
             "$reason WHERE id = $id AND state = $from AND version = $version",
             {{"to", name_of(to)},
              {"now", act.now()},
              {"by", step.by},
              {"reason", step.reason_code},
              {"id", row.id},
              {"from", name_of(row.state)},
              {"version", row.version}}) == 1;
}

void tell_both_but(log::Act& act, const Row& row, const std::optional<TeamId>& actor, State to) {
  for (const auto& team : {row.from_team, row.to_team})
    if (actor != team) tell(act, team, name_of(to), row.id);
}

}  // namespace

Row row_of(const storage::Row& row) {
  const auto state = parse_state(row.text("state"));
  if (!state) fail_bug("a stored state of an offer is unknown");
  const auto blob = [&](const char* name) { return row.is_null(name) ? std::nullopt : std::optional{row.blob(name)}; };
  return {.id = row.id<HandoverId>("id"),
          .reference = row.text("reference"),
          .case_id = row.id<CaseId>("case_id"),
          .from_team = row.id<TeamId>("from_team"),
          .to_team = row.id<TeamId>("to_team"),
          .basis = row.id<BasisId>("basis"),
          .state = *state,
          .version = row.integer("version"),
          .urgent = row.flag("urgent"),
          .offered_at = row.time("offered_at"),
          .offered_by = row.id<MemberId>("offered_by"),
          .lapses_at = row.time("lapses_at"),
          .ended_at = row.maybe_time("ended_at"),
          .reason_code = row.maybe_text("reason_code"),
          .note = blob("note"),
          .answer = blob("answer")};
}

std::optional<Row> find_row(storage::Reader& reader, const HandoverId& id) {
  const auto row = reader.query_one("SELECT * FROM handover WHERE id = $id", {{"id", id}});
  return row ? std::optional{row_of(*row)} : std::nullopt;
}

std::vector<Row> open_offers_of(storage::Reader& reader, const CaseId& id) {
  return open_rows(
      reader.query("SELECT h.* FROM handover h WHERE h.state = 'offered' AND EXISTS (SELECT 1 FROM handover_part p "
                   "WHERE p.handover = h.id AND p.case_id = $id) ORDER BY h.offered_at, h.id",
                   {{"id", id}}));
}

std::vector<Row> open_offers_under(storage::Reader& reader, std::string_view basis) {
  return open_rows(reader.query("SELECT * FROM handover WHERE state = 'offered' AND basis = $basis ORDER BY id",
                                {{"basis", basis}}));
}

Result<Held> hold(log::Act& act, const access::Session& session, const HandoverId& id) {
  const auto row = find_row(act.writer(), id);
  const auto side = row ? side_of(*row, session.team) : std::nullopt;
  if (!side) return fail(nrm::problems::kNotFound);
  act.set_subject(subject_of(act, *row, *side, session));
  auto permit =
      access::decide(act, session, *side == Side::giver ? access::Relation::sender : access::Relation::receiver);
  if (!permit) return tl::unexpected(permit.error());
  const auto facts = *side == Side::giver ? casefile::find_case(act.writer(), row->case_id) : std::nullopt;
  if (facts && casefile::is_kept_from(act.writer(), *facts, session))
    return fail(casefile::problems::kRestricted, {}, {{"keeper", ""}});
  return Held{*row, *side, std::move(*permit)};
}

Result<State> end(log::Act& act, const Row& row, const Step& step) {
  const auto to = next(row.state, step.arrow, step.side);
  if (!to || !move(act, row, step, *to)) return fail(nrm::problems::kConflict);
  clocks::stop_all(act, {std::string{kClockSubject}, row.id.text()});
  stop_lapse(act, row.id);
  if (*to != State::accepted) {
    casefile::take_back_ahead(act, given_subjects(act.writer(), row), row.to_team);
    forget_note_key(act, row.id, row.to_team);
  }
  add_history(act, row.id, {std::string{name_of(*to)}, step.actor, step.reason_code});
  tell_both_but(act, row, step.actor, *to);
  act.note("handover", row.id.text());
  act.note("state", std::string{name_of(*to)});
  return *to;
}

void add_history(log::Act& act, const HandoverId& id, const HistoryEntry& entry) {
  const auto last =
      act.query_one("SELECT MAX(position) AS last FROM handover_history WHERE handover = $id", {{"id", id}});
  act.run(
      "INSERT INTO handover_history (handover, position, what, at, actor_team, reason_code) VALUES ($id, $position, "
      "$what, $at, $actor, $reason)",
      {{"id", id},
       {"position", last && !last->is_null("last") ? last->integer("last") + 1 : 1},
       {"what", entry.what},
       {"at", act.now()},
       {"actor", entry.actor},
       {"reason", entry.reason_code}});
}

void tell(log::Act& act, const TeamId& team, std::string_view what, const HandoverId& id) {
  act.react("team.noticed", fmt::format("{}:handover.{}:{}", team.text(), what, id.text()));
}

}  // namespace nrm::handover
