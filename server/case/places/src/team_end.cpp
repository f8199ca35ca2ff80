#include "nrm/casefile/team_end.hpp"
#include "nrm/directory/offer.hpp"
#include "nrm/places/places.hpp"

namespace nrm::places {
namespace {

// What both teams stated is one stock; its age is that of the older word.
void add_stock(log::Act& act, const casefile::MergedTeams& teams) {
  for (const auto& row : act.query("SELECT service, stated, remaining, stated_at FROM place_stock WHERE team = $from",
                                   {{"from", teams.from}}))
    act.run(
        "UPDATE place_stock SET stated = stated + $stated, remaining = remaining + $remaining, stated_at = CASE WHEN "
        "stated_at < $at THEN stated_at ELSE $at END WHERE team = $into AND service = $service",
        {{"stated", row.integer("stated")},
         {"remaining", row.integer("remaining")},
         {"at", row.time("stated_at")},
         {"into", teams.into},
         {"service", row.text("service")}});
}

void move_team(log::Act& act, std::string_view object) {
  const auto teams = casefile::merged_teams_of(object);
  const storage::Params both{{"from", teams.from}, {"into", teams.into}};
  add_stock(act, teams);
  act.run(
      "DELETE FROM place_stock WHERE team = $from AND service IN (SELECT service FROM place_stock WHERE team = $into)",
      both);
  act.run("UPDATE place_stock SET team = $into WHERE team = $from", both);
  act.run(
      "UPDATE place_statement SET number = number + (SELECT COALESCE(MAX(o.number), 0) FROM place_statement o WHERE "
      "o.team = $into AND o.service = place_statement.service), team = $into WHERE team = $from",
      both);
  act.run("UPDATE place_hold SET team = $into WHERE team = $from", both);
  directory::move_offers(act, teams.from, teams.into);
}

}  // namespace

void register_reactions(log::Journal& journal) {
  journal.on(std::string{casefile::kTeamMerged}, move_team);
}

}  // namespace nrm::places
