#include "notes.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::handover {
namespace {

Result<void> check(const Desk& desk, const Refusal& input) {
  std::vector<FieldProblem> faults;
  if (!desk.pack.has_code(std::string{kDeclineReasons}, input.reason)) faults.push_back({"/reason", "not-in-list", {}});
  if (const auto fault = find_text_fault(input.note, kMaxNote, false))
    faults.push_back({"/note", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxNote)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

Result<State> decline_in(log::Act& act, const access::Session& session, const Held& held, const Refusal& input) {
  const auto answer = seal_note(act, held.permit, held.row.id, NoteKind::answer, input.note);
  if (!answer) return tl::unexpected(answer.error());
  const auto ended = end(act, held.row, {Arrow::decline, held.side, session.team, session.member, input.reason});
  if (ended && *answer)
    act.run("UPDATE handover SET answer = $answer WHERE id = $id", {{"answer", **answer}, {"id", held.row.id}});
  return ended;
}

}  // namespace

Result<State> decline(const Desk& desk, const access::Session& session, const HandoverId& id, const Refusal& input) {
  if (auto fine = check(desk, input); !fine) return tl::unexpected(fine.error());
  return with_offer<State>(desk, session, "handover.decline", id,
                           [&](log::Act& act, const Held& held) { return decline_in(act, session, held, input); });
}

}  // namespace nrm::handover
