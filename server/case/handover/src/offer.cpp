#include <fmt/format.h>

#include "hindrances.hpp"
#include "notes.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/kernel/reference.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::handover {
namespace {

struct Written {
  HandoverId id;
  std::string reference;
  BasisId basis;
  std::optional<Bytes> note;
};

void insert(log::Act& act, const access::Session& session, const NewOffer& input, const Written& written) {
  act.run(
      "INSERT INTO handover (id, reference, case_id, from_team, to_team, basis, state, version, urgent, offered_at, "
      "offered_by, lapses_at, note) VALUES ($id, $reference, $case, $from, $to, $basis, $state, 1, $urgent, $now, $by, "
      "$lapses, $note)",
      {{"id", written.id},
       {"reference", written.reference},
       {"case", input.case_id},
       {"from", session.team},
       {"to", input.to_team},
       {"basis", written.basis},
       {"state", name_of(State::offered)},
       {"urgent", input.urgent ? 1 : 0},
       {"now", act.now()},
       {"by", session.member},
       {"lapses", act.now() + kLongestOffer},
       {"note", written.note}});
}

// Keys, parts, whether all is given.
Result<bool> give(log::Act& act, const access::Permit& permit, const Row& row) {
  const auto parts = parts_of(act.writer(), row.case_id);
  note_parts(act, row.id, parts);
  const auto given = casefile::give_ahead(act, permit, subjects_of(act.writer(), parts, row.from_team), row.to_team);
  if (!given) return tl::unexpected(given.error());
  return is_complete(act.writer(), row);
}

Result<Written> write(log::Act& act, const access::Permit& permit, const NewOffer& input, const BasisId& basis) {
  Written out{HandoverId::random(act.random()), make_reference("H", act.random()), basis, std::nullopt};
  if (auto made = make_note_key(act, permit, out.id, input.to_team, basis); !made) return tl::unexpected(made.error());
  auto note = seal_note(act, permit, out.id, NoteKind::note, input.note);
  if (!note) return tl::unexpected(note.error());
  out.note = std::move(*note);
  return out;
}

Result<Offered> offer_in(log::Act& act, const access::Permit& permit, const Desk& desk, const NewOffer& input) {
  const auto& session = permit.session();
  const auto coverage = coverage_of(act, permit, input.case_id, input.to_team);
  if (!coverage) return tl::unexpected(coverage.error());
  const auto hindrances = find_hindrances(act, permit, input.case_id, input.to_team, *coverage);
  if (!hindrances.empty()) return tl::unexpected(hindrances.front().problem);
  const auto written = write(act, permit, input, coverage->basis->id());
  if (!written) return tl::unexpected(written.error());
  insert(act, session, input, *written);
  const auto complete = give(act, permit, *find_row(act.writer(), written->id));
  if (!complete) return tl::unexpected(complete.error());
  const auto clock =
      clocks::start(act, desk.pack, kAnswerRule, {std::string{kClockSubject}, written->id.text()}, input.to_team);
  start_lapse(act, written->id, act.now() + kLongestOffer);
  add_history(act, written->id, {std::string{name_of(State::offered)}, session.team});
  tell(act, input.to_team, name_of(State::offered), written->id);
  act.note("handover", written->id.text());
  act.note("basis", written->basis.text());
  act.note("to-team", input.to_team.text());
  return Offered{written->id, written->reference, clock.due_at.value_or(act.now() + kLongestOffer), *complete};
}

}  // namespace

Result<Offered> offer(const Desk& desk, const access::Session& session, const NewOffer& input) {
  if (const auto fault = find_text_fault(input.note, kMaxNote, false))
    return fail(nrm::problems::kInvalid,
                {{"/note", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxNote)}}}});
  const auto& id = input.case_id;
  const auto header = session.header("handover.offer", "refer", {id, session.organisation, id.text()});
  return desk.journal.act<Offered>(header, [&](log::Act& act) -> Result<Offered> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (const auto may = casefile::may_decide_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
    return offer_in(act, *permit, desk, input);
  });
}

Result<Offered> complete(const Desk& desk, const access::Session& session, const HandoverId& id) {
  return with_offer<Offered>(
      desk, session, "handover.complete", id, [&](log::Act& act, const Held& held) -> Result<Offered> {
        const auto& row = held.row;
        if (held.side != Side::giver) return fail(nrm::problems::kNotFound);
        if (const auto may = casefile::may_work_on(act.writer(), session, row.case_id); !may)
          return tl::unexpected(may.error());
        if (row.state != State::offered) return fail(nrm::problems::kConflict);
        const auto done = give(act, held.permit, row);
        if (!done) return tl::unexpected(done.error());
        add_history(act, row.id, {"completed", session.team});
        if (*done) tell(act, row.to_team, "completed", row.id);
        const auto clock = clocks::find(act.writer(), kAnswerRule, {std::string{kClockSubject}, row.id.text()});
        return Offered{row.id, row.reference, clock && clock->due_at ? *clock->due_at : row.lapses_at, *done};
      });
}

Result<State> take_back(const Desk& desk, const access::Session& session, const HandoverId& id) {
  return with_offer<State>(desk, session, "handover.take-back", id,
                           [&](log::Act& act, const Held& held) -> Result<State> {
                             if (held.side != Side::giver) return fail(nrm::problems::kNotFound);
                             return end(act, held.row, {Arrow::take_back, held.side, session.team, session.member});
                           });
}

}  // namespace nrm::handover
