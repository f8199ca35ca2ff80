#include <algorithm>

#include "clocks.hpp"
#include "holds.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "requests.hpp"

namespace nrm::retention {
namespace {

bool may_open(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto facts = casefile::find_case(act.writer(), id);
  if (!facts || casefile::is_kept_from(act.writer(), *facts, permit.session())) return false;
  return access::compartments_of(permit.session().roles).contains(casefile::Compartment::casework);
}

constexpr std::string_view kDueNow =
    "SELECT d.number, d.case_id, d.retention_class, d.follows, d.due_at, d.overdue_at, d.asked_at, d.told_at, c.team, "
    "c.reference FROM retention_due d JOIN case_file c ON c.id = d.case_id WHERE d.due_at <= $now AND ";
constexpr std::string_view kOfOffice = "IN (SELECT id FROM team WHERE organisation_id = $organisation) ";

void add_due(log::Act& act, const OrganisationId& organisation, std::vector<OfficeItem>& out) {
  for (const auto& row :
       act.query(std::string{kDueNow} + "c.team " + std::string{kOfOffice} + "ORDER BY d.due_at, d.number LIMIT $limit",
                 {{"now", act.now()}, {"organisation", organisation}, {"limit", kLongestList}})) {
    const auto due = read_due(act.writer(), row, act.now());
    out.push_back(
        {due.number, row.id<TeamId>("team"), "due", due.state, due.retention_class, due.due_at, due.overdue_at});
  }
}

void add_requests(log::Act& act, const OrganisationId& organisation, std::vector<OfficeItem>& out) {
  for (const auto& row : act.query(std::string{kRequestColumns} + "WHERE team " + std::string{kOfOffice} +
                                       "ORDER BY asked_at DESC, id LIMIT $limit",
                                   {{"organisation", organisation}, {"limit", kLongestList}})) {
    const auto request = read_request(row);
    out.push_back({request.id.text(), row.id<TeamId>("team"), "request", request.state, request.why, request.asked_at,
                   request.ended_at});
  }
}

void add_holds(log::Act& act, const OrganisationId& organisation, std::vector<OfficeItem>& out) {
  for (const auto& row :
       act.query("SELECT h.id, h.reason, h.placed_at, h.until, h.lift_asked_at, h.ended_at, c.team FROM legal_hold h "
                 "JOIN case_file c ON c.id = h.case_id WHERE c.team " +
                     std::string{kOfOffice} + "ORDER BY h.placed_at DESC, h.id LIMIT $limit",
                 {{"organisation", organisation}, {"limit", kLongestList}})) {
    const std::string state = !row.is_null("ended_at")        ? "ended"
                              : !row.is_null("lift_asked_at") ? "lift-asked"
                                                              : "living";
    out.push_back({row.text("id"), row.id<TeamId>("team"), "hold", state, row.text("reason"), row.time("placed_at"),
                   row.time("until")});
  }
}

}  // namespace

Result<CaseRetention> view_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (const auto may = casefile::may_decide_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  CaseRetention out{due_of_case(act.writer(), id, act.now()), holds_of_case(act.writer(), id),
                    requests_of_case(act.writer(), id)};
  if (!may_open(act, permit, id)) return out;
  for (auto& hold : out.holds) {
    auto text = casefile::read_note(act, permit, id, casefile::Compartment::casework, hold_field(hold.id));
    if (text) hold.reference.emplace(std::move(*text));
  }
  return out;
}

std::vector<TeamItem> list_of_team(log::Act& act, const TeamId& team) {
  std::vector<TeamItem> out;
  for (const auto& row : act.query(std::string{kDueNow} + "c.team = $team ORDER BY d.due_at, d.number LIMIT $limit",
                                   {{"now", act.now()}, {"team", team}, {"limit", kLongestList}}))
    out.push_back(
        {row.id<CaseId>("case_id"), row.text("reference"), read_due(act.writer(), row, act.now()), std::nullopt});
  for (const auto& row : act.query(
           std::string{kRequestColumns} + "WHERE team = $team AND state IN ('asked', 'held') ORDER BY asked_at, id",
           {{"team", team}})) {
    const auto facts = casefile::find_case(act.writer(), row.id<CaseId>("case_id"));
    if (facts) out.push_back({facts->id, facts->reference, std::nullopt, read_request(row)});
  }
  act.note("listed", std::to_string(out.size()));
  return out;
}

std::vector<OfficeItem> list_of_office(log::Act& act, const OrganisationId& organisation) {
  std::vector<OfficeItem> out;
  add_due(act, organisation, out);
  add_requests(act, organisation, out);
  add_holds(act, organisation, out);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.since < b.since; });
  act.note("listed", std::to_string(out.size()));
  return out;
}

}  // namespace nrm::retention
