#include <algorithm>
#include <set>

#include "nrm/directory/directory.hpp"
#include "paper.hpp"
#include "tries.hpp"

namespace nrm::letters {
namespace {

Result<void> check_languages(const Desk& desk, const std::vector<std::string>& languages) {
  const auto known = languages_of(desk.catalogue);
  std::vector<FieldProblem> faults;
  if (languages.empty()) faults.push_back({"/languages", "required", {}});
  if (languages.size() > kMaxLanguages)
    faults.push_back({"/languages", "too-many", {{"max", std::to_string(kMaxLanguages)}}});
  if (std::set<std::string>(languages.begin(), languages.end()).size() != languages.size())
    faults.push_back({"/languages", "contradicts", {}});
  for (const auto& language : languages)
    if (std::ranges::find(known, language) == known.end()) faults.push_back({"/languages", "not-in-list", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

Result<Facts> facts_of(log::Act& act, const Held& held, const std::string& page_address) {
  if (!awaits_answer(held.row.state)) return fail(nrm::problems::kConflict);
  auto lines = read_lines(act, held.permit, held.case_id, held.row.id);
  if (!lines) return tl::unexpected(lines.error());
  const auto partner = held.row.partner ? directory::find_organisation(act.writer(), *held.row.partner) : std::nullopt;
  return Facts{held.row.reference,
               held.row.need,
               partner ? partner->name : std::string{},
               partner ? partner->names : pathway::Labels{},
               std::move(*lines),
               held.row.sent_at,
               held.row.due_at,
               page_address};
}

Result<void> renew_code(log::Act& act, const Held& held, const SecretText& code) {
  const auto changed = act.run(
      "UPDATE letter SET code_hash = $hash, copies = copies + 1, version = version + 1 WHERE id = $id AND state = "
      "'sent' AND version = $version",
      {{"hash", hash_of(held.row.id, code)}, {"id", held.row.id}, {"version", held.row.version}});
  if (changed != 1) return fail(nrm::problems::kConflict);
  forget_tries(act, held.row.reference);
  act.note("letter", held.row.id.text());
  return {};
}

}  // namespace

// Printed before its code counts: what cannot be printed leaves the copy that is out there valid.
Result<Bytes> make_copy(const Desk& desk, const access::Session& session, const LetterId& id,
                        const std::vector<std::string>& languages, const std::string& page_address) {
  if (const auto fine = check_languages(desk, languages); !fine) return tl::unexpected(fine.error());
  const auto facts = with_letter<Facts>(desk, session, "letter.view", id, [&](log::Act& act, const Held& held) {
    return facts_of(act, held, page_address);
  });
  if (!facts) return tl::unexpected(facts.error());
  const auto code = make_code(desk.journal.random());
  auto printed = print(desk, *facts, languages, code);
  if (!printed) return printed;
  const auto renewed = with_letter<void>(desk, session, "letter.copy", id,
                                         [&](log::Act& act, const Held& held) { return renew_code(act, held, code); });
  if (!renewed) return tl::unexpected(renewed.error());
  return printed;
}

}  // namespace nrm::letters
