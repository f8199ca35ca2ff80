#include "answered.hpp"
#include "needs.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/consent/basis.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::identification {
namespace {

// Which purpose the leaf names: deciding who she is, or helping her.
std::string purpose_of(std::string_view transition) {
  return transition.starts_with("identification.") ? "identify" : "assist";
}

Result<void> check_mover(log::Act& act, const access::Session& session, const Found& found) {
  const auto team = directory::find_team(act.writer(), session.team);
  if (!team || !may_take(*found.track, *found.step, session.roles, team->organisation_kind))
    return fail(problems::kNotYours);
  return {};
}

Result<void> check_case_needs(log::Act& act, const access::Permit& permit, const CaseId& id, const Found& found) {
  const auto lacks = lacking(found, needs_of(act, permit, id));
  if (lacks.empty()) return {};
  if (lacks.front() == kBasisNeed) return fail(consent::problems::kNoBasis);
  return fail(consent::problems::kAgeClassFirst);
}

Result<void> check_times(log::Act& act, const pathway::Pack& pack, const casefile::CaseFacts& facts,
                         const pathway::Transition& step) {
  const auto earliest = earliest_for(act.writer(), pack, facts, step);
  if (!earliest.started) return fail(problems::kNotStarted);
  if (earliest.stands_still) return fail(clocks::problems::kStandsStill);
  if (earliest.at && act.now() < *earliest.at)
    return fail(problems::kTooEarly, {}, {{"day", to_iso(pack.calendar->local_date(*earliest.at))}});
  return {};
}

// A right lapses with its time; exceptionally it is granted later.
Result<void> check_window(log::Act& act, const pathway::Pack& pack, const CaseId& id, const Found& found,
                          bool exceptional) {
  const auto latest = latest_for(act.writer(), pack, id, found);
  const bool over = latest && is_over(pack, *latest, act.now());
  if (over && !exceptional) return fail(problems::kWindowOver);
  if (exceptional && !over) return fail(nrm::problems::kInvalid, {{"/exceptional", "contradicts", {}}});
  return {};
}

struct Mover {
  const Desk& desk;
  const access::Permit& permit;
  casefile::CaseFacts facts;
  Found found;
};

Result<void> check(log::Act& act, const Mover& mover, std::int64_t expected_version, const NewMove& input) {
  const auto& [desk, permit, facts, found] = mover;
  const auto& session = permit.session();
  if (const auto bad = casefile::why_read_only(act.writer(), facts.id)) return tl::unexpected(*bad);
  if (facts.version != expected_version) return fail(nrm::problems::kStale);
  if (casefile::state_on(facts, found.track->id) != found.step->from) return fail(problems::kMovedOn);
  if (auto fine = check_mover(act, session, found); !fine) return fine;
  if (facts.pathway_version != desk.pack.pathway.version && !input.adopt_pathway) return fail(problems::kOtherPathway);
  if (auto fine = check_times(act, desk.pack, facts, *found.step); !fine) return fine;
  if (auto fine = check_window(act, desk.pack, facts.id, found, input.exceptional); !fine) return fine;
  if (auto fine = check_case_needs(act, permit, facts.id, found); !fine) return fine;
  auto faults = find_faults(*found.step, input, desk.pack.calendar->local_date(act.now()));
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

void insert(log::Act& act, const Mover& mover, const MoveId& id) {
  const auto& session = mover.permit.session();
  act.run(
      "INSERT INTO case_move (id, case_id, track, transition, from_state, to_state, pathway_version, at, by_member, "
      "by_team) VALUES ($id, $case, $track, $transition, $from, $to, $pathway, $now, $member, $team)",
      {{"id", id},
       {"case", mover.facts.id},
       {"track", mover.found.track->id},
       {"transition", mover.found.step->id},
       {"from", mover.found.step->from},
       {"to", mover.found.step->to},
       {"pathway", mover.desk.pack.pathway.version},
       {"now", act.now()},
       {"member", session.member},
       {"team", session.team}});
}

void note(log::Act& act, const Mover& mover, const MoveId& id, bool exceptional) {
  act.note("move", id.text());
  act.note("step", mover.found.step->id);
  act.note("from", mover.found.step->from);
  act.note("to", mover.found.step->to);
  if (exceptional) act.note("exceptional", "yes");
  if (mover.facts.pathway_version != mover.desk.pack.pathway.version)
    act.note("pathway-adopted", mover.desk.pack.pathway.version);
}

Result<Moved> take(log::Act& act, const Mover& mover, const NewMove& input) {
  const auto& [track, step] = mover.found;
  const auto& id = mover.facts.id;
  const auto version = casefile::change_state(
      act, id, {track->id, step->from, step->to, mover.desk.pack.pathway.version, mover.facts.version});
  if (!version) return tl::unexpected(version.error());
  const auto move = MoveId::random(act.random());
  insert(act, mover, move);
  if (const auto said = said_with(input); !said.empty()) {
    const auto kept = casefile::keep_note(act, mover.permit, id, access::Compartment::casework, note_field(move),
                                          casefile::to_json_text(said));
    if (!kept) return tl::unexpected(kept.error());
  }
  if (const auto stay = find_stay(act.writer(), id, track->id)) leave(act, mover.desk.pack, *stay);
  enter(act, mover.desk.pack, mover.facts, track->id, step->to, mover.permit.session().team);
  silence_answered(act, mover.desk.pack, id);
  note(act, mover, move, input.exceptional);
  return Moved{move, track->id, step->to, *version};
}

}  // namespace

Result<Moved> move(const Desk& desk, const access::Session& session, const CaseId& id, std::int64_t expected_version,
                   const NewMove& input) {
  const auto found = find_step(desk.pack, input.transition);
  if (!found) return fail(nrm::problems::kInvalid, {{"/transition", "not-in-list", {}}});
  const auto header =
      session.header("pathway.move", purpose_of(input.transition), {id, session.organisation, id.text()});
  return desk.journal.act<Moved>(header, [&](log::Act& act) -> Result<Moved> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    auto facts = held_case(act, session, id);
    if (!facts) return tl::unexpected(facts.error());
    const Mover mover{desk, *permit, *std::move(facts), *found};
    if (auto fine = check(act, mover, expected_version, input); !fine) return tl::unexpected(fine.error());
    return take(act, mover, input);
  });
}

}  // namespace nrm::identification
