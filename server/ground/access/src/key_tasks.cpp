#include <fmt/format.h>

#include <array>

#include "key_tasks.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/access/rotation.hpp"
#include "rows.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kJob = "access.key-task-due";

std::string job_id(const std::string& task) {
  return fmt::format("{}:{}", kJob, task);
}

void schedule(log::Act& act, const std::string& task, UtcTime due) {
  jobs::schedule(act.writer(), {job_id(task), std::string{kJob}, task, due});
}

std::string to_row(const std::set<Compartment>& kinds) {
  std::string out;
  for (const auto kind : kinds) out += (out.empty() ? "" : " ") + std::string{name_of(kind)};
  return out;
}

std::set<Compartment> kinds_from_row(std::string_view text) {
  std::set<Compartment> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto kind = parse_compartment(text.substr(0, end));
    if (!kind) fail_bug("a stored compartment is not one");
    out.insert(*kind);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

KeyTask task_of(const storage::Row& row) {
  const auto told = parse_told(row.text("told"));
  if (!told) fail_bug("a key task tells nobody");
  return {row.text("id"),
          row.id<TeamId>("team"),
          row.id<MemberId>("member"),
          kinds_from_row(row.text("kinds")),
          row.time("opened_at"),
          row.time("due_at"),
          *told};
}

constexpr std::string_view kOpen =
    "SELECT id, team, member, kinds, opened_at, due_at, told FROM key_task WHERE closed_at IS NULL ";

bool is_done(storage::Reader& reader, const KeyTask& task) {
  const auto unfinished = unfinished_kinds(reader, task.team);
  for (const auto kind : task.kinds)
    if (unfinished.contains(kind) || needs_rotation(reader, task, kind)) return false;
  return true;
}

void close(log::Act& act, const KeyTask& task) {
  act.run("UPDATE key_task SET closed_at = $now WHERE id = $id", {{"now", act.now()}, {"id", task.id}});
  jobs::cancel(act.writer(), job_id(task.id));
  act.note("key-task-done", task.id);
}

// Exactly once: the act that tells also takes the job's row; a task closed meanwhile has none.
void tell_next(log::Journal& journal, const jobs::Job& job) {
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, "team-key-task"}, std::string{kJob}, {}, {{}, {}, job.subject}, {}, {}};
  (void)journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = act.query_one(std::string{kOpen} + "AND id = $id", {{"id", job.subject}});
    if (!row) return {};
    const auto task = task_of(*row);
    const auto told = next_told(task.told);
    if (!told) return {};
    const auto due = act.now() + kKeyTaskDue;
    act.run("UPDATE key_task SET told = $told, due_at = $due WHERE id = $id",
            {{"told", name_of(*told)}, {"due", due}, {"id", task.id}});
    tell_late(act, task.team, *told, "keys.team-late", task.id);
    act.note("told", std::string{name_of(*told)});
    act.note("team", task.team.text());
    if (next_told(*told)) schedule(act, task.id, due);
    return {};
  });
}

}  // namespace

std::string_view name_of(Told told) {
  switch (told) {
    case Told::team:
      return "team";
    case Told::custodian:
      return "custodian";
    case Told::data_protection_officer:
      return "data-protection-officer";
  }
  return {};
}

std::optional<Told> parse_told(std::string_view name) {
  for (const auto told : {Told::team, Told::custodian, Told::data_protection_officer})
    if (name_of(told) == name) return told;
  return std::nullopt;
}

std::optional<Told> next_told(Told told) {
  if (told == Told::team) return Told::custodian;
  if (told == Told::custodian) return Told::data_protection_officer;
  return std::nullopt;
}

void open_key_task(log::Act& act, const TeamId& team, const MemberId& left, const std::set<Compartment>& kinds) {
  const auto id = to_text(make_uuid_v7(act.clock(), act.random()));
  const auto due = act.now() + kKeyTaskDue;
  act.run(
      "INSERT INTO key_task (id, team, member, kinds, opened_at, due_at, told) "
      "VALUES ($id, $team, $member, $kinds, $now, $due, $told)",
      {{"id", id},
       {"team", team},
       {"member", left},
       {"kinds", to_row(kinds)},
       {"now", act.now()},
       {"due", due},
       {"told", name_of(Told::team)}});
  schedule(act, id, due);
  tell_late(act, team, Told::team, "keys.member-left", id);
}

std::vector<KeyTask> key_tasks_of(storage::Reader& reader, const TeamId& team) {
  std::vector<KeyTask> out;
  for (const auto& row : reader.query(std::string{kOpen} + "AND team = $team ORDER BY opened_at, id", {{"team", team}}))
    out.push_back(task_of(row));
  return out;
}

bool needs_rotation(storage::Reader& reader, const KeyTask& task, Compartment kind) {
  const auto row = reader.query_one(
      "SELECT MAX(created_at) AS made FROM team_key WHERE team = $team AND kind = $kind AND retired_at IS NULL",
      {{"team", task.team}, {"kind", name_of(kind)}});
  return row && !row->is_null("made") && row->time("made") < task.opened_at;
}

void end_key_tasks(log::Act& act, const TeamId& team) {
  for (const auto& task : key_tasks_of(act.writer(), team)) close(act, task);
}

void close_done_key_tasks(log::Act& act, const TeamId& team) {
  for (const auto& task : key_tasks_of(act.writer(), team))
    if (is_done(act.writer(), task)) close(act, task);
}

std::map<std::string, jobs::Handler> key_job_handlers(log::Journal& journal) {
  return {{std::string{kJob}, [&journal](const jobs::Job& job) { tell_next(journal, job); }}};
}

}  // namespace nrm::access
