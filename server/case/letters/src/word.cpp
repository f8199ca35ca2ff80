#include "word.hpp"

#include <fmt/format.h>

#include "nrm/casefile/erasure.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/taken_back.hpp"
#include "nrm/directory/directory.hpp"
#include "store.hpp"
#include "tries.hpp"

namespace nrm::letters {
namespace {

// Of the pack's list of reasons to recall.
constexpr std::string_view kConsentWithdrawn = "consent-withdrawn";

// A letter that lies on a desk cannot be called back: its code dies, and the team is to tell the body that nobody
// comes. What it answered stays its answer. One that nobody ever printed ends in silence: the body never heard of her.
// The leaf may be an erasure's, so it names no letter.
void take_back(log::Act& act, const LetterRow& row) {
  const auto to = next(row.state, Step::withdraw);
  const bool heard = was_heard_of(row);
  act.run(
      "UPDATE letter SET state = $to, version = version + 1, code_hash = NULL, withdrawn_at = $now, to_tell = $tell, "
      "unread = $tell WHERE id = $id",
      {{"to", name_of(to.value_or(row.state))}, {"now", act.now()}, {"tell", heard}, {"id", row.id}});
  if (to)
    act.run("UPDATE letter SET reason_code = $reason, ended_at = $now WHERE id = $id",
            {{"reason", kConsentWithdrawn}, {"now", act.now()}, {"id", row.id}});
  forget_tries(act, row.reference);
  clocks::stop_all(act, clock_subject(row.id));
  if (heard) act.react("team.noticed", fmt::format("{}:letter.withdrawn:{}", row.from_team.text(), row.id.text()));
}

// Of every case that stands for her: whoever a merged one announced her to expects her all the same.
std::vector<LetterRow> rows_of_person(log::Act& act, std::string_view case_id) {
  std::vector<LetterRow> out;
  for (const auto& part : casefile::parts_of_person(act.writer(), CaseId::from_row(std::string{case_id})))
    for (auto& row : rows_of_case(act.writer(), part.text())) out.push_back(std::move(row));
  return out;
}

template <class Takes>
void take_back_those(log::Act& act, const std::vector<LetterRow>& rows, const Takes& takes) {
  std::size_t ended = 0;
  for (const auto& row : rows) {
    if (!announces(row) || !takes(row)) continue;
    take_back(act, row);
    ++ended;
  }
  if (ended > 0) act.note("letters-ended", std::to_string(ended));
}

// A body that got a team here since it was written to is the receiver of what she says about that team: in all her
// cases. A day that is over is no word of hers and ends what hangs on it in its own case alone.
void follow_basis(log::Act& act, std::string_view basis, bool her_word) {
  const auto concerned = consent::find_concerned(act.writer(), basis);
  const auto team = concerned ? directory::find_team(act.writer(), concerned->receiver) : std::nullopt;
  if (!team) return;
  const auto id = concerned->case_id.text();
  take_back_those(act, her_word ? rows_of_person(act, id) : rows_of_case(act.writer(), id),
                  [&](const LetterRow& row) { return row.partner == team->organisation; });
}

}  // namespace

void register_word(log::Journal& journal) {
  for (const auto moment : {consent::kWithdrawn, consent::kExpired, consent::kRefused})
    journal.on(std::string{moment}, [her_word = moment != consent::kExpired](log::Act& act, std::string_view basis) {
      follow_basis(act, basis, her_word);
    });
  journal.on(std::string{consent::kAllTakenBack}, [](log::Act& act, std::string_view case_id) {
    take_back_those(act, rows_of_person(act, case_id), [](const LetterRow&) { return true; });
  });
  journal.on(std::string{consent::kSpokenForEnded}, [](log::Act& act, std::string_view case_id) {
    take_back_those(act, rows_of_person(act, case_id),
                    [](const LetterRow& row) { return row.agreed == Agreed::guardian; });
  });
}

}  // namespace nrm::letters
