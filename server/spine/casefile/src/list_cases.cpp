#include "bulk.hpp"
#include "facts_of.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

// Newest first: version 7 identifiers sort by time, so the cursor is the last id.
storage::Rows page_rows(log::Act& act, const access::Permit& permit, const PageRequest& request) {
  return act.query(
      "SELECT c.id, c.team, c.reference, c.opened_at, c.opened_by, c.keeper, c.identification_state, "
      "c.assistance_state, "
      "c.pathway_version, c.group_id, c.basis_missing, c.version, c.next_due, "
      "(SELECT COUNT(*) FROM case_file g WHERE g.group_id = c.group_id AND g.team = c.team) AS group_size, "
      "k.value_version, k.key_version, k.ciphertext, s.sealed AS seal, s.holder_key_version "
      "FROM case_file c LEFT JOIN case_card k ON k.case_id = c.id LEFT JOIN key_seal s ON s.subject = c.id AND "
      "s.subject_kind = 'case' AND s.compartment = 'casework' AND s.key_version = k.key_version AND s.holder = $team "
      "AND "
      "s.form = 'wrap' AND s.dormant = 0 "
      "WHERE c.team = $team AND ($after = '' OR c.id < $after) ORDER BY c.id DESC LIMIT $limit",
      {{"team", permit.session().team}, {"after", request.after.value_or("")}, {"limit", request.size + 1}});
}

}  // namespace

Result<Page<ListedCase>> list_cases(log::Act& act, const access::Permit& permit, const PageRequest& request) {
  std::optional<BulkOpener> opener;
  if (auto made = BulkOpener::make(act, permit, Compartment::casework, std::string{kCardField}))
    opener.emplace(std::move(*made));
  Page<ListedCase> page;
  for (const auto& row : page_rows(act, permit, request)) {
    if (page.items.size() == static_cast<std::size_t>(request.size)) {
      page.next = page.items.back().facts.id.text();
      break;
    }
    ListedCase item{facts_of(row), static_cast<std::size_t>(row.integer("group_size")), std::nullopt};
    const auto plain = opener && !row.is_null("seal") ? opener->open(row) : std::nullopt;
    if (auto card = plain ? read_card(*plain) : std::nullopt) item.card = Personal{std::move(*card)};
    page.items.push_back(std::move(item));
  }
  act.note("listed", std::to_string(page.items.size()));
  return page;
}

}  // namespace nrm::casefile
