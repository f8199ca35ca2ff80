// Rows of attachment, and who may touch them.
#pragma once

#include "label.hpp"
#include "nrm/access/decide.hpp"

namespace nrm::attachments {

struct AttachmentRow {
  AttachmentId id;
  CaseId case_id;
  Compartment compartment;
  std::string state;  // "receiving", "kept", "refused", "removed"
  std::int64_t pieces = 0;
  std::string upload;  // of the kept content; empty before
  std::string scan;
  UtcTime begun_at;
  MemberId begun_by;
};
std::optional<AttachmentRow> find_row(storage::Reader& reader, const AttachmentId& id);
std::vector<AttachmentRow> kept_rows(storage::Reader& reader, const CaseId& case_id);
// Of every state, begun by then.
std::vector<AttachmentRow> rows_until(storage::Reader& reader, const CaseId& case_id, UtcTime until);

// Whether the session's team holds the case, by itself or with others, this compartment of it now, and the role too.
bool may_touch(storage::Reader& reader, const access::Session& session, const CaseId& case_id, Compartment kind,
               UtcTime now);
// The row, where it is of that case and may be touched; kNotFound or kRestricted otherwise.
Result<AttachmentRow> own_row(log::Act& act, const access::Permit& permit, const CaseId& case_id,
                              const AttachmentId& id);

// One act of a session on its own team's case; `work` runs under the permit.
template <class T>
Result<T> do_act(log::Journal& journal, const access::Session& session, log::Header header,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  return journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    return work(act, *permit);
  });
}

// Opens label and key go away with this; the pieces follow in a job of its own.
void forget(log::Act& act, const AttachmentRow& row);
void sweep_soon(log::Act& act, const AttachmentId& id);
void clean_unfinished_at(log::Act& act, const AttachmentId& id, UtcTime due);
void cancel_cleaning(log::Act& act, const AttachmentId& id);
// In portions, so that nobody waits long for the single writer. The number of pieces.
std::int64_t delete_pieces(storage::Upkeep& upkeep, const AttachmentId& id, const std::string& upload = {});

}  // namespace nrm::attachments
