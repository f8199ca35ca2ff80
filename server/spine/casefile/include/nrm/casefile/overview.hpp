// What a team sees of its cases: list, search, tasks, timeline. Each list is one act with one leaf.
#pragma once

#include <string>
#include <vector>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// The small sealed summary under the casework key: a page of fifty opens fifty of these and nothing else.
struct Card {
  std::string label;      // initials: enough for a colleague, little for a passer-by
  std::string age_class;  // adult, child, may-be-a-child or empty
  std::vector<std::string> needs;
  std::string detection_month;
  bool urgent = false;  // shown, and sorts nothing by itself
};
struct ListedCase {
  CaseFacts facts;
  std::size_t group_size = 0;
  // Nothing where the member's role does not hold the casework compartment, or the case is restricted.
  std::optional<Personal<Card>> card;
  bool joint = false;  // another team's, held with it
  std::optional<UtcTime> closed_at;
  bool restricted = false;  // and this member is not among those who open it
};
// The open ones; see case_filter.hpp for others.
Result<Page<ListedCase>> list_cases(log::Act& act, const access::Permit& permit, const PageRequest& request);

struct Found {
  CaseId id;
  std::string reference;
  Personal<std::string> label;  // the name form that met the query
  int score = 0;                // 0..100
};
// Opens the team's name forms and matches them in any script and spelling; the best twenty. The leaf notes no word of
// the query.
Result<std::vector<Found>> search_cases(log::Act& act, const access::Permit& permit, std::string_view text);

struct Task {
  std::string id;
  std::string kind;  // "decide-age-class", "record-basis"
  CaseId case_id;
  std::string reference;
  std::optional<UtcTime> due;
};
// The holding team's, with those of the cases that it stands for.
std::vector<Task> tasks_of_case(storage::Reader& reader, const CaseId& id);
std::vector<Task> tasks_of_team(storage::Reader& reader, const TeamId& team);
// Idempotent: one open task of a kind a case.
void open_task(log::Act& act, const CaseId& id, std::string_view kind, std::optional<UtcTime> due);
// As open_task, for another team that holds the case.
void open_task_for(log::Act& act, const CaseId& id, std::string_view kind, std::optional<UtcTime> due,
                   const TeamId& team);
void close_task(log::Act& act, const CaseId& id, std::string_view kind);
// A basis was recorded: the case may be referred.
void clear_basis_missing(log::Act& act, const CaseId& id);
// Recomputes what the list shows as the next due time.
void refresh_next_due(log::Act& act, const CaseId& id);
// She refused and was counted without a name.
Result<void> count_without_name(log::Act& act, const access::Permit& permit, const CaseId& id);

struct CompartmentView {
  Compartment kind;
  bool held = false;        // the member's role and team hold its key
  std::int64_t fields = 0;  // how many fields have a value
};
std::vector<CompartmentView> compartments_of_case(log::Act& act, const access::Permit& permit, const CaseId& id);
// The rule for reaching her safely: shown with the case, because whoever calls must see it first. Nothing where the
// member's role does not hold the whereabouts.
Result<std::optional<Personal<std::string>>> safe_contact(log::Act& act, const access::Permit& permit,
                                                          const CaseId& id);

// The seed of the case's log key, with which the details of its leaves open.
Result<Key32> open_case_log_key(log::Act& act, const access::Permit& permit, const CaseId& id);

}  // namespace nrm::casefile
