#include "nrm/casefile/life.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/casefile/sealing.hpp"
#include "store.hpp"

namespace nrm::attachments {
namespace {

// An upload takes an hour at most (server/platform/http/src/limits.hpp), and may be tried again.
constexpr std::chrono::hours kUnfinishedAfter{2};

std::int64_t count(log::Act& act, std::string_view sql, const storage::Params& params) {
  return act.query_one(sql, params)->integer("files");
}

Result<void> check_limits(log::Act& act, const MemberId& member, const CaseId& case_id) {
  const auto of_case = count(act,
                             "SELECT COUNT(*) AS files FROM attachment WHERE case_id = $case_id AND state IN "
                             "('kept', 'receiving')",
                             {{"case_id", case_id}});
  if (of_case >= kMaxFilesOfCase) return fail(problems::kCaseFull);
  const auto begun =
      count(act, "SELECT COUNT(*) AS files FROM attachment WHERE begun_by = $member AND begun_at > $since",
            {{"member", member}, {"since", act.now() - std::chrono::hours{1}}});
  if (begun >= kMaxBegunAnHour) return fail(nrm::problems::kTooMany);
  return {};
}

}  // namespace

Result<AttachmentId> begin(log::Act& act, const access::Permit& permit, const CaseId& case_id,
                           const NewAttachment& input) {
  const auto& session = permit.session();
  if (const auto may = casefile::may_work_on(act.writer(), session, case_id); !may) return tl::unexpected(may.error());
  if (auto why = casefile::why_read_only(act.writer(), case_id)) return tl::unexpected(std::move(*why));
  if (!may_touch(act.writer(), session, case_id, input.compartment, act.now()))
    return fail(nrm::problems::kInvalid, {{"/compartment", "not-yours", {}}});
  if (auto fault = find_name_fault(input.name.reveal())) return fail(nrm::problems::kInvalid, {std::move(*fault)});
  if (const auto checked = check_limits(act, session.member, case_id); !checked) return tl::unexpected(checked.error());
  const auto id = AttachmentId::random(act.random());
  const auto label = to_text({input.name, input.description, "", 0, ""});
  const auto kept = casefile::keep_note(act, permit, case_id, input.compartment, label_field(id), label);
  if (!kept) return tl::unexpected(kept.error());
  act.run(
      "INSERT INTO attachment (id, case_id, compartment, state, pieces, upload, scan, begun_at, begun_by, kept_at) "
      "VALUES ($id, $case_id, $compartment, 'receiving', 0, NULL, 'none', $now, $member, NULL)",
      {{"id", id},
       {"case_id", case_id},
       {"compartment", access::name_of(input.compartment)},
       {"now", act.now()},
       {"member", session.member}});
  clean_unfinished_at(act, id, act.now() + kUnfinishedAfter);
  act.note("attachment", id.text());
  act.note("compartment", std::string{access::name_of(input.compartment)});
  return id;
}

}  // namespace nrm::attachments
