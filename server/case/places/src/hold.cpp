#include "nrm/places/places.hpp"

namespace nrm::places {
namespace {

// The whole of the race: of two acts that take the last place, one finds no row. On PostgreSQL the loser runs again and
// then sees what the winner left.
bool take_one(log::Act& act, const TeamId& team, std::string_view service) {
  return act.run(
             "UPDATE place_stock SET remaining = remaining - 1 WHERE team = $team AND service = $service AND "
             "remaining > 0",
             {{"team", team}, {"service", service}}) == 1;
}

void give_one_back(log::Act& act, const Hold& hold) {
  act.run("UPDATE place_stock SET remaining = remaining + 1 WHERE team = $team AND service = $service",
          {{"team", hold.team}, {"service", hold.service}});
}

Hold read(const storage::Row& row) {
  const auto standing = row.text("standing") == name_of(Standing::held) ? Standing::held : Standing::confirmed;
  return {row.id<ReferralId>("referral"), row.id<TeamId>("team"), row.text("service"), standing, row.time("since")};
}

}  // namespace

std::string_view name_of(Standing standing) {
  return standing == Standing::held ? "held" : "confirmed";
}

Result<void> hold(log::Act& act, const TeamId& team, std::string_view service, const ReferralId& referral) {
  const auto before = hold_of(act.writer(), referral);
  if (before && before->team == team && before->service == service) return {};
  if (!take_one(act, team, service)) return fail(problems::kNoneFree);
  if (before) release(act, referral);
  act.run(
      "INSERT INTO place_hold (referral, team, service, standing, since) VALUES ($referral, $team, $service, "
      "$standing, "
      "$now)",
      {{"referral", referral},
       {"team", team},
       {"service", service},
       {"standing", name_of(Standing::held)},
       {"now", act.now()}});
  act.note("place", "held");
  return {};
}

void confirm(log::Act& act, const ReferralId& referral) {
  const auto changed = act.run(
      "UPDATE place_hold SET standing = $confirmed, since = $now WHERE referral = $referral AND standing = $held",
      {{"confirmed", name_of(Standing::confirmed)},
       {"now", act.now()},
       {"referral", referral},
       {"held", name_of(Standing::held)}});
  if (changed > 0) act.note("place", "confirmed");
}

void release(log::Act& act, const ReferralId& referral) {
  const auto before = hold_of(act.writer(), referral);
  if (!before) return;
  act.run("DELETE FROM place_hold WHERE referral = $referral", {{"referral", referral}});
  give_one_back(act, *before);
  act.note("place", "given-back");
}

void leave_taken(log::Act& act, const ReferralId& referral) {
  const auto before = hold_of(act.writer(), referral);
  if (!before) return;
  if (before->standing == Standing::held) return release(act, referral);
  act.run("DELETE FROM place_hold WHERE referral = $referral", {{"referral", referral}});
  act.note("place", "stays-taken");
}

std::optional<Hold> hold_of(storage::Reader& reader, const ReferralId& referral) {
  const auto row =
      reader.query_one("SELECT referral, team, service, standing, since FROM place_hold WHERE referral = $referral",
                       {{"referral", referral}});
  return row ? std::optional{read(*row)} : std::nullopt;
}

std::vector<Hold> holds_of(storage::Reader& reader, const TeamId& team) {
  std::vector<Hold> out;
  for (const auto& row : reader.query("SELECT referral, team, service, standing, since FROM place_hold WHERE "
                                      "team = $team ORDER BY since, referral",
                                      {{"team", team}}))
    out.push_back(read(row));
  return out;
}

}  // namespace nrm::places
