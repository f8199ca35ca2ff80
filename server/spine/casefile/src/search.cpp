#include <algorithm>

#include <fmt/format.h>

#include "bulk.hpp"
#include "match.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/kernel/text.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kMaxFound = 20;
constexpr std::size_t kMaxQuery = 200;

storage::Rows name_form_rows(log::Act& act, const access::Permit& permit) {
  return act.query(
      "SELECT c.id, c.reference, n.value_version, n.key_version, n.ciphertext, s.sealed AS seal, s.form, s.basis, "
      "s.holder_key_version "
      "FROM case_file c JOIN case_name_form n ON n.case_id = c.id JOIN key_seal s ON s.subject = c.id AND "
      "s.subject_kind = 'case' AND s.compartment = 'identity' AND s.key_version = n.key_version AND s.holder = $team "
      "AND s.dormant = 0 WHERE c.error_marked_at IS NULL AND (c.team = $team OR EXISTS (SELECT j.id FROM case_team j "
      "WHERE j.case_id = c.id AND "
      "j.team = $team AND j.ended_at IS NULL AND j.paused_at IS NULL AND j.until > $now))",
      {{"team", permit.session().team}, {"now", act.now()}});
}

}  // namespace

Result<std::vector<Found>> search_cases(log::Act& act, const access::Permit& permit, std::string_view text) {
  if (const auto bad = find_text_fault(text, kMaxQuery, true))
    return fail(nrm::problems::kInvalid, {{"/text", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxQuery)}}}});
  auto opener = BulkOpener::make(act, permit, Compartment::identity, std::string{kNameFormField});
  if (!opener) return tl::unexpected(opener.error());
  const auto query = words_of(text);
  // That a name is met would tell what the restriction keeps.
  const auto kept_from = cases_kept_from(act.writer(), permit.session());
  std::vector<Found> out;
  for (const auto& row : name_form_rows(act, permit)) {
    if (kept_from.contains(row.id<CaseId>("id"))) continue;
    const auto forms = opener->open(row);
    const auto match = forms ? match_name_forms(query, *forms) : std::nullopt;
    if (match) out.push_back({row.id<CaseId>("id"), row.text("reference"), Personal{match->label}, match->score});
  }
  std::ranges::stable_sort(out, [](const Found& a, const Found& b) { return a.score > b.score; });
  if (out.size() > kMaxFound) out.erase(out.begin() + static_cast<std::ptrdiff_t>(kMaxFound), out.end());
  for (const auto& found : out) act.react(kCaseFound, found.id.text());
  act.note("found", std::to_string(out.size()));
  return out;
}

}  // namespace nrm::casefile
