#include "nrm/access/keyring.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/consent/grounds.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/text.hpp"
#include "rows.hpp"

namespace nrm::consent {
namespace {

constexpr std::int64_t kMaxNotices = 200;  // a body that passes on more without consent in a year asks its officer why
constexpr std::chrono::hours kAnswerDue{24};

constexpr std::string_view kNoticeColumns =
    "SELECT b.id AS id, b.case_id AS case_id, b.decision AS decision, b.ground AS ground, b.purpose AS purpose, "
    "b.receiver AS receiver, b.field_groups AS field_groups, b.recorded_at AS recorded_at, b.recorded_by AS "
    "recorded_by, b.explained_by AS explained_by, b.until AS until, b.withdrawn_at AS withdrawn_at, b.confirmed_at AS "
    "confirmed_at, b.paused_at AS paused_at, o.number AS number, o.team AS team, o.article AS article, o.confirmed_by "
    "AS confirmed_by, o.review_due_at AS review_due_at, o.reviewed_at AS reviewed_at, o.verdict AS verdict, o.note AS "
    "note FROM other_ground o JOIN consent_basis b ON b.id = o.basis ";

GroundNotice notice_of(const storage::Row& row, UtcTime now) {
  const auto basis = row_of(row, now);
  const auto second = row.maybe_text("confirmed_by");
  return {.id = basis.id,
          .number = row.text("number"),
          .ground = basis.ground,
          .article = row.text("article"),
          .purpose = basis.purpose,
          .team = row.id<TeamId>("team"),
          .receiver = basis.receiver,
          .field_groups = basis.field_groups,
          .recorded_at = basis.recorded_at,
          .recorded_by = basis.recorded_by,
          .confirmed_at = basis.confirmed_at,
          .confirmed_by = second ? std::optional{MemberId::from_row(*second)} : std::nullopt,
          .until = basis.until,
          .state = basis.state,
          .review_due_at = row.maybe_time("review_due_at"),
          .reviewed_at = row.maybe_time("reviewed_at"),
          .verdict = row.maybe_text("verdict")};
}

bool tells_coordinators(const pathway::Pack& pack, const GroundNotice& notice) {
  const auto* ground = pack.grounds.find(notice.ground);
  return ground != nullptr && ground->tells.contains("coordinator");
}

ByteView bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string place_of(const BasisId& basis) {
  return "opennrm/ground-review/v1/" + basis.text();
}

// To the case's log key, whose public half is clear: the officer holds no key. The team and its organisation's auditors
// open it, and rotations and mergers of teams leave it as it is.
std::optional<Bytes> seal_note(log::Act& act, const CaseId& case_id, const BasisId& basis, const std::string& note) {
  if (note.empty()) return std::nullopt;
  const auto to = log::case_log_key(act.writer(), case_id);
  if (!to) fail_bug("a case without a log key");
  return crypto::box_seal(*to, 1, bytes_of(note), bytes_of(place_of(basis)), act.random());
}

Result<void> check_note(Verdict verdict, const std::string& note) {
  const auto bad = find_text_fault(note, kMaxNote, verdict == Verdict::not_in_order);
  if (!bad) return {};
  return fail(nrm::problems::kInvalid, {{"/note", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxNote)}}}});
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  return verdict == Verdict::in_order ? "in-order" : "not-in-order";
}

std::vector<GroundNotice> ground_notices(log::Act& act, const access::Permit& permit, const pathway::Pack& pack) {
  const auto& session = permit.session();
  const bool officer = session.roles.contains(access::Role::data_protection_officer);
  std::vector<GroundNotice> out;
  for (const auto& row : act.query(
           std::string{kNoticeColumns} + "WHERE o.organisation = $body ORDER BY b.recorded_at DESC, b.id LIMIT $max",
           {{"body", session.organisation}, {"max", kMaxNotices}})) {
    auto notice = notice_of(row, act.now());
    if (officer || tells_coordinators(pack, notice)) out.push_back(std::move(notice));
  }
  return out;
}

std::vector<ReviewItem> reviews_due(storage::Reader& reader, const OrganisationId& organisation) {
  std::vector<ReviewItem> out;
  for (const auto& row : reader.query(
           "SELECT basis, number, review_due_at FROM other_ground WHERE organisation = $body AND review_due_at IS NOT "
           "NULL AND reviewed_at IS NULL ORDER BY review_due_at, basis LIMIT $max",
           {{"body", organisation}, {"max", kMaxNotices}}))
    out.push_back({row.id<BasisId>("basis"), row.text("number"), row.maybe_time("review_due_at")});
  return out;
}

Result<void> review_ground(log::Act& act, const access::Permit& permit, const BasisId& basis, Verdict verdict,
                           const std::string& note) {
  const auto row = act.query_one(std::string{kNoticeColumns} + "WHERE o.basis = $basis AND o.organisation = $body",
                                 {{"basis", basis}, {"body", permit.session().organisation}});
  if (!row) return fail(nrm::problems::kNotFound);
  const auto notice = notice_of(*row, act.now());
  if (!notice.confirmed_at) return fail(nrm::problems::kConflict);
  if (notice.reviewed_at) return fail(problems::kReviewed);
  const auto& reviewer = permit.session().member;
  if (notice.recorded_by == reviewer || notice.confirmed_by == reviewer) return fail(problems::kSecondPerson);
  if (const auto fine = check_note(verdict, note); !fine) return tl::unexpected(fine.error());
  const auto sealed = seal_note(act, row->id<CaseId>("case_id"), basis, note);
  act.run(
      "UPDATE other_ground SET reviewed_at = $now, reviewed_by = $by, verdict = $verdict, note = $note WHERE basis = "
      "$basis",
      {{"now", act.now()}, {"by", reviewer}, {"verdict", name_of(verdict)}, {"note", sealed}, {"basis", basis}});
  if (verdict == Verdict::not_in_order)
    casefile::open_task(act, row->id<CaseId>("case_id"), kAnswerReview, act.now() + kAnswerDue);
  act.note("verdict", std::string{name_of(verdict)});
  return {};
}

std::optional<Personal<std::string>> review_note(log::Act& act, const access::Permit& permit, const BasisId& basis) {
  const auto row = act.query_one(
      "SELECT case_id, note FROM other_ground WHERE basis = $basis AND note IS NOT NULL AND team = "
      "$team",
      {{"basis", basis}, {"team", permit.session().team}});
  if (!row) return std::nullopt;
  const auto sealed = row->blob("note");
  const auto seed = casefile::open_case_log_key(act, permit, row->id<CaseId>("case_id"));
  if (!seed) return std::nullopt;
  const auto plain = crypto::box_open(*seed, sealed, bytes_of(place_of(basis)));
  if (!plain) return std::nullopt;
  return Personal<std::string>{std::string{plain->begin(), plain->end()}};
}

}  // namespace nrm::consent
