#include "store.hpp"

namespace nrm::letters {
namespace {

Result<void> check_answer(const Desk& desk, const Recorded& answer) {
  std::vector<FieldProblem> faults;
  if (answer.accepted && !answer.reason.empty()) faults.push_back({"/reason", "contradicts", {}});
  if (!answer.accepted && !desk.pack.has_code(kDeclineReasons, answer.reason))
    faults.push_back({"/reason", "not-in-list", {}});
  if (answer.how == How::page) faults.push_back({"/how", "not-in-list", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

}  // namespace

Result<State> record_answer(const Desk& desk, const access::Session& session, const LetterId& id,
                            const Recorded& answer) {
  if (const auto fine = check_answer(desk, answer); !fine) return tl::unexpected(fine.error());
  return with_letter<State>(desk, session, "letter.record-answer", id, [&](log::Act& act, const Held& held) {
    const auto step = answer.accepted ? Step::record_acceptance : Step::record_decline;
    const auto reason = answer.accepted ? std::nullopt : std::optional{answer.reason};
    return take(act, held.row, {step, answer.how, session.member, reason});
  });
}

Result<State> recall(const Desk& desk, const access::Session& session, const LetterId& id, const std::string& reason) {
  if (!desk.pack.has_code(kRecallReasons, reason))
    return fail(nrm::problems::kInvalid, {{"/reason", "not-in-list", {}}});
  return with_letter<State>(desk, session, "letter.recall", id, [&](log::Act& act, const Held& held) {
    return take(act, held.row, {Step::recall, std::nullopt, session.member, reason});
  });
}

Result<void> tell_partner(const Desk& desk, const access::Session& session, const LetterId& id, How how) {
  if (how == How::page) return fail(nrm::problems::kInvalid, {{"/how", "not-in-list", {}}});
  return with_letter<void>(desk, session, "letter.tell-partner", id, [&](log::Act& act, const Held&) -> Result<void> {
    const auto told = act.run("UPDATE letter SET to_tell = 0, unread = 0 WHERE id = $id AND to_tell = 1", {{"id", id}});
    if (told != 1) return fail(nrm::problems::kConflict);
    act.note("letter", id.text());
    act.note("how", std::string{name_of(how)});
    return {};
  });
}

}  // namespace nrm::letters
