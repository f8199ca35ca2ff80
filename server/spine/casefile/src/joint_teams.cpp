#include "nrm/casefile/joint_team.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "nrm/casefile/joint_team_end.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/directory/directory.hpp"
#include "seals.hpp"
#include "stored_values.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, case_id, team, compartments, basis, added_by, since, until, paused_at, ended_at, ended_why FROM "
    "case_team ";
constexpr std::string_view kTask = "joined-case";

std::string joined(const std::set<Compartment>& kinds) {
  std::string out;
  for (const auto kind : kinds) out += fmt::format("{}{}", out.empty() ? "" : ",", access::name_of(kind));
  return out;
}

std::set<Compartment> kinds_in(std::string_view text) {
  std::set<Compartment> out;
  while (!text.empty()) {
    const auto end = text.find(',');
    const auto kind = access::parse_compartment(text.substr(0, end));
    if (!kind) fail_bug("a joint team with an unknown compartment");
    out.insert(*kind);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

JointTeam read(const storage::Row& row) {
  return {.id = row.id<JointTeamId>("id"),
          .case_id = row.id<CaseId>("case_id"),
          .team = row.id<TeamId>("team"),
          .compartments = kinds_in(row.text("compartments")),
          .basis = row.id<BasisId>("basis"),
          .added_by = row.id<MemberId>("added_by"),
          .since = row.time("since"),
          .until = row.time("until"),
          .paused_at = row.maybe_time("paused_at"),
          .ended_at = row.maybe_time("ended_at"),
          .ended_why = row.maybe_text("ended_why").value_or("")};
}

std::vector<JointTeam> read_all(const storage::Rows& rows) {
  std::vector<JointTeam> out;
  for (const auto& row : rows) out.push_back(read(row));
  return out;
}

Result<void> check(log::Act& act, const access::Permit& permit, const CaseId& id, const NewJointTeam& input) {
  const auto own = permit.session().team;
  if (team_of(act.writer(), id) != own) return fail(nrm::problems::kNotFound);
  if (const auto bad = why_read_only(act.writer(), id)) return tl::unexpected(*bad);
  std::vector<FieldProblem> faults;
  if (input.team == own) faults.push_back({"/team_id", "own-team", {}});
  if (input.compartments.empty()) faults.push_back({"/compartments", "required", {}});
  if (std::ranges::any_of(input.compartments, [&](auto kind) { return !entitled(permit, kind); }))
    faults.push_back({"/compartments", "not-yours", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  const auto joint = joint_teams_of(act.writer(), id);
  if (std::ranges::any_of(joint, [&](const auto& one) { return one.team == input.team; }))
    return fail(problems::kAlreadyJoint);
  return {};
}

std::vector<std::uint32_t> live_versions(log::Act& act, const access::Permit& permit, const CaseId& id,
                                         Compartment kind) {
  std::vector<std::uint32_t> out;
  for (const auto& row :
       act.query("SELECT DISTINCT key_version FROM key_seal WHERE subject_kind = 'case' AND subject = $subject AND "
                 "compartment = $kind AND holder = $holder AND dormant = 0 ORDER BY key_version",
                 {{"subject", id}, {"kind", access::name_of(kind)}, {"holder", permit.session().team}}))
    out.push_back(static_cast<std::uint32_t>(row.integer("key_version")));
  return out;
}

Result<void> give_compartment(log::Act& act, const access::Permit& permit, const CaseId& id, Compartment kind,
                              const NewJointTeam& input) {
  CaseKeys keys{act, permit, id};
  if (const auto made = keys.newest_or_made(kind); !made) return tl::unexpected(made.error());
  for (const auto version : live_versions(act, permit, id, kind)) {
    const auto key = keys.version(kind, version);
    if (!key) return tl::unexpected(key.error());
    const auto given =
        give_seal(act, permit, {"case", id.text(), kind, version}, key->key, HolderKind::team, input.team, input.basis);
    if (!given) return tl::unexpected(given.error());
  }
  return {};
}

bool has_log_seal(log::Act& act, const CaseId& id, const OrganisationId& organisation) {
  return act
      .query_one(
          "SELECT id FROM key_seal WHERE subject_kind = 'case-log' AND subject = $id AND holder = $holder "
          "LIMIT 1",
          {{"id", id}, {"holder", organisation}})
      .has_value();
}

Result<void> give_log_key(log::Act& act, const access::Permit& permit, const CaseId& id, const NewJointTeam& input) {
  const SealPlace place{"case-log", id.text(), Compartment::casework, 1};
  const auto seed = open_seal(act, permit, place);
  if (!seed) return tl::unexpected(seed.error());
  const auto given = give_seal(act, permit, place, *seed, HolderKind::team, input.team, input.basis);
  if (!given) return tl::unexpected(given.error());
  const auto team = directory::find_team(act.writer(), input.team);
  if (!team) return fail(problems::kNoReceiverKey);
  const auto office = log::organisation_log_key(act.writer(), team->organisation);
  if (office && !has_log_seal(act, id, team->organisation))
    give_log_seal(act, permit, id, *seed, team->organisation, *office, input.basis);
  return {};
}

}  // namespace

std::string_view name_of(JointEnd why) {
  switch (why) {
    case JointEnd::left:
      return "left";
    case JointEnd::removed:
      return "removed";
    case JointEnd::withdrawn:
      return "withdrawn";
    case JointEnd::expired:
      return "expired";
  }
  fail_bug("an end without a name");
}

bool holds(storage::Reader& reader, const CaseId& id, const TeamId& team) {
  return reader
      .query_one(
          "SELECT id FROM case_file WHERE id = $id AND (team = $team OR EXISTS (SELECT j.id FROM case_team j "
          "WHERE j.case_id = $id AND j.team = $team AND j.ended_at IS NULL AND j.paused_at IS NULL))",
          {{"id", id}, {"team", team}})
      .has_value();
}

std::vector<JointTeam> joint_teams_of(storage::Reader& reader, const CaseId& id) {
  return read_all(reader.query(std::string{kColumns} + "WHERE case_id = $id AND ended_at IS NULL ORDER BY since, id",
                               {{"id", id}}));
}

bool was_joint(storage::Reader& reader, const CaseId& id) {
  return reader.query_one("SELECT id FROM case_team WHERE case_id = $id LIMIT 1", {{"id", id}}).has_value();
}

std::vector<JointTeam> memberships_of(storage::Reader& reader, const TeamId& team, UtcTime ended_after) {
  return read_all(reader.query(
      std::string{kColumns} +
          "WHERE team = $team AND (ended_at IS NULL OR ended_at > $after) ORDER BY since DESC, id LIMIT 500",
      {{"team", team}, {"after", ended_after}}));
}

std::optional<JointTeam> find_joint_team(storage::Reader& reader, const JointTeamId& id) {
  const auto row = reader.query_one(std::string{kColumns} + "WHERE id = $id", {{"id", id}});
  return row ? std::optional{read(*row)} : std::nullopt;
}

std::vector<KeyHolder> key_holders(storage::Reader& reader, const CaseId& id, Compartment kind) {
  std::vector<KeyHolder> out;
  if (const auto team = team_of(reader, id)) out.push_back({*team, std::nullopt, false});
  for (const auto& joint : joint_teams_of(reader, id))
    if (joint.compartments.contains(kind)) out.push_back({joint.team, joint.basis, joint.paused_at.has_value()});
  return out;
}

Result<JointTeamId> add_joint_team(log::Act& act, const access::Permit& permit, const CaseId& id,
                                   const NewJointTeam& input) {
  if (const auto fine = check(act, permit, id, input); !fine) return tl::unexpected(fine.error());
  for (const auto kind : input.compartments)
    if (const auto given = give_compartment(act, permit, id, kind, input); !given) return tl::unexpected(given.error());
  if (input.compartments.contains(Compartment::casework))
    if (const auto given = give_log_key(act, permit, id, input); !given) return tl::unexpected(given.error());
  const auto made = JointTeamId::random(act.random());
  act.run(
      "INSERT INTO case_team (id, case_id, team, compartments, basis, added_by, since, until, ended_at, ended_why) "
      "VALUES ($id, $case_id, $team, $compartments, $basis, $member, $now, $until, NULL, NULL)",
      {{"id", made},
       {"case_id", id},
       {"team", input.team},
       {"compartments", joined(input.compartments)},
       {"basis", input.basis},
       {"member", permit.session().member},
       {"now", act.now()},
       {"until", input.until}});
  open_task_for(act, id, kTask, std::nullopt, input.team);
  act.note("joint-team", input.team.text());
  act.note("basis", input.basis.text());
  return made;
}

void end_joint_team(log::Act& act, const JointTeam& joint, JointEnd why) {
  const auto ended =
      act.run("UPDATE case_team SET ended_at = $now, ended_why = $why WHERE id = $id AND ended_at IS NULL",
              {{"now", act.now()}, {"why", name_of(why)}, {"id", joint.id}});
  if (ended == 0) return;
  delete_seals_of_holder(act, "case", joint.case_id.text(), joint.team);
  delete_seals_of_holder(act, "case-log", joint.case_id.text(), joint.team);
  act.run("DELETE FROM key_seal WHERE subject_kind = 'case-log' AND subject = $case_id AND basis = $basis",
          {{"case_id", joint.case_id}, {"basis", joint.basis}});
  act.run("UPDATE case_task SET state = 'done' WHERE case_id = $case_id AND team = $team AND state = 'open'",
          {{"case_id", joint.case_id}, {"team", joint.team}});
  act.note("joint-team-ended", joint.team.text());
  ask_rekey(act, joint.case_id);
  act.react(kJointTeamEnded, fmt::format("{}:{}", joint.case_id.text(), joint.team.text()));
}

EndedJointTeam ended_joint_team_of(std::string_view object) {
  const auto colon = object.find(':');
  if (colon == std::string_view::npos) fail_bug("the end of a joint team names a case and a team");
  return {CaseId::from_row(object.substr(0, colon)), TeamId::from_row(object.substr(colon + 1))};
}

void pause_joint_teams_of_basis(log::Act& act, std::string_view basis) {
  act.run("UPDATE case_team SET paused_at = $now WHERE basis = $basis AND ended_at IS NULL AND paused_at IS NULL",
          {{"now", act.now()}, {"basis", basis}});
}

void resume_joint_teams_of_basis(log::Act& act, std::string_view basis) {
  act.run("UPDATE case_team SET paused_at = NULL WHERE basis = $basis AND ended_at IS NULL", {{"basis", basis}});
}

void extend_joint_team(log::Act& act, const JointTeamId& id, UtcTime until) {
  act.run("UPDATE case_team SET until = $until WHERE id = $id AND ended_at IS NULL", {{"until", until}, {"id", id}});
}

void note_looked(log::Act& act, const CaseId& id, const TeamId& team) {
  act.run(
      "UPDATE case_task SET state = 'done' WHERE case_id = $id AND team = $team AND kind = $kind AND state = 'open'",
      {{"id", id}, {"team", team}, {"kind", kTask}});
}

void end_joint_teams_of_basis(log::Act& act, std::string_view basis, JointEnd why) {
  for (const auto& row :
       act.query(std::string{kColumns} + "WHERE basis = $basis AND ended_at IS NULL ORDER BY id", {{"basis", basis}}))
    end_joint_team(act, read(row), why);
}

}  // namespace nrm::casefile
