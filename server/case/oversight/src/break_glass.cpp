#include "nrm/oversight/break_glass.hpp"

#include <algorithm>

#include "acts.hpp"
#include "clocks.hpp"
#include "notes.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/access/step_up.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/kernel/text.hpp"
#include "nrm/oversight/anomalies.hpp"

namespace nrm::oversight {
namespace {

using access::Compartment;
using Faults = std::vector<FieldProblem>;

Faults faults_of(const GlassRequest& request) {
  Faults out;
  const auto& categories = access::break_glass_categories();
  if (std::ranges::find(categories, request.category) == categories.end())
    out.push_back({"/category", request.category.empty() ? "required" : "not-in-list", {}});
  if (const auto bad = find_text_fault(request.reason, kMaxGlassReason, true))
    out.push_back({"/reason", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxGlassReason)}}});
  else if (count_code_points(request.reason) < kMinGlassReason)
    out.push_back({"/reason", "too-short", {{"min", std::to_string(kMinGlassReason)}}});
  if (request.kinds.empty()) out.push_back({"/compartments", "required", {}});
  return out;
}

Result<void> check_right(log::Act& act, const access::Session& session) {
  switch (access::glass_right(act.writer(), session.member, act.now())) {
    case access::GlassRight::used_up:
      return fail(problems::kGlassUsedUp);
    case access::GlassRight::suspended:
      return fail(problems::kGlassSuspended);
    case access::GlassRight::granted:
      return {};
  }
  fail_bug("a right that is none of the three");
}

// Who she is and where, on a case that is restricted for its own sake, is opened for a life and for nothing less.
bool needs_danger_to_life(Compartment kind) {
  return kind == Compartment::identity || kind == Compartment::whereabouts;
}

Result<void> check_kinds(log::Act& act, const access::Session& session, const casefile::CaseFacts& facts,
                         const GlassRequest& request) {
  const bool restricted = casefile::is_kept_from(act.writer(), facts, session);
  const auto entitled = access::compartments_of(session.roles);
  for (const auto kind : request.kinds) {
    const std::map<std::string, std::string> which{{"compartment", std::string{access::name_of(kind)}}};
    if (entitled.contains(kind) && !restricted)
      return fail(nrm::problems::kInvalid, {{"/compartments", "open-already", which}});
    if (restricted && needs_danger_to_life(kind) && request.category != "danger-to-life")
      return fail(nrm::problems::kInvalid, {{"/compartments", "danger-to-life-only", which}});
    if (!entitled.contains(kind) && !access::holds_emergency_key(act.writer(), session, kind))
      return fail(problems::kNoEmergencyKey);
  }
  return {};
}

// The keeper where she can be told, else a case manager, else whoever holds keys.
std::optional<MemberId> second_person(log::Act& act, const access::Session& session, const casefile::CaseFacts& facts) {
  const auto others = access::other_key_holders(act.writer(), session.team, session.member);
  if (std::ranges::find(others, facts.keeper) != others.end()) return facts.keeper;
  return others.empty() ? std::nullopt : std::optional{others.front()};
}

Result<StartedGlass> start(log::Act& act, const access::Permit& permit, const CaseId& id, const GlassRequest& request,
                           const MemberId& told) {
  const auto& session = permit.session();
  const access::BreakGlass glass{.id = access::BreakGlassId::v7(act.clock(), act.random()),
                                 .member = session.member,
                                 .team = session.team,
                                 .organisation = session.organisation,
                                 .case_id = id,
                                 .category = request.category,
                                 .kinds = request.kinds,
                                 .started_at = act.now(),
                                 .ends_at = act.now() + access::kGlassLasts,
                                 .told = told,
                                 .verdict = std::nullopt,
                                 .reviewed_by = std::nullopt,
                                 .reviewed_at = std::nullopt};
  access::insert_break_glass(act, glass);
  const auto kept = casefile::keep_note(act, permit, id, Compartment::casework, reason_field(glass.id), request.reason);
  if (!kept) return tl::unexpected(kept.error());
  casefile::open_task(act, id, kReviewTask, act.now() + access::kGlassReviewDue);
  start_review_clocks(act, glass);
  access::tell_member(act, told, kGlassStarted, id.text());
  raise(act, {"break-glass", session.organisation, session.team, session.member, id, glass.id.text()});
  act.note("break-glass", glass.id.text());
  act.note("category", glass.category);
  act.note("told", told.text());
  casefile::note_reader(act, session, glass.kinds);
  return StartedGlass{glass.id, glass.ends_at, told};
}

}  // namespace

Result<StartedGlass> break_glass(const Desk& desk, const access::Session& session, const CaseId& id,
                                 const GlassRequest& request) {
  // A slip of the pen is no try at the code.
  if (auto faults = faults_of(request); !faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  const auto step_up = access::StepUp::begin(desk.access, session, request.network, request.code);
  if (!step_up) return tl::unexpected(step_up.error());
  return on_case<StartedGlass>(desk, session, id, {"break-glass.start", "protect", request.reason},
                               [&](log::Act& act, const access::Permit& permit) -> Result<StartedGlass> {
                                 if (auto right = check_right(act, session); !right)
                                   return tl::unexpected(right.error());
                                 const auto facts = casefile::find_case(act.writer(), id);
                                 if (auto kinds = check_kinds(act, session, *facts, request); !kinds)
                                   return tl::unexpected(kinds.error());
                                 const auto told = second_person(act, session, *facts);
                                 if (!told) return fail(problems::kNoSecondPerson);
                                 if (auto proven = step_up->prove(act); !proven) return tl::unexpected(proven.error());
                                 return start(act, permit, id, request, *told);
                               });
}

}  // namespace nrm::oversight
