// Which of a team's cases a list shows. What is clear is asked of the database; what is sealed (needs, age class,
// urgency) is asked of the cards, which the list opens anyway.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"

namespace nrm::casefile {

// open, closed, or both; `every` with the absorbed ones, for exports. Cases opened in error are in no list.
enum class ListedLife { open, closed, both, every };

struct CaseFilter {
  ListedLife life = ListedLife::open;
  std::optional<MemberId> keeper;
  std::string identification_state;  // of the pathway; empty: any
  std::string protection_state;
  std::optional<UtcTime> due_before;
  std::optional<bool> basis_missing;
  std::optional<bool> in_group;
  std::string need;  // a service code; empty: any
  std::string age_class;
  bool urgent = false;  // only those marked urgent
  bool asks_cards() const { return !need.empty() || !age_class.empty() || urgent; }
};
bool fits(const CaseFilter& filter, const Card& card);

// At most request.size cases, newest first. A filter that asks cards looks through at most kMaxScanned cases an answer:
// a page may then hold fewer than asked and still have a next one.
inline constexpr std::size_t kMaxScanned = 2000;  // some 100 ms of opening
Result<Page<ListedCase>> list_cases(log::Act& act, const access::Permit& permit, const CaseFilter& filter,
                                    const PageRequest& request);

// A filter as words of the interface, codes only: how a query, a saved filter and a list as a file name it.
//   state open|closed|both, keeper me|<member id>, identification, protection (states of the pathway), need, age_class,
//   due_within (days), basis_missing, in_group (yes|no), urgent (yes)
using FilterWords = std::map<std::string, std::string>;
const std::vector<std::string>& filter_words();
struct FilterReader {
  MemberId me;
  UtcTime now;
  const pathway::Pack& pack;
};
// `prefix` begins the pointers of faults: "query:" or "/filter/". kInvalid names each word that is unknown or wrong.
Result<CaseFilter> parse_filter(const FilterWords& words, const FilterReader& reader, std::string_view prefix);

}  // namespace nrm::casefile
