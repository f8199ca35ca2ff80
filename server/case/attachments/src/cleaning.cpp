// What goes by itself: attachments that were begun and never finished, and pieces that nothing needs any more.
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/rekey.hpp"
#include "store.hpp"

namespace nrm::attachments {
namespace {

constexpr std::string_view kUnfinished = "attachments.unfinished";
constexpr std::string_view kSweep = "attachments.sweep";

std::string job_id(std::string_view kind, const AttachmentId& id) {
  return fmt::format("{}:{}", kind, id.text());
}

// Both only ever run for an attachment that is not kept, so what they do twice does no harm.
Result<void> as_clock(const Desk& desk, const jobs::Job& job, const std::function<void(log::Act&)>& consequence) {
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, job.kind}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
  return desk.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    consequence(act);
    return {};
  });
}

void end_unfinished(const Desk& desk, const jobs::Job& job) {
  (void)as_clock(desk, job, [&](log::Act& act) {
    const auto row = find_row(act.writer(), AttachmentId::from_row(job.subject));
    if (!row || row->state != "receiving") return;
    act.set_subject({row->case_id, std::nullopt, job.subject});
    forget(act, *row);
    act.run("DELETE FROM attachment WHERE id = $id", {{"id", row->id}});
  });
}

void sweep(const Desk& desk, const jobs::Job& job) {
  const auto id = AttachmentId::from_row(job.subject);
  const auto row = desk.journal.database().reading([&](storage::Reader& reader) { return find_row(reader, id); });
  if (row && row->state == "kept") fail_bug("the pieces of a kept attachment are not swept");
  const auto gone = delete_pieces(desk.upkeep, id);
  (void)as_clock(desk, job, [&](log::Act& act) { act.note("pieces", std::to_string(gone)); });
}

// The case's keys are gone with this act, so the pieces are noise already; they follow at once.
void erase(log::Act& act, std::string_view object) {
  const auto case_id = CaseId::from_row(object);
  for (const auto& row : act.query("SELECT id FROM attachment WHERE case_id = $case_id", {{"case_id", case_id}})) {
    const auto id = row.id<AttachmentId>("id");
    cancel_cleaning(act, id);
    sweep_soon(act, id);
  }
  act.run("DELETE FROM attachment WHERE case_id = $case_id", {{"case_id", case_id}});
}

// The case lives on: labels and keys of its files go, and what a copy of them could be opened by is to be made anew.
void erase_class(log::Act& act, std::string_view object) {
  const auto erased = casefile::erased_class_of(object);
  if (erased.retention_class != "attachment") return;
  const auto rows = rows_until(act.writer(), erased.case_id, erased.until);
  for (const auto& row : rows) {
    cancel_cleaning(act, row.id);
    forget(act, row);
    act.run("DELETE FROM attachment WHERE id = $id", {{"id", row.id}});
  }
  if (!rows.empty()) casefile::ask_rekey(act, erased.case_id);
}

}  // namespace

void sweep_soon(log::Act& act, const AttachmentId& id) {
  jobs::schedule(act.writer(), {job_id(kSweep, id), std::string{kSweep}, id.text(), act.now()});
}

void clean_unfinished_at(log::Act& act, const AttachmentId& id, UtcTime due) {
  jobs::schedule(act.writer(), {job_id(kUnfinished, id), std::string{kUnfinished}, id.text(), due});
}

void cancel_cleaning(log::Act& act, const AttachmentId& id) {
  jobs::cancel(act.writer(), job_id(kUnfinished, id));
}

void register_reactions(log::Journal& journal) {
  journal.on(std::string{casefile::kCaseErased}, erase);
  journal.on(std::string{casefile::kClassErased}, erase_class);
}

std::map<std::string, jobs::Handler> job_handlers(const Desk& desk) {
  return {{std::string{kUnfinished}, [desk](const jobs::Job& job) { end_unfinished(desk, job); }},
          {std::string{kSweep}, [desk](const jobs::Job& job) { sweep(desk, job); }}};
}

}  // namespace nrm::attachments
