#include "notes.hpp"
#include "nrm/attachments/count.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/clocks/clocks.hpp"
#include "whole.hpp"

namespace nrm::handover {
namespace {

Summary summary_of(storage::Reader& reader, const Row& row, const TeamId& own, UtcTime now) {
  Summary out{.id = row.id,
              .reference = row.reference,
              .from_team = row.from_team,
              .to_team = row.to_team,
              .state = row.state,
              .urgent = row.urgent,
              .offered_at = row.offered_at,
              .answer_due_at = std::nullopt,
              .lapses_at = row.lapses_at,
              .ended_at = row.ended_at,
              .case_id = std::nullopt};
  if (casefile::team_of(reader, row.case_id) == own) out.case_id = row.case_id;
  if (row.state != State::offered) return out;
  if (const auto clock = clocks::find(reader, kAnswerRule, {std::string{kClockSubject}, row.id.text()})) {
    out.answer_due_at = clock->due_at;
    out.clock_state = clocks::state_of(*clock, now);
  }
  return out;
}

Size size_of(storage::Reader& reader, const Row& row) {
  Size out;
  for (const auto& part : parts_of(reader, row.case_id)) {
    out.fields += static_cast<std::int64_t>(casefile::fields_present(reader, part).size());
    for (const auto& [kind, files] : attachments::files_of_case(reader, part)) out.files += files;
    for (const auto& open : referral::open_referrals_of(reader, part))
      if (open.from_team == row.from_team) ++out.referrals;
  }
  out.tasks = static_cast<std::int64_t>(casefile::tasks_of_case(reader, row.case_id).size());
  return out;
}

std::vector<HistoryItem> history_of(storage::Reader& reader, const HandoverId& id) {
  std::vector<HistoryItem> out;
  for (const auto& row :
       reader.query("SELECT * FROM handover_history WHERE handover = $id ORDER BY position", {{"id", id}})) {
    const auto team = row.maybe_text("actor_team");
    out.push_back({row.text("what"), row.time("at"), team ? std::optional{TeamId::from_row(*team)} : std::nullopt,
                   row.maybe_text("reason_code")});
  }
  return out;
}

View view_of(log::Act& act, const Held& held) {
  const auto& row = held.row;
  auto& reader = act.writer();
  const bool waits = row.state == State::offered;
  return {.summary = summary_of(reader, row, held.permit.session().team, act.now()),
          .version = row.version,
          .complete = !waits || is_complete(reader, row),
          .reason_code = row.reason_code,
          .size = waits ? std::optional{size_of(reader, row)} : std::nullopt,
          .note = open_note(act, held.permit, row.id, NoteKind::note, row.note),
          .answer = open_note(act, held.permit, row.id, NoteKind::answer, row.answer),
          .history = history_of(reader, row.id),
          .allowed = allowed(row.state, held.side)};
}

}  // namespace

Result<View> read(const Desk& desk, const access::Session& session, const HandoverId& id) {
  return with_offer<View>(desk, session, "handover.view", id,
                          [&](log::Act& act, const Held& held) -> Result<View> { return view_of(act, held); });
}

Result<std::vector<Summary>> list(const Desk& desk, const access::Session& session, Box box) {
  using Summaries = std::vector<Summary>;
  const auto header = session.header("handover.list", "refer", {std::nullopt, session.organisation, {}});
  return desk.journal.act<Summaries>(header, [&](log::Act& act) -> Result<Summaries> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    const auto kept_from = casefile::cases_kept_from(act.writer(), session);
    Summaries out;
    for (const auto& row :
         act.query(fmt::format("SELECT * FROM handover WHERE {} = $team ORDER BY offered_at DESC, id LIMIT $limit",
                               box == Box::in ? "to_team" : "from_team"),
                   {{"team", session.team}, {"limit", kLongestList}})) {
      const auto read = row_of(row);
      if (box == Box::in || !kept_from.contains(read.case_id))
        out.push_back(summary_of(act.writer(), read, session.team, act.now()));
    }
    return out;
  });
}

}  // namespace nrm::handover
