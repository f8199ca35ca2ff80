#include "clocks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "holds.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/jobs/jobs.hpp"

namespace nrm::retention {
namespace {

std::string job_of(const CaseId& id) {
  return fmt::format("{}:{}", kLookAgain, id.text());
}

// The class "case" stands for all: when it is erased, the whole case goes.
Classes classes_of(const std::string& retention_class, std::string_view then) {
  if (retention_class == pathway::kWholeCase && then == "erase") return {};
  return {retention_class};
}

void insert(log::Act& act, const pathway::Pack& pack, const CaseId& id, const pathway::RetentionRule& rule) {
  const auto due = pathway::end_of_period(act.now(), rule.kept_for, *pack.calendar);
  act.run(
      "INSERT INTO retention_due (number, case_id, retention_class, follows, due_at, overdue_at) VALUES ($number, "
      "$case_id, $class, $follows, $due, $overdue)",
      {{"number", to_text(make_uuid_v4(act.random()))},
       {"case_id", id},
       {"class", rule.retention_class},
       {"follows", pathway::name_of(rule.then)},
       {"due", due},
       {"overdue", pathway::end_of_period(due, pack.retention.act_within, *pack.calendar)}});
}

void mark(log::Act& act, const std::string& number, std::string_view column) {
  act.run(fmt::format("UPDATE retention_due SET {} = $at WHERE number = $number", column),
          {{"at", act.now()}, {"number", number}});
}

// Asked for and told of only once, each at its own time; what is held waits for the end of the hold, which looks again.
struct Next {
  UtcTime now;
  std::optional<UtcTime> at;
  void consider(UtcTime time) {
    if (time > now && (!at || time < *at)) at = time;
  }
};

void run_one(log::Act& act, const CaseId& id, const storage::Row& row, Next& next) {
  const auto due = read_due(act.writer(), row, act.now());
  next.consider(due.due_at);
  next.consider(due.overdue_at);
  if (due.state != "due" && due.state != "overdue") return;
  if (row.is_null("asked_at")) {
    casefile::open_task(act, id, kEraseDueTask, due.overdue_at);
    mark(act, due.number, "asked_at");
  }
  if (due.state == "overdue" && row.is_null("told_at")) mark(act, due.number, "told_at");
}

}  // namespace

Due read_due(storage::Reader& reader, const storage::Row& row, UtcTime now) {
  Due out{row.text("number"), row.text("retention_class"), row.text("follows"),
          row.time("due_at"), row.time("overdue_at"),      "kept"};
  if (out.due_at > now) return out;
  const bool held =
      held_until(reader, row.id<CaseId>("case_id"), classes_of(out.retention_class, out.then)).has_value();
  out.state = held ? "held" : out.overdue_at > now ? "due" : "overdue";
  return out;
}

std::vector<Due> due_of_case(storage::Reader& reader, const CaseId& id, UtcTime now) {
  std::vector<Due> out;
  for (const auto& row :
       reader.query(std::string{kDueColumns} + "WHERE case_id = $id ORDER BY due_at, number", {{"id", id}}))
    out.push_back(read_due(reader, row, now));
  return out;
}

void start_clocks(log::Act& act, const pathway::Pack& pack, const CaseId& id, std::string_view moment) {
  const auto facts = casefile::find_case(act.writer(), id);
  if (!facts) return;
  stop_clocks(act, id);
  for (const auto* rule : pack.retention.rules_at(moment, "identification/" + facts->identification_state))
    insert(act, pack, id, *rule);
  run_clocks(act, id);
}

void stop_clocks(log::Act& act, const CaseId& id) {
  act.run("DELETE FROM retention_due WHERE case_id = $id", {{"id", id}});
  jobs::cancel(act.writer(), job_of(id));
  casefile::close_task(act, id, kEraseDueTask);
}

void stop_clock(log::Act& act, const CaseId& id, const std::string& retention_class) {
  const bool whole_stays = retention_class == pathway::kWholeCase;
  act.run(
      "DELETE FROM retention_due WHERE case_id = $id AND retention_class = $class AND ($all = 1 OR follows = "
      "'pseudonymise')",
      {{"id", id}, {"class", retention_class}, {"all", whole_stays ? 0 : 1}});
  const auto left = due_of_case(act.writer(), id, act.now());
  if (std::none_of(left.begin(), left.end(), [](const Due& due) { return due.state != "kept"; }))
    casefile::close_task(act, id, kEraseDueTask);
}

void run_clocks(log::Act& act, const CaseId& id) {
  Next next{act.now(), std::nullopt};
  for (const auto& row :
       act.query(std::string{kDueColumns} + "WHERE case_id = $id ORDER BY due_at, number", {{"id", id}}))
    run_one(act, id, row, next);
  if (next.at)
    jobs::schedule(act.writer(), {job_of(id), std::string{kLookAgain}, id.text(), *next.at});
  else
    jobs::cancel(act.writer(), job_of(id));
}

}  // namespace nrm::retention
