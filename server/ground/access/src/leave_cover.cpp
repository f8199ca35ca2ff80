#include "nrm/access/cover.hpp"
#include "nrm/access/members.hpp"
#include "relation.hpp"

namespace nrm::access {
namespace {

constexpr int kLongestDays = 366;

std::optional<FieldProblem> fault_of(const Leave& leave) {
  const auto days = std::chrono::sys_days{leave.until} - std::chrono::sys_days{leave.from};
  if (days.count() < 0) return FieldProblem{"/until", "contradicts", {}};
  if (days.count() > kLongestDays) return FieldProblem{"/until", "out-of-range", {{"min", "0"}, {"max", "366"}}};
  return std::nullopt;
}

bool does_casework(const Roles& roles) {
  return std::ranges::any_of(roles, [](Role role) {
    return role == Role::first_responder || role == Role::identifying_officer || role == Role::case_manager ||
           role == Role::service_provider;
  });
}

bool can_stand_in(const Roles& cover, const Roles& away) {
  if (does_casework(away) && !does_casework(cover)) return false;
  return std::ranges::all_of(std::array{Role::coordinator, Role::data_protection_officer},
                             [&](Role role) { return !away.contains(role) || cover.contains(role); });
}

bool is_away_between(storage::Reader& reader, const MemberId& member, Date from, Date until) {
  return reader
      .query_one("SELECT id FROM leave WHERE member = $member AND starts_on <= $until AND ends_on >= $from LIMIT 1",
                 {{"member", member}, {"from", from}, {"until", until}})
      .has_value();
}

Result<void> check_cover(storage::Reader& reader, const MemberRow& away, const Leave& leave) {
  if (!leave.cover) return {};
  const auto cover = find_member(reader, *leave.cover);
  if (!cover || cover->team != away.team || cover->state != "active") return fail(nrm::problems::kNotFound);
  if (!can_stand_in(cover->roles, away.roles)) return fail(problems::kCoverCannot);
  if (is_away_between(reader, cover->id, leave.from, leave.until)) return fail(problems::kCoverAway);
  return {};
}

RecordedLeave leave_of(const storage::Row& row) {
  RecordedLeave out{{row.id<MemberId>("member"), std::nullopt, *parse_iso_date(row.text("starts_on")),
                     *parse_iso_date(row.text("ends_on"))},
                    row.id<LeaveId>("id")};
  if (const auto cover = row.maybe_text("cover")) out.cover = MemberId::from_row(*cover);
  return out;
}

}  // namespace

Result<LeaveId> record_leave(const AccessContext& context, const Session& session, const Leave& leave) {
  if (const auto fault = fault_of(leave)) return fail(nrm::problems::kInvalid, {*fault});
  if (leave.cover == leave.member) return fail(problems::kNotYourself);
  const log::Subject subject{{}, session.organisation, leave.member.text()};
  return context.journal.act<LeaveId>(
      session.header("access.leave-cover", {}, subject), [&](log::Act& act) -> Result<LeaveId> {
        const auto away = find_member(act.writer(), leave.member);
        const auto permit = decide(act, session, relation_to_member(session, away));
        if (!permit) return tl::unexpected(permit.error());
        if (!away) return fail(nrm::problems::kNotFound);
        if (auto fit = check_cover(act.writer(), *away, leave); !fit) return tl::unexpected(fit.error());
        const auto id = LeaveId::v7(act.clock(), act.random());
        act.run(
            "INSERT INTO leave (id, member, cover, starts_on, ends_on, recorded_by, recorded_at) "
            "VALUES ($id, $member, $cover, $from, $until, $by, $now)",
            {{"id", id},
             {"member", leave.member},
             {"cover", leave.cover},
             {"from", leave.from},
             {"until", leave.until},
             {"by", session.member},
             {"now", act.now()}});
        act.note("cover", leave.cover ? leave.cover->text() : "");
        return id;
      });
}

Result<void> record_leave_cover(const AccessContext& context, const Session& session, const LeaveCover& cover) {
  const auto kept = record_leave(context, session, {cover.member, cover.cover, cover.from, cover.until});
  if (!kept) return tl::unexpected(kept.error());
  return {};
}

Result<std::vector<RecordedLeave>> list_leaves(const AccessContext& context, const Session& session, Date today) {
  using Leaves = std::vector<RecordedLeave>;
  return context.journal.act<Leaves>(
      session.header("access.list-leaves", {}, {{}, session.organisation, session.team.text()}),
      [&](log::Act& act) -> Result<Leaves> {
        const auto permit = decide(act, session, Relation::own_team);
        if (!permit) return tl::unexpected(permit.error());
        Leaves out;
        const auto rows = act.query(
            "SELECT l.id, l.member, l.cover, l.starts_on, l.ends_on FROM leave l JOIN member m ON m.id = l.member "
            "WHERE m.team = $team AND l.ends_on >= $today ORDER BY l.starts_on, l.id",
            {{"team", session.team}, {"today", today}});
        for (const auto& row : rows) out.push_back(leave_of(row));
        return out;
      });
}

Result<void> end_leave(const AccessContext& context, const Session& session, const LeaveId& id, Date today) {
  const log::Subject subject{{}, session.organisation, id.text()};
  return context.journal.act<void>(session.header("access.end-leave", {}, subject), [&](log::Act& act) -> Result<void> {
    const auto row =
        act.query_one("SELECT id, member, cover, starts_on, ends_on FROM leave WHERE id = $id", {{"id", id}});
    const auto away = row ? find_member(act.writer(), row->id<MemberId>("member")) : std::nullopt;
    const auto permit = decide(act, session, relation_to_member(session, away));
    if (!permit) return tl::unexpected(permit.error());
    if (!row || !away) return fail(nrm::problems::kNotFound);
    const auto yesterday = Date{std::chrono::sys_days{today} - std::chrono::days{1}};
    if (leave_of(*row).until < today) return fail(nrm::problems::kNotFound);
    act.run("UPDATE leave SET ends_on = $day WHERE id = $id", {{"id", id}, {"day", yesterday}});
    act.run("DELETE FROM leave WHERE id = $id AND starts_on > ends_on", {{"id", id}});
    act.note("member", away->id.text());
    return {};
  });
}

std::vector<MemberId> covered_by(storage::Reader& reader, const MemberId& cover, Date day) {
  std::vector<MemberId> out;
  const auto rows = reader.query(
      "SELECT DISTINCT member FROM leave WHERE cover = $cover AND starts_on <= $day AND ends_on >= $day "
      "ORDER BY member",
      {{"cover", cover}, {"day", day}});
  for (const auto& row : rows) out.push_back(row.id<MemberId>("member"));
  return out;
}

std::vector<MemberId> covers_of(storage::Reader& reader, const MemberId& member, Date day) {
  std::vector<MemberId> out;
  const auto rows = reader.query(
      "SELECT DISTINCT l.cover AS cover FROM leave l JOIN member m ON m.id = l.cover "
      "WHERE l.member = $member AND l.starts_on <= $day AND l.ends_on >= $day AND m.state = 'active' ORDER BY l.cover",
      {{"member", member}, {"day", day}});
  for (const auto& row : rows) {
    const auto cover = row.id<MemberId>("cover");
    if (!is_away_between(reader, cover, day, day)) out.push_back(cover);
  }
  return out;
}

bool is_missing(storage::Reader& reader, const MemberId& member, Date day) {
  return is_away_between(reader, member, day, day) && covers_of(reader, member, day).empty();
}

std::set<MemberId> active_members(storage::Reader& reader, const TeamId& team) {
  std::set<MemberId> out;
  for (const auto& row :
       reader.query("SELECT id FROM member WHERE team = $team AND state = 'active' ORDER BY id", {{"team", team}}))
    out.insert(row.id<MemberId>("id"));
  return out;
}

std::set<MemberId> addressees(storage::Reader& reader, const TeamId& team) {
  std::set<MemberId> out;
  for (const auto& row : reader.query(
           "SELECT id, roles FROM member WHERE team = $team AND state = 'active' ORDER BY id", {{"team", team}})) {
    const auto roles = roles_from_row(row.text("roles"));
    if (does_casework(roles) || roles.contains(Role::coordinator)) out.insert(row.id<MemberId>("id"));
  }
  return out;
}

bool has_present(storage::Reader& reader, const TeamId& team, Role role, Date day) {
  const auto rows = reader.query("SELECT id, roles FROM member WHERE team = $team AND state = 'active' ORDER BY id",
                                 {{"team", team}});
  return std::ranges::any_of(rows, [&](const storage::Row& row) {
    return roles_from_row(row.text("roles")).contains(role) && !is_missing(reader, row.id<MemberId>("id"), day);
  });
}

}  // namespace nrm::access
