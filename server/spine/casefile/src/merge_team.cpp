#include <fmt/format.h>

#include "nrm/access/team_end.hpp"
#include "nrm/casefile/team_end.hpp"
#include "seals.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kToGive =
    "FROM key_seal k WHERE k.holder = $from AND k.holder_kind IN ('team', 'parcel-receiver') AND NOT EXISTS "
    "(SELECT 1 FROM merger_copy c WHERE c.original = k.id) AND NOT EXISTS (SELECT 1 FROM seal_unopened u WHERE "
    "u.seal = k.id)";

class Merger {
 public:
  Merger(log::Act& act, const access::Permit& permit, const TeamId& into)
      : act_{act}, permit_{permit}, from_{permit.session().team}, into_{into} {}

  // Every kind that the old team has: this member opens it, the other team can be given it.
  Result<void> check_keys() {
    for (const auto kind : access::kCompartments) {
      if (!access::team_public_key(act_.writer(), from_, kind)) continue;
      const auto own = access::open_team_key(act_, permit_, kind);
      if (!own) return tl::unexpected(own.error());
      if (!access::team_public_key(act_.writer(), into_, kind)) return fail(problems::kNoReceiverKey);
      givers_.emplace(kind, *own);
    }
    return {};
  }

  Result<std::int64_t> give_some(std::size_t limit) {
    const auto rows = act_.query("SELECT k.* " + std::string{kToGive} + " ORDER BY k.id LIMIT $limit",
                                 {{"from", from_}, {"limit", static_cast<std::int64_t>(limit)}});
    for (const auto& stored : rows)
      if (auto given = give(stored); !given) return tl::unexpected(given.error());
    return static_cast<std::int64_t>(rows.size());
  }

  std::int64_t remaining() {
    return act_.query("SELECT COUNT(*) AS waiting " + std::string{kToGive}, {{"from", from_}}).at(0).integer("waiting");
  }

  // What was withdrawn since it was given goes; what slept goes on sleeping, for the same reason as before.
  void wake() {
    act_.run(
        "DELETE FROM key_seal WHERE id IN (SELECT c.copy FROM merger_copy c WHERE c.from_team = $from AND NOT EXISTS "
        "(SELECT 1 FROM key_seal o WHERE o.id = c.original))",
        {{"from", from_}});
    act_.run(
        "UPDATE key_seal SET dormant = (SELECT o.dormant FROM merger_copy c JOIN key_seal o ON o.id = c.original WHERE "
        "c.copy = key_seal.id) WHERE id IN (SELECT c.copy FROM merger_copy c WHERE c.from_team = $from)",
        {{"from", from_}});
    const auto gone = act_.run(
        "DELETE FROM key_seal WHERE holder = $from AND holder_kind IN ('team', 'parcel-receiver')", {{"from", from_}});
    act_.run("DELETE FROM merger_copy WHERE from_team = $from", {{"from", from_}});
    act_.note("seals-moved", std::to_string(gone));
  }

 private:
  Result<void> give(const storage::Row& stored) {
    const auto kind = access::parse_compartment(stored.text("compartment"));
    if (!kind) fail_bug("a stored compartment is not one");
    const SealPlace place{stored.text("subject_kind"), stored.text("subject"), *kind,
                          static_cast<std::uint32_t>(stored.integer("key_version"))};
    const auto old = row_of(stored, place);
    const auto key = open_row(act_, permit_, old, stored.blob("signature"));
    if (!key && key.error().type == nrm::problems::kNotFound) return leave(stored.id<SealId>("id"));
    if (!key) return tl::unexpected(key.error());
    const auto copy = copy_seal(act_, old, *key, givers_.at(*kind), into_);
    if (!copy) return tl::unexpected(copy.error());
    act_.run("INSERT INTO merger_copy (copy, original, from_team) VALUES ($copy, $original, $from)",
             {{"copy", *copy}, {"original", stored.text("id")}, {"from", from_}});
    return {};
  }

