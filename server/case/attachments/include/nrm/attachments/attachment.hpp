// Files kept with a case. Begun in one act, taken in pieces, finished in another; read only after an opening with its
// reason. Every function runs inside an act, under a permit, and answers kernel.not-found for another team's case as
// for none, and for a compartment that the role does not hold.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nrm/attachments/content_type.hpp"
#include "nrm/attachments/problems.hpp"
#include "nrm/attachments/scanner.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::attachments {

using access::Compartment;
struct AttachmentTag;
using AttachmentId = Id<AttachmentTag>;

storage::Schema schema();
// Erasure; at start, before the first act.
void register_reactions(log::Journal& journal);

// What the behaviours work with; outlives them.
struct Desk {
  log::Journal& journal;
  storage::Upkeep& upkeep;  // may write attachment_piece
  const TypeFinder& types;
  const Scanner* scanner = nullptr;  // nothing: no clamd is configured
  // Whether the case's files must be kept, for a court or an inquiry; nothing: they never must.
  std::function<bool(storage::Reader&, const CaseId&)> are_held = {};
};
// What was begun and never finished goes after two hours; pieces that nothing needs any more go in portions.
std::map<std::string, jobs::Handler> job_handlers(const Desk& desk);

// A scanned report of 200 pages or ten minutes of recorded speech is below 50 MiB; what is longer belongs on a disk.
inline constexpr std::uint64_t kMaxFileBytes = 50ULL * 1024 * 1024;
// Ten files a month for a year and a half of help; and all of them of 5 MiB.
inline constexpr std::int64_t kMaxFilesOfCase = 200;
inline constexpr std::int64_t kMaxBytesOfCase = 1024LL * 1024 * 1024;
// A file every three minutes is more than anyone scans by hand; it bounds what one stolen session can fill.
inline constexpr std::int64_t kMaxBegunAnHour = 20;
inline constexpr std::size_t kMaxNameCodePoints = 200;
inline constexpr std::size_t kMaxDescriptionCodePoints = 500;

struct NewAttachment {
  Compartment compartment;
  Personal<std::string> name;  // as on the sender's machine
  Personal<std::string> description;
};
// The fault of a file name: no path, no control character, nothing that shows another name than it is.
std::optional<FieldProblem> find_name_fault(std::string_view name);
Result<AttachmentId> begin(log::Act& act, const access::Permit& permit, const CaseId& case_id,
                           const NewAttachment& input);

// What a list shows: enough to find a file, none of its content.
struct Listed {
  AttachmentId id;
  Compartment compartment;
  std::string state;  // "receiving", "kept", or "broken" where the label does not fit its seal
  Personal<std::string> name;
  Personal<std::string> description;
  std::string type;        // empty until it is kept
  std::uint64_t size = 0;  // bytes
  std::string scan;        // "clean", "not-scanned" (clamd did not answer), "none" (none configured)
  UtcTime at;
  MemberId by;
};
// The kept ones in the compartments that the role holds, newest first.
Result<std::vector<Listed>> list(log::Act& act, const access::Permit& permit, const CaseId& case_id);
// Also one that is still being received, for who began it.
Result<Listed> view(log::Act& act, const access::Permit& permit, const CaseId& case_id, const AttachmentId& id);

// The file's keys are destroyed in this act, its pieces right after. The act's header carries the reason. kHeld while
// the case's files must be kept.
Result<void> remove(log::Act& act, const access::Permit& permit, const Desk& desk, const CaseId& case_id,
                    const AttachmentId& id);

}  // namespace nrm::attachments
