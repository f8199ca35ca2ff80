#include "nrm/letters/answer.hpp"

#include "code.hpp"
#include "store.hpp"
#include "tries.hpp"

namespace nrm::letters {
namespace {

// What anybody can see to be wrong without any letter.
bool is_whole(const Desk& desk, const Submission& in) {
  return in.accepted ? in.reason.empty() : desk.pack.has_code(kDeclineReasons, in.reason);
}

// The hash is made and compared whatever was found, and the comparison takes in every byte.
bool fits(const std::optional<LetterRow>& row, const std::optional<SecretText>& code) {
  static const LetterId kNone{Uuid{}};
  static const SecretText kNothing{""};
  const auto typed = hash_of(row ? row->id : kNone, code ? *code : kNothing);
  const auto kept = row && row->code_hash ? *row->code_hash : Bytes(typed.size(), 0);
  unsigned different = kept.size() == typed.size() ? 0U : 1U;
  for (std::size_t i = 0; i < typed.size() && i < kept.size(); ++i)
    different |= static_cast<unsigned>(kept[i] ^ typed[i]);
  return different == 0 && row && code;
}

Result<void> take_answer(log::Act& act, const LetterRow& row, const Submission& in) {
  act.set_subject({case_of(act.writer(), row.id), std::nullopt, row.id.text()});
  const auto taken = in.accepted
                         ? take(act, row, {Step::accept_by_page, How::page})
                         : take(act, row, {Step::decline_by_page, How::page, std::nullopt, std::string{in.reason}});
  if (!taken) return fail(problems::kNotTaken);
  return {};
}

}  // namespace

// The header names no letter: of a wrong guess the log keeps that there was one.
Result<void> answer(const Desk& desk, const Submission& in) {
  if (!is_whole(desk, in)) return fail(problems::kNotTaken);
  const auto code = parse_code(in.code);
  const auto typed = parse_typed_reference(in.reference);
  const auto reference = code ? typed : std::nullopt;
  const bool may = count_try(desk.upkeep, reference, in.network, desk.journal.clock().now());
  const log::Header header{
      {log::Actor::Kind::system, {}, {}, {}, "letter-answer"}, "letter.answer", "refer", {}, {}, {}};
  return desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    const auto row = find_row_by_reference(act.writer(), reference.value_or(""));
    const bool right = fits(row, code);
    if (!right || !may || !awaits_answer(row->state) || act.now() >= row->due_at) return fail(problems::kNotTaken);
    return take_answer(act, *row, in);
  });
}

}  // namespace nrm::letters
