#include "nrm/casefile/restriction.hpp"
#include "store.hpp"
#include "tries.hpp"

namespace nrm::letters {
namespace {

std::optional<pathway::ClockState> clock_state(log::Act& act, const LetterRow& row) {
  if (row.state == State::expired) return pathway::ClockState::overdue;
  const auto running = clocks::find(act.writer(), kAnswerRule, clock_subject(row.id));
  if (!awaits_answer(row.state) || !running) return std::nullopt;
  return clocks::state_of(*running, act.now());
}

View view_of(log::Act& act, const access::Permit& permit, const CaseId& case_id, const LetterRow& row) {
  View out{.id = row.id,
           .case_id = case_id,
           .reference = row.reference,
           .need = row.need,
           .partner = row.partner,
           .lines = std::nullopt,
           .agreed = row.agreed,
           .state = row.state,
           .sent_at = row.sent_at,
           .until = row.due_at,
           .clock_state = clock_state(act, row)};
  if (auto lines = read_lines(act, permit, case_id, row.id)) out.lines.emplace(std::move(*lines));
  out.copies = row.copies;
  out.code_usable = row.code_hash && has_tries_left(act.writer(), row.reference);
  out.answered_at = row.answered_at;
  out.answered_how = row.answered_how;
  out.recorded_by = row.recorded_by;
  out.reason_code = row.reason_code;
  out.unread = row.unread;
  out.withdrawn_at = row.withdrawn_at;
  out.to_tell = row.to_tell;
  return out;
}

Result<std::vector<View>> list_in(log::Act& act, const access::Session& session, const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  std::vector<View> out;
  for (const auto& row : rows_of_case(act.writer(), id.text()))
    if (row.from_team == session.team && out.size() < kMaxOfCase) out.push_back(view_of(act, *permit, id, row));
  return out;
}

}  // namespace

Result<View> read(const Desk& desk, const access::Session& session, const LetterId& id) {
  return with_letter<View>(desk, session, "letter.view", id, [&](log::Act& act, const Held& held) -> Result<View> {
    auto out = view_of(act, held.permit, held.case_id, held.row);
    if (held.row.unread) act.run("UPDATE letter SET unread = 0 WHERE id = $id", {{"id", id}});
    return out;
  });
}

Result<std::vector<View>> list(const Desk& desk, const access::Session& session, const CaseId& id) {
  return desk.journal.act<std::vector<View>>(
      session.header("letter.list", "refer", {id, session.organisation, id.text()}),
      [&](log::Act& act) { return list_in(act, session, id); });
}

}  // namespace nrm::letters
