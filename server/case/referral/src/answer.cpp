#include "chain.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/kernel/text.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

Result<void> check_code(const Desk& desk, std::string_view list, const std::string& code, std::string pointer) {
  if (desk.pack.has_code(list, code)) return {};
  return fail(nrm::problems::kInvalid, {{std::move(pointer), "not-in-list", {}}});
}

Result<void> check_note(const std::string& note) {
  const auto fault = find_text_fault(note, kMaxLineText, false);
  if (!fault) return {};
  return fail(nrm::problems::kInvalid,
              {{"/note", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxLineText)}}}});
}

// A note goes onto the line before the step, while the line is open.
Result<Standing> note_and_take(log::Act& act, const Held& held, const Step& step, const std::string& note) {
  if (!next(held.row.state, step.arrow, step.side)) return fail(nrm::problems::kConflict);
  if (!note.empty()) {
    if (held.row.access != consent::Access::open) return fail(problems::kLineClosed);
    const auto written = write_line(act, held.permit, held.row.id, "note", std::nullopt, note);
    if (!written) return tl::unexpected(written.error());
  }
  return take(act, held.row, step);
}

Result<Standing> simple(const Desk& desk, const access::Session& session, std::string_view action, const ReferralId& id,
                        ArrowName arrow, std::optional<std::string> reason = std::nullopt, std::string note = {}) {
  return with_referral<Standing>(desk, session, action, id, [&](log::Act& act, const Held& held) {
    return note_and_take(act, held, {arrow, held.side, session.team, reason, std::nullopt}, note);
  });
}

Result<void> check_suggestion(log::Act& act, const ReferralRow& row, const std::optional<TeamId>& suggestion) {
  if (!suggestion) return {};
  const auto team = directory::find_team(act.writer(), *suggestion);
  const bool sensible = team && !team->closed_at && *suggestion != row.to_team && *suggestion != row.from_team;
  if (!sensible) return fail(nrm::problems::kInvalid, {{"/suggestion_team_id", "not-in-list", {}}});
  return {};
}

bool helps(const ReferralRow& row) {
  return row.state == State::first_contact || row.state == State::under_way;
}

// Without anybody else to ask, a refusal is the sender's to deal with.
bool goes_on(log::Act& act, const ReferralRow& row) {
  return row.move_on == MoveOn::when_declined_or_late && chain_of(act.writer(), origin_of(row)).size() > 1;
}

// What became of it stays as it was; nobody is asked or looked for any more.
Standing settle(log::Act& act, const ReferralRow& row, const std::string& reason) {
  leave_queue(act, row.id);
  stop_moving_on(act, row.id);
  end_stand_ins(act, row);
  add_history(act, row.id, {"settled", row.from_team, std::nullopt, reason});
  act.note("settled", std::string{name_of(row.state)});
  return {row.state, row.version};
}

Result<Standing> finish(const Desk& desk, const access::Session& session, std::string_view action, const ReferralId& id,
                        ArrowName arrow, const Completion& input) {
  if (auto fine = check_code(desk, kOutcomes, input.outcome, "/outcome"); !fine) return tl::unexpected(fine.error());
  if (auto fine = check_note(input.note); !fine) return tl::unexpected(fine.error());
  return simple(desk, session, action, id, arrow, input.outcome, input.note);
}

}  // namespace

Result<Standing> accept(const Desk& desk, const access::Session& session, const ReferralId& id) {
  return with_referral<Standing>(desk, session, "referral.accept", id, [&](log::Act& act, const Held& held) {
    auto taken = take(act, held.row, {ArrowName::accept, held.side, session.team});
    if (taken) start_contact_clock(act, desk.pack, held.row);
    return taken;
  });
}

Result<Standing> decline(const Desk& desk, const access::Session& session, const ReferralId& id, const Decline& input) {
  if (auto fine = check_code(desk, kDeclineReasons, input.reason, "/reason"); !fine)
    return tl::unexpected(fine.error());
  if (auto fine = check_note(input.note); !fine) return tl::unexpected(fine.error());
  return with_referral<Standing>(
      desk, session, "referral.decline", id, [&](log::Act& act, const Held& held) -> Result<Standing> {
        if (auto fine = check_suggestion(act, held.row, input.suggestion); !fine) return tl::unexpected(fine.error());
        auto taken = note_and_take(
            act, held, {ArrowName::decline, held.side, session.team, input.reason, input.suggestion}, input.note);
        if (taken && goes_on(act, held.row)) move_on_soon(act, held.row);
        return taken;
      });
}

Result<Standing> recall(const Desk& desk, const access::Session& session, const ReferralId& id,
                        const std::string& reason) {
  if (auto fine = check_code(desk, kRecallReasons, reason, "/reason"); !fine) return tl::unexpected(fine.error());
  return with_referral<Standing>(desk, session, "referral.recall", id,
                                 [&](log::Act& act, const Held& held) -> Result<Standing> {
                                   if (helps(held.row)) return fail(problems::kHelpBegan);
                                   if (held.side == Side::sender && may_settle(act, held.row))
                                     return settle(act, held.row, reason);
                                   return take(act, held.row, {ArrowName::recall, held.side, session.team, reason});
                                 });
}

Result<Standing> make_first_contact(const Desk& desk, const access::Session& session, const ReferralId& id,
                                    UtcTime at) {
  return with_referral<Standing>(
      desk, session, "referral.first-contact", id, [&](log::Act& act, const Held& held) -> Result<Standing> {
        if (at > act.now() || at < held.row.sent_at)
          return fail(
              nrm::problems::kInvalid,
              {{"/at", "out-of-range", {{"min", to_rfc3339(held.row.sent_at)}, {"max", to_rfc3339(act.now())}}}});
        auto taken = take(act, held.row, {ArrowName::make_first_contact, held.side, session.team});
        if (taken) act.run("UPDATE referral SET first_contact_at = $at WHERE id = $id", {{"at", at}, {"id", id}});
        return taken;
      });
}

Result<Standing> begin_help(const Desk& desk, const access::Session& session, const ReferralId& id) {
  return simple(desk, session, "referral.begin-help", id, ArrowName::begin_help);
}

Result<Standing> complete(const Desk& desk, const access::Session& session, const ReferralId& id,
                          const Completion& input) {
  return finish(desk, session, "referral.complete", id, ArrowName::complete, input);
}

Result<Standing> end(const Desk& desk, const access::Session& session, const ReferralId& id, const Completion& input) {
  return finish(desk, session, "referral.end", id, ArrowName::end, input);
}

}  // namespace nrm::referral
