#include "store.hpp"

#include <fmt/format.h>

#include <array>

#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "tries.hpp"

namespace nrm::letters {
namespace {

constexpr std::string_view kColumns =
    "l.id AS id, l.reference AS reference, l.from_team AS from_team, l.partner AS partner, l.need AS need, l.agreed AS "
    "agreed, l.state AS state, l.version AS version, l.sent_at AS sent_at, l.due_at AS due_at, l.code_hash AS "
    "code_hash, "
    "l.copies AS copies, l.answered_at AS answered_at, l.answered_how AS answered_how, l.recorded_by AS recorded_by, "
    "l.reason_code AS reason_code, l.unread AS unread, l.withdrawn_at AS withdrawn_at, l.to_tell AS to_tell";

constexpr std::array kAgreedNames{std::pair{Agreed::person, "person"}, std::pair{Agreed::guardian, "guardian"}};
constexpr std::array kHowNames{std::pair{How::page, "page"}, std::pair{How::phone, "phone"},
                               std::pair{How::paper, "paper"}};

template <class Names>
auto value_named(const Names& names, std::string_view text) -> std::optional<decltype(names[0].first)> {
  for (const auto& [value, name] : names)
    if (text == name) return value;
  return std::nullopt;
}

template <class Names, class T>
std::string_view name_in(const Names& names, T value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  fail_bug("a code of a letter without a name");
}

template <class T>
T stored(const std::optional<T>& parsed) {
  if (!parsed) fail_bug("a stored code of a letter is unknown");
  return *parsed;
}

template <class IdType>
std::optional<IdType> maybe_id(const storage::Row& row, std::string_view column) {
  const auto text = row.maybe_text(column);
  return text ? std::optional{IdType::from_row(*text)} : std::nullopt;
}

std::optional<LetterRow> only(const std::optional<storage::Row>& row) {
  return row ? std::optional{row_of(*row)} : std::nullopt;
}

bool is_answer(Step step) {
  return step != Step::recall && step != Step::expire;
}

// The page and the clock do what nobody of the team saw.
bool is_news(Step step) {
  return step == Step::accept_by_page || step == Step::decline_by_page || step == Step::expire;
}

}  // namespace

std::string_view name_of(Agreed agreed) {
  return name_in(kAgreedNames, agreed);
}
std::optional<Agreed> parse_agreed(std::string_view name) {
  return value_named(kAgreedNames, name);
}
std::string_view name_of(How how) {
  return name_in(kHowNames, how);
}
std::optional<How> parse_how(std::string_view name) {
  return value_named(kHowNames, name);
}

LetterRow row_of(const storage::Row& row) {
  const auto how = row.maybe_text("answered_how");
  return {row.id<LetterId>("id"),
          row.text("reference"),
          row.id<TeamId>("from_team"),
          maybe_id<OrganisationId>(row, "partner"),
          row.text("need"),
          stored(parse_agreed(row.text("agreed"))),
          stored(parse_state(row.text("state"))),
          row.integer("version"),
          row.time("sent_at"),
          row.time("due_at"),
          row.is_null("code_hash") ? std::nullopt : std::optional{row.blob("code_hash")},
          row.integer("copies"),
          row.maybe_time("answered_at"),
          how ? std::optional{stored(parse_how(*how))} : std::nullopt,
          maybe_id<MemberId>(row, "recorded_by"),
          row.maybe_text("reason_code"),
          row.flag("unread"),
          row.maybe_time("withdrawn_at"),
          row.flag("to_tell")};
}

std::optional<LetterRow> find_row(storage::Reader& reader, const LetterId& id) {
  return only(reader.query_one(fmt::format("SELECT {} FROM letter l WHERE l.id = $id", kColumns), {{"id", id}}));
}

std::optional<LetterRow> find_row_by_reference(storage::Reader& reader, std::string_view reference) {
  return only(reader.query_one(fmt::format("SELECT {} FROM letter l WHERE l.reference = $reference", kColumns),
                               {{"reference", reference}}));
}

std::vector<LetterRow> rows_of_case(storage::Reader& reader, std::string_view case_id) {
  std::vector<LetterRow> out;
  for (const auto& row : reader.query(
           fmt::format("SELECT {} FROM letter l JOIN letter_case c ON c.letter = l.id WHERE c.case_id = $case_id "
                       "ORDER BY l.sent_at DESC, l.id",
                       kColumns),
           {{"case_id", case_id}}))
    out.push_back(row_of(row));
  return out;
}

std::optional<CaseId> case_of(storage::Reader& reader, const LetterId& id) {
  const auto row = reader.query_one("SELECT case_id FROM letter_case WHERE letter = $id", {{"id", id}});
  return row ? std::optional{row->id<CaseId>("case_id")} : std::nullopt;
}

clocks::Subject clock_subject(const LetterId& id) {
  return {std::string{kSubjectKind}, id.text()};
}

bool announces(const LetterRow& row) {
  return !row.withdrawn_at && (next(row.state, Step::withdraw) || row.state == State::accepted);
}

bool was_heard_of(const LetterRow& row) {
  return row.copies > 0 || row.answered_at;
}

Result<Held> hold(log::Act& act, const access::Session& session, const LetterId& id) {
  auto row = find_row(act.writer(), id);
  const auto case_id = row && row->from_team == session.team ? case_of(act.writer(), id) : std::nullopt;
  if (!case_id) return fail(nrm::problems::kNotFound);
  act.set_subject({case_id, session.organisation, id.text()});
  auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  if (const auto may = casefile::may_work_on(act.writer(), session, *case_id); !may) return tl::unexpected(may.error());
  return Held{std::move(*row), *case_id, std::move(*permit)};
}

Result<State> take(log::Act& act, const LetterRow& row, const Ending& ending) {
  const auto to = next(row.state, ending.step);
  if (!to) return fail(nrm::problems::kConflict);
  const auto changed = act.run(
      "UPDATE letter SET state = $to, version = version + 1, code_hash = NULL, answered_at = $answered, answered_how = "
      "$how, recorded_by = $by, reason_code = $reason, unread = $unread, ended_at = $ended WHERE id = $id AND version "
      "= $version",
      {{"to", name_of(*to)},
       {"answered", is_answer(ending.step) ? std::optional{act.now()} : std::nullopt},
       {"how", ending.how ? std::optional{std::string{name_of(*ending.how)}} : std::nullopt},
       {"by", ending.recorded_by},
       {"reason", ending.reason_code},
       {"unread", is_news(ending.step) ? 1 : 0},
       {"ended", ending.step == Step::recall ? std::optional{act.now()} : std::nullopt},
       {"id", row.id},
       {"version", row.version}});
  if (changed != 1) return fail(nrm::problems::kConflict);
  forget_tries(act, row.reference);
  if (ending.step != Step::expire) clocks::stop_all(act, clock_subject(row.id));
  if (is_news(ending.step))
    act.react("team.noticed", fmt::format("{}:letter.{}:{}", row.from_team.text(), name_of(*to), row.id.text()));
  act.note("letter", row.id.text());
  act.note("state", std::string{name_of(*to)});
  return *to;
}

std::string lines_field(const LetterId& id) {
  return "letter." + id.text();
}

Result<void> keep_lines(log::Act& act, const access::Permit& permit, const CaseId& case_id, const LetterId& id,
                        const Lines& lines) {
  const auto text =
      casefile::to_json_text({{"partner_name", lines.partner_name}, {"sender", lines.sender}, {"phone", lines.phone}});
  return casefile::keep_note(act, permit, case_id, casefile::Compartment::casework, lines_field(id), text);
}

Result<Lines> read_lines(log::Act& act, const access::Permit& permit, const CaseId& case_id, const LetterId& id) {
  const auto note = casefile::read_note(act, permit, case_id, casefile::Compartment::casework, lines_field(id));
  if (!note) return tl::unexpected(note.error());
  auto members = casefile::from_json_text(note->reveal());
  return Lines{members["partner_name"], members["sender"], members["phone"]};
}

}  // namespace nrm::letters
