#include "store.hpp"

#include "nrm/access/members.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/restriction.hpp"

namespace nrm::attachments {
namespace {

constexpr std::string_view kColumns = "id, case_id, compartment, state, pieces, upload, scan, begun_at, begun_by";

AttachmentRow row_of(const storage::Row& row) {
  const auto kind = access::parse_compartment(row.text("compartment"));
  if (!kind) fail_bug("an attachment in no compartment");
  return {row.id<AttachmentId>("id"), row.id<CaseId>("case_id"), *kind,
          row.text("state"),          row.integer("pieces"),     row.maybe_text("upload").value_or(""),
          row.text("scan"),           row.time("begun_at"),      row.id<MemberId>("begun_by")};
}

}  // namespace

std::optional<AttachmentRow> find_row(storage::Reader& reader, const AttachmentId& id) {
  const auto row = reader.query_one(fmt::format("SELECT {} FROM attachment WHERE id = $id", kColumns), {{"id", id}});
  return row ? std::optional{row_of(*row)} : std::nullopt;
}

std::vector<AttachmentRow> kept_rows(storage::Reader& reader, const CaseId& case_id) {
  std::vector<AttachmentRow> out;
  for (const auto& row : reader.query(fmt::format("SELECT {} FROM attachment WHERE case_id = $case_id AND "
                                                  "state = 'kept' ORDER BY kept_at DESC, id",
                                                  kColumns),
                                      {{"case_id", case_id}}))
    out.push_back(row_of(row));
  return out;
}

std::vector<AttachmentRow> rows_until(storage::Reader& reader, const CaseId& case_id, UtcTime until) {
  std::vector<AttachmentRow> out;
  for (const auto& row :
       reader.query(fmt::format("SELECT {} FROM attachment WHERE case_id = $case_id AND begun_at <= $until ORDER BY id",
                                kColumns),
                    {{"case_id", case_id}, {"until", until}}))
    out.push_back(row_of(row));
  return out;
}

bool may_touch(storage::Reader& reader, const access::Session& session, const CaseId& case_id, Compartment kind,
               UtcTime now) {
  if (!access::compartments_of(session.roles).contains(kind)) return false;
  if (casefile::team_of(reader, case_id) == session.team) return true;
  const auto joint = casefile::joint_teams_of(reader, case_id);
  return std::any_of(joint.begin(), joint.end(), [&](const casefile::JointTeam& team) {
    return team.team == session.team && !team.paused_at && team.until > now && team.compartments.contains(kind);
  });
}

Result<AttachmentRow> own_row(log::Act& act, const access::Permit& permit, const CaseId& case_id,
                              const AttachmentId& id) {
  auto row = find_row(act.writer(), id);
  if (!row || row->case_id != case_id ||
      !may_touch(act.writer(), permit.session(), case_id, row->compartment, act.now()))
    return fail(nrm::problems::kNotFound);
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), case_id); !may)
    return tl::unexpected(may.error());
  return std::move(*row);
}

void forget(log::Act& act, const AttachmentRow& row) {
  casefile::forget_note(act, row.case_id, row.compartment, key_field(row.id));
  casefile::forget_note(act, row.case_id, row.compartment, label_field(row.id));
  sweep_soon(act, row.id);
}

std::int64_t delete_pieces(storage::Upkeep& upkeep, const AttachmentId& id, const std::string& upload) {
  constexpr std::int64_t kPortion = 32;  // 2 MiB: some milliseconds
  std::int64_t all = 0;
  while (true) {
    std::int64_t gone = 0;
    upkeep.write([&](storage::Writer& writer) {
      const auto rows = writer.query(
          "SELECT upload, position FROM attachment_piece WHERE attachment_id = $id AND (CAST($upload AS TEXT) = '' OR "
          "upload = "
          "$upload) LIMIT $portion",
          {{"id", id}, {"upload", upload}, {"portion", kPortion}});
      gone = 0;
      for (const auto& row : rows)
        gone += writer.run(
            "DELETE FROM attachment_piece WHERE attachment_id = $id AND upload = $upload AND position = $position",
            {{"id", id}, {"upload", row.text("upload")}, {"position", row.integer("position")}});
      return true;
    });
    all += gone;
    if (gone < kPortion) return all;
  }
}

}  // namespace nrm::attachments
