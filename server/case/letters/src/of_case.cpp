#include "nrm/letters/of_case.hpp"

#include "store.hpp"

namespace nrm::letters {
namespace {

// Of the store newest first; here as they were sent.
template <class Takes>
std::vector<OpenLetter> those(storage::Reader& reader, const CaseId& id, const Takes& takes) {
  std::vector<OpenLetter> out;
  for (auto& row : rows_of_case(reader, id.text()))
    if (takes(row))
      out.insert(out.begin(), {row.id, std::move(row.reference), std::move(row.need), row.state, row.from_team,
                               row.partner, row.sent_at, was_heard_of(row)});
  return out;
}

}  // namespace

std::vector<OpenLetter> open_letters_of(storage::Reader& reader, const CaseId& id) {
  return those(reader, id, [](const LetterRow& row) { return next(row.state, Step::recall).has_value(); });
}

std::vector<OpenLetter> letters_that_announce(storage::Reader& reader, const CaseId& id) {
  return those(reader, id, announces);
}

}  // namespace nrm::letters
