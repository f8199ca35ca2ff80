// The rows of a letter and the one guarded step between states. Inside an act only.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/letters/letter.hpp"

namespace nrm::letters {

struct LetterRow {
  LetterId id;
  std::string reference;
  TeamId from_team;
  std::optional<OrganisationId> partner;
  std::string need;
  Agreed agreed;
  State state;
  std::int64_t version;
  UtcTime sent_at;
  UtcTime due_at;
  std::optional<Bytes> code_hash;
  std::int64_t copies;
  std::optional<UtcTime> answered_at;
  std::optional<How> answered_how;
  std::optional<MemberId> recorded_by;
  std::optional<std::string> reason_code;
  bool unread;
  std::optional<UtcTime> withdrawn_at;
  bool to_tell;
};
LetterRow row_of(const storage::Row& row);
std::optional<LetterRow> find_row(storage::Reader& reader, const LetterId& id);
std::optional<LetterRow> find_row_by_reference(storage::Reader& reader, std::string_view reference);
std::vector<LetterRow> rows_of_case(storage::Reader& reader, std::string_view case_id);
std::optional<CaseId> case_of(storage::Reader& reader, const LetterId& id);
clocks::Subject clock_subject(const LetterId& id);
// Somebody expects her, or may, by her own word.
bool announces(const LetterRow& row);
// A copy of it was made, or the body said something to it: nobody else can expect her.
bool was_heard_of(const LetterRow& row);

// A letter as a member of its team may act on it.
struct Held {
  LetterRow row;
  CaseId case_id;
  access::Permit permit;
};
// kNotFound for a stranger, a missing one, and one whose case was erased; casefile.restricted as for the case.
Result<Held> hold(log::Act& act, const access::Session& session, const LetterId& id);

struct Ending {
  Step step;
  std::optional<How> how = std::nullopt;
  std::optional<MemberId> recorded_by = std::nullopt;
  std::optional<std::string> reason_code = std::nullopt;
};
// Guarded by state and version: of two at once exactly one goes through, the other gets kConflict. Ends the code, and
// the clock unless it is the clock's own step. What the team did not do itself it is told.
Result<State> take(log::Act& act, const LetterRow& row, const Ending& ending);

// The sealed note of a letter in its case.
std::string lines_field(const LetterId& id);
Result<void> keep_lines(log::Act& act, const access::Permit& permit, const CaseId& case_id, const LetterId& id,
                        const Lines& lines);
Result<Lines> read_lines(log::Act& act, const access::Permit& permit, const CaseId& case_id, const LetterId& id);

// One act of a session on one letter.
template <class T>
Result<T> with_letter(const Desk& desk, const access::Session& session, std::string_view action, const LetterId& id,
                      const std::function<Result<T>(log::Act&, const Held&)>& work) {
  const log::Subject subject{std::nullopt, session.organisation, id.text()};
  return desk.journal.act<T>(session.header(std::string{action}, "refer", subject), [&](log::Act& act) -> Result<T> {
    const auto held = hold(act, session, id);
    if (!held) return tl::unexpected(held.error());
    return work(act, *held);
  });
}

}  // namespace nrm::letters
