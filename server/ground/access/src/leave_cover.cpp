#include "nrm/access/members.hpp"
#include "relation.hpp"

namespace nrm::access {
namespace {

constexpr int kLongestDays = 366;

std::optional<FieldProblem> fault_of(const LeaveCover& cover) {
  const auto days = std::chrono::sys_days{cover.until} - std::chrono::sys_days{cover.from};
  if (days.count() < 0) return FieldProblem{"/until", "contradicts", {}};
  if (days.count() > kLongestDays) return FieldProblem{"/until", "out-of-range", {{"min", "0"}, {"max", "366"}}};
  return std::nullopt;
}

}  // namespace

Result<void> record_leave_cover(const AccessContext& context, const Session& session, const LeaveCover& cover) {
  if (const auto fault = fault_of(cover)) return fail(nrm::problems::kInvalid, {*fault});
  if (cover.member == cover.cover) return fail(problems::kNotYourself);
  const log::Subject subject{{}, session.organisation, cover.member.text()};
  return context.journal.act<void>(
      session.header("access.leave-cover", {}, subject), [&](log::Act& act) -> Result<void> {
        const auto away = find_member(act.writer(), cover.member);
        const auto present = find_member(act.writer(), cover.cover);
        const auto permit = decide(act, session, relation_to_member(session, away));
        if (!permit) return tl::unexpected(permit.error());
        if (!away || !present || present->team != away->team || present->state != "active") {
          return fail(nrm::problems::kNotFound);
        }
        act.run(
            "INSERT INTO leave_cover (id, member, cover, starts_on, ends_on, recorded_by, recorded_at) "
            "VALUES ($id, $member, $cover, $from, $until, $by, $now)",
            {{"id", to_text(make_uuid_v7(act.clock(), act.random()))},
             {"member", cover.member},
             {"cover", cover.cover},
             {"from", cover.from},
             {"until", cover.until},
             {"by", session.member},
             {"now", act.now()}});
        act.note("cover", cover.cover.text());
        return {};
      });
}

std::vector<MemberId> covered_by(storage::Reader& reader, const MemberId& cover, Date day) {
  std::vector<MemberId> out;
  const auto rows = reader.query(
      "SELECT DISTINCT member FROM leave_cover WHERE cover = $cover AND starts_on <= $day AND ends_on >= $day "
      "ORDER BY member",
      {{"cover", cover}, {"day", day}});
  for (const auto& row : rows) out.push_back(row.id<MemberId>("member"));
  return out;
}

}  // namespace nrm::access
