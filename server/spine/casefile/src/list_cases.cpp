#include <fmt/format.h>

#include <algorithm>

#include "bulk.hpp"
#include "facts_of.hpp"
#include "life_rows.hpp"
#include "nrm/casefile/case_filter.hpp"
#include "nrm/casefile/restriction.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kColumns =
    "SELECT c.id, c.team, c.reference, c.opened_at, c.opened_by, c.keeper, c.identification_state, c.assistance_state, "
    "c.pathway_version, c.group_id, c.basis_missing, c.version, c.next_due, c.closed_at, c.closed_by, "
    "c.error_marked_at, c.merged_into, CASE WHEN c.group_id IS NULL THEN 0 ELSE (SELECT COUNT(*) FROM case_file g "
    "WHERE g.group_id = c.group_id AND g.team = c.team AND c.team = $team) END AS group_size, k.value_version, "
    "k.key_version, k.ciphertext, s.sealed AS "
    "seal, "
    "s.form, s.basis, s.holder_key_version ";

// Clear facts only; `f` is the case.
constexpr std::string_view kFits =
    "f.error_marked_at IS NULL AND ($life = 'every' OR ($life = 'both' OR ($life = 'open' AND f.closed_at IS NULL) OR "
    "($life = 'closed' AND f.closed_at IS NOT NULL)) AND (f.merged_into IS NULL OR f.team <> $team)) "
    "AND ($keeper = '' OR f.keeper = $keeper) AND ($identification = '' OR f.identification_state = $identification) "
    "AND ($protection = '' OR f.assistance_state = $protection) AND ($due = 0 OR f.next_due < $due) "
    "AND ($missing < 0 OR f.basis_missing = $missing) "
    "AND ($grouped < 0 OR (CASE WHEN f.group_id IS NULL THEN 0 ELSE 1 END) = $grouped) "
    "AND ($after = '' OR f.id < $after) ";

// Newest first: version 7 identifiers sort by time, so the cursor is the last id. Two short walks over indexes rather
// than one over all cases: the team's own, and those it holds jointly.
std::string statement() {
  return fmt::format(
      "{}FROM (SELECT id FROM (SELECT f.id FROM case_file f WHERE f.team = $team AND {}ORDER BY f.id DESC LIMIT "
      "$limit) AS own UNION SELECT id FROM (SELECT f.id FROM case_team j JOIN case_file f ON f.id = j.case_id WHERE "
      "j.team = $team AND j.ended_at IS NULL AND j.paused_at IS NULL AND j.until > $now AND {}ORDER BY f.id DESC LIMIT "
      "$limit) AS joint) AS "
      "page JOIN case_file c ON c.id = page.id LEFT JOIN case_card k ON k.case_id = c.id LEFT JOIN key_seal s ON "
      "s.subject = c.id AND s.subject_kind = 'case' AND s.compartment = 'casework' AND s.key_version = k.key_version "
      "AND s.holder = $team AND s.dormant = 0 ORDER BY c.id DESC LIMIT $limit",
      kColumns, kFits, kFits);
}

std::string_view name_of(ListedLife life) {
  switch (life) {
    case ListedLife::open:
      return "open";
    case ListedLife::closed:
      return "closed";
    case ListedLife::both:
      return "both";
    case ListedLife::every:
      return "every";
  }
  fail_bug("a list of no life");
}

std::int64_t number_of(const std::optional<bool>& asked) {
  return asked ? (*asked ? 1 : 0) : -1;
}

storage::Rows rows_after(log::Act& act, const access::Permit& permit, const CaseFilter& filter,
                         const std::string& after, std::size_t limit) {
  static const std::string sql = statement();
  return act.query(sql, {{"team", permit.session().team},
                         {"life", name_of(filter.life)},
                         {"keeper", filter.keeper ? filter.keeper->text() : std::string{}},
                         {"identification", filter.identification_state},
                         {"protection", filter.protection_state},
                         {"due", filter.due_before ? filter.due_before->unix_us() : 0},
                         {"missing", number_of(filter.basis_missing)},
                         {"grouped", number_of(filter.in_group)},
                         {"after", after},
                         {"now", act.now()},
                         {"limit", limit}});
}

class Lister {
 public:
  Lister(log::Act& act, const access::Permit& permit, const CaseFilter& filter)
      : act_{act}, permit_{permit}, filter_{filter}, kept_from_{cases_kept_from(act.writer(), permit.session())} {
    if (auto made = BulkOpener::make(act, permit, Compartment::casework, std::string{kCardField}))
      opener_.emplace(std::move(*made));
  }

  Page<ListedCase> page(const PageRequest& request) {
    const auto wanted = static_cast<std::size_t>(request.size);
    const auto limit = filter_.asks_cards() ? kMaxScanned : wanted;
    Page<ListedCase> out;
    std::string after = request.after.value_or("");
    const auto rows = rows_after(act_, permit_, filter_, after, limit + 1);
    for (std::size_t at = 0; at < rows.size(); ++at) {
      if (out.items.size() == wanted || at == limit) {
        out.next = after;
        break;
      }
      if (auto item = read(rows[at])) out.items.push_back(std::move(*item));
      after = rows[at].text("id");
    }
    return out;
  }

 private:
  std::optional<ListedCase> read(const storage::Row& row) {
    const bool restricted = kept_from_.contains(row.id<CaseId>("id"));
    const auto plain = opener_ && !restricted && !row.is_null("seal") ? opener_->open(row) : std::nullopt;
    auto card = plain ? read_card(*plain) : std::nullopt;
    if (filter_.asks_cards() && !(card && fits(filter_, *card))) return std::nullopt;
    ListedCase out{facts_of(row), static_cast<std::size_t>(row.integer("group_size")), std::nullopt,
                   row.id<TeamId>("team") != permit_.session().team, life_from(row).closed_at};
    out.restricted = restricted;
    if (card) out.card = Personal{std::move(*card)};
    return out;
  }

  log::Act& act_;
  const access::Permit& permit_;
  const CaseFilter& filter_;
  std::set<CaseId> kept_from_;
  std::optional<BulkOpener> opener_;
};

}  // namespace

bool fits(const CaseFilter& filter, const Card& card) {
  if (filter.urgent && !card.urgent) return false;
  if (!filter.age_class.empty() && card.age_class != filter.age_class) return false;
  return filter.need.empty() || std::ranges::find(card.needs, filter.need) != card.needs.end();
}

Result<Page<ListedCase>> list_cases(log::Act& act, const access::Permit& permit, const CaseFilter& filter,
                                    const PageRequest& request) {
  auto page = Lister{act, permit, filter}.page(request);
  act.note("listed", std::to_string(page.items.size()));
  return page;
}

Result<Page<ListedCase>> list_cases(log::Act& act, const access::Permit& permit, const PageRequest& request) {
  return list_cases(act, permit, CaseFilter{}, request);
}

}  // namespace nrm::casefile
