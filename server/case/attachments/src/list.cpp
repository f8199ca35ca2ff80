#include "nrm/casefile/life.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"
#include "store.hpp"

namespace nrm::attachments {
namespace {

Listed shown(const AttachmentRow& row, const casefile::Values& labels) {
  Listed out{row.id, row.compartment, "broken", {}, {}, "", 0, row.scan, row.begun_at, row.begun_by};
  const auto at = labels.find(label_field(row.id));
  const auto label = at == labels.end() ? std::nullopt : parse_label(at->second.reveal());
  if (!label) return out;
  out.state = row.state;
  out.name = label->name;
  out.description = label->description;
  out.type = label->type;
  out.size = label->size;
  return out;
}

}  // namespace

Result<std::vector<Listed>> list(log::Act& act, const access::Permit& permit, const CaseId& case_id) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), case_id); !may)
    return tl::unexpected(may.error());
  auto rows = kept_rows(act.writer(), case_id);
  std::erase_if(rows, [&](const AttachmentRow& row) {
    return !may_touch(act.writer(), permit.session(), case_id, row.compartment, act.now());
  });
  std::map<Compartment, std::vector<std::string>> wanted;
  for (const auto& row : rows) wanted[row.compartment].push_back(label_field(row.id));
  casefile::Values labels;
  for (const auto& [kind, fields] : wanted) {
    auto read = casefile::read_notes(act, permit, case_id, kind, fields);
    if (!read) return tl::unexpected(read.error());
    labels.merge(*read);
  }
  std::vector<Listed> out;
  for (const auto& row : rows) out.push_back(shown(row, labels));
  act.note("files", std::to_string(out.size()));
  std::set<Compartment> kinds;
  for (const auto& row : rows) kinds.insert(row.compartment);
  if (!kinds.empty()) casefile::note_reader(act, permit.session(), kinds);
  return out;
}

Result<Listed> view(log::Act& act, const access::Permit& permit, const CaseId& case_id, const AttachmentId& id) {
  const auto row = own_row(act, permit, case_id, id);
  if (!row) return tl::unexpected(row.error());
  const bool own_unfinished = row->state == "receiving" && row->begun_by == permit.session().member;
  if (row->state != "kept" && !own_unfinished) return fail(nrm::problems::kNotFound);
  const auto labels = casefile::read_notes(act, permit, case_id, row->compartment, {label_field(id)});
  if (!labels) return tl::unexpected(labels.error());
  casefile::note_reader(act, permit.session(), {row->compartment});
  return shown(*row, *labels);
}

Result<void> remove(log::Act& act, const access::Permit& permit, const Desk& desk, const CaseId& case_id,
                    const AttachmentId& id) {
  const auto row = own_row(act, permit, case_id, id);
  if (!row) return tl::unexpected(row.error());
  if (row->state != "kept") return fail(nrm::problems::kNotFound);
  if (auto why = casefile::why_read_only(act.writer(), case_id)) return tl::unexpected(std::move(*why));
  if (desk.are_held && desk.are_held(act.writer(), case_id)) return fail(problems::kHeld);
  forget(act, *row);
  act.run("UPDATE attachment SET state = 'removed', pieces = 0 WHERE id = $id", {{"id", id}});
  act.note("compartment", std::string{access::name_of(row->compartment)});
  return {};
}

}  // namespace nrm::attachments