  // It opens for nobody: it is not given, and its row goes with the others of the team.
  Result<void> leave(const SealId& id) {
    note_unopened(act_, id);
    return {};
  }

  log::Act& act_;
  const access::Permit& permit_;
  TeamId from_;
  TeamId into_;
  std::map<access::Compartment, access::TeamKey> givers_;
};

Result<void> check_teams(log::Act& act, const access::Permit& permit, const TeamId& into) {
  const auto from = directory::find_team(act.writer(), permit.session().team);
  const auto to = directory::find_team(act.writer(), into);
  if (!from || from->closed_at) return fail(directory::problems::kClosed);
  const bool fits = to && !to->closed_at && to->id != from->id && to->organisation == from->organisation;
  if (!fits) return fail(nrm::problems::kInvalid, {{"/into_team_id", "not-in-list", {}}});
  return {};
}

// A member may have opened a case for both teams.
void move_uses(log::Act& act, const storage::Params& teams) {
  act.run(
      "DELETE FROM case_key_use WHERE team = $from AND EXISTS (SELECT 1 FROM case_key_use o WHERE o.team = $into AND "
      "o.case_id = case_key_use.case_id AND o.member = case_key_use.member)",
      teams);
  act.run("UPDATE case_key_use SET team = $into WHERE team = $from", teams);
}

// The other team may have held a case together with this one: it holds it alone then.
void move_joint_teams(log::Act& act, const TeamId& from, const TeamId& into) {
  act.run("UPDATE case_team SET team = $into WHERE team = $from", {{"from", from}, {"into", into}});
  act.run(
      "UPDATE case_team SET ended_at = $now, ended_why = 'left' WHERE team = $into AND ended_at IS NULL AND EXISTS "
      "(SELECT 1 FROM case_file c WHERE c.id = case_team.case_id AND c.team = $into)",
      {{"now", act.now()}, {"into", into}});
}

Result<void> finish(log::Act& act, const access::Permit& permit, Merger& merger, const TeamId& into) {
  const auto& session = permit.session();
  const auto from = session.team;
  merger.wake();
  const storage::Params teams{{"from", from}, {"into", into}};
  for (const auto* table : {"case_file", "case_task", "rekey_call"})
    act.run(fmt::format("UPDATE {} SET team = $into WHERE team = $from", table), teams);
  move_uses(act, teams);
  move_joint_teams(act, from, into);
  act.react(kTeamMerged, fmt::format("{}:{}", from.text(), into.text()));
  access::end_team_keys(act, from);
  access::move_members(act, from, into, session.organisation);
  act.note("merged-into", into.text());
  return directory::close_team(act, from);
}

}  // namespace

MergedTeams merged_teams_of(std::string_view object) {
  const auto colon = object.find(':');
  const auto from = TeamId::parse(object.substr(0, colon));
  const auto into = colon == std::string_view::npos ? std::nullopt : TeamId::parse(object.substr(colon + 1));
  if (!from || !into) fail_bug("a merger names two teams");
  return {*from, *into};
}

Result<Merging> merge_team(log::Act& act, const access::Permit& permit, const TeamId& into,
                           const CountUnanswered& unanswered, std::size_t limit) {
  if (auto fits = check_teams(act, permit, into); !fits) return tl::unexpected(fits.error());
  if (unanswered && unanswered(act.writer(), permit.session().team, into) > 0) return fail(problems::kTeamBusy);
  Merger merger{act, permit, into};
  if (auto held = merger.check_keys(); !held) return tl::unexpected(held.error());
  const auto copied = merger.give_some(limit);
  if (!copied) return tl::unexpected(copied.error());
  Merging out{*copied, merger.remaining(), false};
  act.note("copied", std::to_string(out.copied));
  if (out.remaining > 0) return out;
  if (auto finished = finish(act, permit, merger, into); !finished) return tl::unexpected(finished.error());
  out.done = true;
  return out;
}

}  // namespace nrm::casefile
