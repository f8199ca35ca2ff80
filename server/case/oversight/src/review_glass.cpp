#include "acts.hpp"
#include "notes.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/kernel/text.hpp"
#include "nrm/oversight/anomalies.hpp"
#include "nrm/oversight/break_glass.hpp"

namespace nrm::oversight {
namespace {

using access::Compartment;
using access::Relation;

std::optional<FieldProblem> fault_of(const std::string& note) {
  if (const auto bad = find_text_fault(note, kMaxReviewNote, true))
    return FieldProblem{"/note", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxReviewNote)}}};
  if (count_code_points(note) < kMinReviewNote)
    return FieldProblem{"/note", "too-short", {{"min", std::to_string(kMinReviewNote)}}};
  return std::nullopt;
}

void follow_verdict(log::Act& act, const access::BreakGlass& glass, bool justified) {
  if (!access::has_unreviewed(act.writer(), glass.case_id)) casefile::close_task(act, glass.case_id, kReviewTask);
  if (justified) return;
  access::suspend_glass_right(act, glass.member, "not-justified");
  raise(act,
        {"break-glass-not-justified", glass.organisation, glass.team, glass.member, glass.case_id, glass.id.text()});
}

// Nothing where her role does not open the casework, or no word was kept.
std::optional<Personal<std::string>> word_of(log::Act& act, const access::Permit& permit, const CaseId& id,
                                             const std::string& field) {
  auto word = casefile::read_watch_note(act, permit, id, Compartment::casework, field);
  return word ? std::optional{std::move(*word)} : std::nullopt;
}

}  // namespace

Result<void> review_break_glass(const Desk& desk, const access::Session& session, const access::BreakGlassId& id,
                                const GlassReview& review) {
  const auto header = session.header("break-glass.review", "oversight", {{}, session.organisation, id.text()});
  return desk.journal().act<void>(header, [&](log::Act& act) -> Result<void> {
    const auto glass = access::find_break_glass(act.writer(), id);
    if (glass && glass->team == session.team) act.set_subject({glass->case_id, session.organisation, id.text()});
    const auto permit = access::decide(act, session, Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (!glass || glass->team != session.team) return fail(nrm::problems::kNotFound);
    if (glass->member == session.member) return fail(problems::kAnotherReviews);
    if (auto bad = fault_of(review.note)) return fail(nrm::problems::kInvalid, {std::move(*bad)});
    const std::string_view verdict = review.justified ? "justified" : "not-justified";
    if (!access::set_verdict(act, id, verdict, session.member)) return fail(problems::kAlreadyReviewed);
    if (auto kept =
            casefile::keep_note(act, *permit, glass->case_id, Compartment::casework, review_field(id), review.note);
        !kept)
      return kept;
    act.note("verdict", std::string{verdict});
    follow_verdict(act, *glass, review.justified);
    return {};
  });
}

Result<std::vector<GlassOnCase>> break_glasses_on_case(const Desk& desk, const access::Session& session,
                                                       const CaseId& id) {
  using Out = std::vector<GlassOnCase>;
  return on_case<Out>(desk, session, id, {"break-glass.view", "oversight", {}},
                      [&](log::Act& act, const access::Permit& permit) -> Result<Out> {
                        Out out;
                        // Whoever is kept from the case sees what she did herself and no more.
                        const bool all = casefile::may_work_on(act.writer(), session, id).has_value();
                        for (auto& glass : access::break_glasses_of_case(act.writer(), id)) {
                          if (!all && glass.member != session.member) continue;
                          auto reason = word_of(act, permit, id, reason_field(glass.id));
                          auto note = glass.verdict ? word_of(act, permit, id, review_field(glass.id)) : std::nullopt;
                          out.push_back({std::move(glass), std::move(reason), std::move(note)});
                        }
                        return out;
                      });
}

Result<Page<access::BreakGlass>> list_break_glasses(const Desk& desk, const access::Session& session,
                                                    const PageRequest& page) {
  using Out = Page<access::BreakGlass>;
  return on_body<Out>(desk, session, Relation::own_organisation, {"break-glass.list", "oversight", {}}, {},
                      [&](log::Act& act, const access::Permit&) -> Result<Out> {
                        auto found = access::break_glasses_of(act.writer(), session.organisation, page);
                        act.note("listed", std::to_string(found.items.size()));
                        return found;
                      });
}

Result<void> restore_right(const Desk& desk, const access::Session& session, const MemberId& member) {
  return on_body<void>(desk, session, Relation::own_organisation, {"break-glass.restore-right", "oversight", {}},
                       member.text(), [&](log::Act& act, const access::Permit&) -> Result<void> {
                         if (member == session.member) return fail(problems::kAnotherReviews);
                         const auto info = access::find_member_place(act.writer(), member);
                         if (!info || info->organisation != session.organisation) return fail(nrm::problems::kNotFound);
                         if (!access::restore_glass_right(act, member)) return fail(nrm::problems::kConflict);
                         return {};
                       });
}

Result<bool> emergency_setting(const Desk& desk, const access::Session& session) {
  return on_body<bool>(desk, session, Relation::own_team, {"break-glass.read-setting", {}, {}}, session.team.text(),
                       [&](log::Act& act, const access::Permit&) -> Result<bool> {
                         return access::emergency_access(act.writer(), session.team);
                       });
}

Result<void> set_emergency_setting(const Desk& desk, const access::Session& session, bool enabled) {
  return on_body<void>(desk, session, Relation::own_team, {"break-glass.set-emergency-keys", {}, {}},
                       session.team.text(), [&](log::Act& act, const access::Permit& permit) {
                         return access::set_emergency_access(act, desk.access.secrets, permit, enabled);
                       });
}

}  // namespace nrm::oversight
