#include "nrm/oversight/anomalies.hpp"

#include <algorithm>

#include "acts.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::oversight {
namespace {

constexpr std::size_t kMinNote = 3;
constexpr std::size_t kMaxNote = 500;  // the reason of an act

template <class IdType>
std::optional<IdType> maybe_id(const storage::Row& row, std::string_view column) {
  return row.is_null(column) ? std::nullopt : std::optional{row.id<IdType>(column)};
}

Anomaly anomaly_of(const storage::Row& row) {
  return {.id = row.id<AnomalyId>("id"),
          .kind = row.text("kind"),
          .member = maybe_id<MemberId>(row, "member"),
          .team = maybe_id<TeamId>(row, "team"),
          .case_id = maybe_id<CaseId>(row, "case_id"),
          .first_at = row.time("first_at"),
          .last_at = row.time("last_at"),
          .times = row.integer("times"),
          .state = row.text("state"),
          .verdict = row.maybe_text("verdict"),
          .reviewed_by = maybe_id<MemberId>(row, "reviewed_by"),
          .reviewed_at = row.maybe_time("reviewed_at")};
}

storage::Rows rows_of(log::Act& act, const OrganisationId& organisation, bool only_open, const PageRequest& request) {
  return act.query(
      "SELECT id, kind, member, team, case_id, first_at, last_at, times, state, verdict, reviewed_by, reviewed_at "
      "FROM anomaly WHERE organisation = $organisation AND ($all = 1 OR state = 'open') AND ($after = '' OR id < "
      "$after) ORDER BY id DESC LIMIT $limit",
      {{"organisation", organisation},
       {"all", !only_open},
       {"after", request.after.value_or("")},
       {"limit", request.size + 1}});
}

std::vector<FieldProblem> faults_of(const std::string& verdict, const std::string& note) {
  std::vector<FieldProblem> out;
  const auto& verdicts = anomaly_verdicts();
  if (std::ranges::find(verdicts, verdict) == verdicts.end()) out.push_back({"/verdict", "not-in-list", {}});
  if (const auto bad = find_text_fault(note, kMaxNote, true))
    out.push_back({"/note", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxNote)}}});
  else if (count_code_points(note) < kMinNote)
    out.push_back({"/note", "too-short", {{"min", std::to_string(kMinNote)}}});
  return out;
}

}  // namespace

const std::vector<std::string>& anomaly_verdicts() {
  static const std::vector<std::string> verdicts{"explained", "followed-up", "breach"};
  return verdicts;
}

Result<Page<Anomaly>> list_anomalies(const Desk& desk, const access::Session& session, bool only_open,
                                     const PageRequest& request) {
  using Out = Page<Anomaly>;
  return on_body<Out>(desk, session, access::Relation::own_organisation, {"anomaly.list", "oversight", {}}, {},
                      [&](log::Act& act, const access::Permit&) -> Result<Out> {
                        Out page;
                        for (const auto& row : rows_of(act, session.organisation, only_open, request)) {
                          if (page.items.size() == static_cast<std::size_t>(request.size)) {
                            page.next = page.items.back().id.text();
                            break;
                          }
                          page.items.push_back(anomaly_of(row));
                        }
                        act.note("listed", std::to_string(page.items.size()));
                        return page;
                      });
}

Result<void> review_anomaly(const Desk& desk, const access::Session& session, const AnomalyId& id,
                            const std::string& verdict, const std::string& note) {
  return on_body<void>(
      desk, session, access::Relation::own_organisation, {"anomaly.review", "oversight", note}, id.text(),
      [&](log::Act& act, const access::Permit&) -> Result<void> {
        if (auto faults = faults_of(verdict, note); !faults.empty())
          return fail(nrm::problems::kInvalid, std::move(faults));
        const auto row =
            act.query_one("SELECT state, member FROM anomaly WHERE id = $id AND organisation = $organisation",
                          {{"id", id}, {"organisation", session.organisation}});
        if (!row) return fail(nrm::problems::kNotFound);
        // An officer who also does other work does not judge her own.
        if (maybe_id<MemberId>(*row, "member") == session.member) return fail(problems::kAnotherReviews);
        const auto done = act.run(
            "UPDATE anomaly SET state = 'reviewed', verdict = $verdict, reviewed_by = $by, reviewed_at = $now "
            "WHERE id = $id AND state = 'open'",
            {{"verdict", verdict}, {"by", session.member}, {"now", act.now()}, {"id", id}});
        if (done != 1) return fail(problems::kAlreadyReviewed);
        act.note("verdict", verdict);
        return {};
      });
}

}  // namespace nrm::oversight
