#include <algorithm>

#include <fmt/format.h>

#include "store.hpp"

namespace nrm::reconciliation {
namespace {

constexpr std::int64_t kMostLines = 500;  // of one reconciliation; more at once nobody explains

class Collector {
 public:
  Collector(log::Act& act, TeamId team) : act_{act}, team_{team} {}

  void add_all_of(const Row& row, Side side) {
    const auto version = row.version;
    if (!signed_by(act_.writer(), row.id, version).empty()) return add_signing(row, side);
    if (!has_declared(row, side)) add(row.id.text(), kDeclareTask, row);
    for (const auto& line :
         act_.query("SELECT id, need, reference FROM reconciliation_line WHERE reconciliation = $id AND version = "
                    "$version AND "
                    "state = 'open' AND explains = $side ORDER BY month, day, id LIMIT $limit",
                    {{"id", row.id}, {"version", version}, {"side", name_of(side)}, {"limit", kMostLines}})) {
      auto& item = add(line.text("id"), kExplainTask, row);
      item.need = line.text("need");
      item.reference = line.text("reference");
    }
    if (has_answered(row, other(side))) add(row.id.text(), kConfirmTask, row);
    if (state_of(act_.writer(), row.id, version) == State::ready) add(row.id.text(), kSignTask, row);
  }
  std::vector<work::Item> items;

 private:
  work::Item& add(std::string id, std::string_view kind, const Row& row) {
    work::Item item{.id = std::move(id), .kind = std::string{kind}, .team = team_};
    item.link = "/reconciliation/" + row.id.text();
    items.push_back(std::move(item));
    return items.back();
  }

  void add_signing(const Row& row, Side side) {
    const auto done = signed_by(act_.writer(), row.id, row.version);
    if (std::ranges::find(done, side) == done.end()) add(row.id.text(), kSignTask, row);
  }

  bool has_declared(const Row& row, Side side) {
    return act_
        .query_one("SELECT kind FROM declaration WHERE reconciliation = $id AND version = $version AND side = $side",
                   {{"id", row.id}, {"version", row.version}, {"side", name_of(side)}})
        .has_value();
  }

  bool has_answered(const Row& row, Side side) {
    return act_
        .query_one(
            "SELECT id FROM reconciliation_line WHERE reconciliation = $id AND version = $version AND state = "
            "'answered' AND explains = $side LIMIT 1",
            {{"id", row.id}, {"version", row.version}, {"side", name_of(side)}})
        .has_value();
  }

  log::Act& act_;
  TeamId team_;
};

}  // namespace

// It is the body's, and shown once: to the session's own team where that is asked for, else to the first.
std::vector<work::Item> work_of(log::Act& act, const access::Session& session, const std::vector<TeamId>& teams) {
  using enum access::Role;
  const bool answers = session.roles.contains(case_manager) || session.roles.contains(coordinator);
  if (!answers || teams.empty()) return {};
  const bool own = std::ranges::find(teams, session.team) != teams.end();
  Collector out{act, own ? session.team : teams.front()};
  for (const auto& raw : act.query(
           "SELECT * FROM reconciliation WHERE from_organisation = $own OR to_organisation = $own ORDER BY opened_at, "
           "id",
           {{"own", session.organisation}})) {
    const auto row = row_of(raw);
    out.add_all_of(row, *side_of(act.writer(), row, session));
  }
  return std::move(out.items);
}

}  // namespace nrm::reconciliation
