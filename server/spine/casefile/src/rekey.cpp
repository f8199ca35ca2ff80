#include <fmt/format.h>

#include "nrm/casefile/overview.hpp"
#include "rekey_calls.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kJob = "case.rekey-due";

std::string job_id(std::string_view id) {
  return fmt::format("{}:{}", kJob, id);
}

void schedule(log::Act& act, const std::string& id, UtcTime due) {
  jobs::schedule(act.writer(), {job_id(id), std::string{kJob}, id, due});
}

void want_every_kind(log::Act& act, const CaseId& id) {
  act.run("DELETE FROM rekey_kind WHERE case_id = $id", {{"id", id}});
  act.run(
      "INSERT INTO rekey_kind (case_id, compartment) SELECT DISTINCT subject, compartment FROM key_seal WHERE "
      "subject_kind = 'case' AND subject = $id",
      {{"id", id}});
}

RekeyCall call_of(const storage::Row& row) {
  const auto told = access::parse_told(row.text("told"));
  if (!told) fail_bug("a call for new keys tells nobody");
  return {row.id<CaseId>("case_id"), row.id<TeamId>("team"), row.time("due"), *told};
}

// Exactly once: the act that tells also takes the job's row; a case that has its new keys has none.
void tell_next(log::Journal& journal, const jobs::Job& job) {
  const auto id = CaseId::from_row(job.subject);
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, "case-rekeying"}, std::string{kJob}, {}, {{}, {}, job.subject}, {}, {}};
  (void)journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    const auto row = act.query_one("SELECT case_id, team, due, told FROM rekey_call WHERE case_id = $id", {{"id", id}});
    if (!row) return {};
    act.set_subject({id, std::nullopt, id.text()});
    const auto told = access::next_told(call_of(*row).told);
    if (!told) return {};
    const auto due = act.now() + kRekeyDue;
    act.run("UPDATE rekey_call SET told = $told, due = $due WHERE case_id = $id",
            {{"told", access::name_of(*told)}, {"due", due}, {"id", id}});
    access::tell_late(act, call_of(*row).team, *told, "keys.case-late", act.leaf().text());
    act.note("told", std::string{access::name_of(*told)});
    if (access::next_told(*told)) schedule(act, job.subject, due);
    return {};
  });
}

}  // namespace

void ask_rekey(log::Act& act, const CaseId& id) {
  const auto team = team_of(act.writer(), id);
  if (!team) return;
  want_every_kind(act, id);
  open_task(act, id, kRekeyTask, act.now() + kRekeyDue);
  const auto made = act.run(
      "INSERT INTO rekey_call (case_id, team, due, told) VALUES ($id, $team, $due, $told) ON CONFLICT (case_id) DO "
      "NOTHING",
      {{"id", id}, {"team", *team}, {"due", act.now() + kRekeyDue}, {"told", access::name_of(access::Told::team)}});
  if (made == 1) schedule(act, id.text(), act.now() + kRekeyDue);
}

std::vector<WaitingKind> waiting_kinds(storage::Reader& reader, const CaseId& id) {
  std::vector<WaitingKind> out;
  for (const auto& row : reader.query(
           "SELECT compartment, to_version FROM rekey_kind WHERE case_id = $id ORDER BY compartment", {{"id", id}})) {
    const auto kind = access::parse_compartment(row.text("compartment"));
    if (!kind) fail_bug("a stored compartment is not one");
    const auto version =
        row.is_null("to_version") ? std::nullopt : std::optional{static_cast<std::uint32_t>(row.integer("to_version"))};
    out.push_back({*kind, version});
  }
  return out;
}

void begin_kind(log::Act& act, const CaseId& id, access::Compartment kind, std::uint32_t to_version) {
  act.run("UPDATE rekey_kind SET to_version = $version WHERE case_id = $id AND compartment = $kind",
          {{"version", to_version}, {"id", id}, {"kind", access::name_of(kind)}});
}

void end_kind(log::Act& act, const CaseId& id, access::Compartment kind) {
  act.run("DELETE FROM rekey_kind WHERE case_id = $id AND compartment = $kind",
          {{"id", id}, {"kind", access::name_of(kind)}});
  act.react(kCaseRekeyed, fmt::format("{}:{}", id.text(), access::name_of(kind)));
}

void end_rekey_call(log::Act& act, const CaseId& id) {
  act.run("DELETE FROM rekey_kind WHERE case_id = $id", {{"id", id}});
  act.run("DELETE FROM rekey_call WHERE case_id = $id", {{"id", id}});
  jobs::cancel(act.writer(), job_id(id.text()));
}

std::vector<RekeyCall> rekey_calls_of(storage::Reader& reader, const TeamId& team) {
  std::vector<RekeyCall> out;
  for (const auto& row :
       reader.query("SELECT case_id, team, due, told FROM rekey_call WHERE team = $team ORDER BY due, case_id",
                    {{"team", team}}))
    out.push_back(call_of(row));
  return out;
}

std::map<std::string, jobs::Handler> rekey_job_handlers(log::Journal& journal) {
  return {{std::string{kJob}, [&journal](const jobs::Job& job) { tell_next(journal, job); }}};
}

}  // namespace nrm::casefile
