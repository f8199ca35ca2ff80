#include "nrm/access/break_glass.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rows.hpp"

namespace nrm::access {
namespace {

constexpr std::string_view kColumns =
    "SELECT id, member, team, organisation, case_id, category, kinds, started_at, ends_at, told, verdict, reviewed_by, "
    "reviewed_at FROM break_glass ";

std::string to_row(const std::set<Compartment>& kinds) {
  std::string out;
  for (const auto kind : kinds) out += fmt::format("{}{}", out.empty() ? "" : " ", name_of(kind));
  return out;
}

std::set<Compartment> kinds_from_row(std::string_view text) {
  std::set<Compartment> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto kind = parse_compartment(text.substr(0, end));
    if (!kind) fail_bug("a break-glass names an unknown compartment");
    out.insert(*kind);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

BreakGlass glass_of(const storage::Row& row) {
  BreakGlass out{.id = row.id<BreakGlassId>("id"),
                 .member = row.id<MemberId>("member"),
                 .team = row.id<TeamId>("team"),
                 .organisation = row.id<OrganisationId>("organisation"),
                 .case_id = row.id<CaseId>("case_id"),
                 .category = row.text("category"),
                 .kinds = kinds_from_row(row.text("kinds")),
                 .started_at = row.time("started_at"),
                 .ends_at = row.time("ends_at"),
                 .told = row.id<MemberId>("told"),
                 .verdict = row.maybe_text("verdict"),
                 .reviewed_by = std::nullopt,
                 .reviewed_at = row.maybe_time("reviewed_at")};
  if (!row.is_null("reviewed_by")) out.reviewed_by = row.id<MemberId>("reviewed_by");
  return out;
}

std::int64_t count(storage::Reader& reader, std::string_view where, const storage::Params& params) {
  return reader.query_one(fmt::format("SELECT COUNT(*) AS n FROM break_glass WHERE {}", where), params)->integer("n");
}

}  // namespace

const std::vector<std::string>& break_glass_categories() {
  static const std::vector<std::string> categories{"danger-to-life", "child-at-risk", "keeper-unreachable",
                                                   "legal-deadline"};
  return categories;
}

void insert_break_glass(log::Act& act, const BreakGlass& glass) {
  act.run(
      "INSERT INTO break_glass (id, member, team, organisation, case_id, category, kinds, started_at, ends_at, told) "
      "VALUES ($id, $member, $team, $organisation, $case_id, $category, $kinds, $started, $ends, $told)",
      {{"id", glass.id},
       {"member", glass.member},
       {"team", glass.team},
       {"organisation", glass.organisation},
       {"case_id", glass.case_id},
       {"category", glass.category},
       {"kinds", to_row(glass.kinds)},
       {"started", glass.started_at},
       {"ends", glass.ends_at},
       {"told", glass.told}});
}

std::optional<BreakGlass> find_break_glass(storage::Reader& reader, const BreakGlassId& id) {
  const auto row = reader.query_one(std::string{kColumns} + "WHERE id = $id", {{"id", id}});
  return row ? std::optional{glass_of(*row)} : std::nullopt;
}

std::vector<BreakGlass> break_glasses_of_case(storage::Reader& reader, const CaseId& id) {
  std::vector<BreakGlass> out;
  for (const auto& row :
       reader.query(std::string{kColumns} + "WHERE case_id = $id ORDER BY started_at DESC, id", {{"id", id}}))
    out.push_back(glass_of(row));
  return out;
}

// Version 7 identifiers sort by time.
Page<BreakGlass> break_glasses_of(storage::Reader& reader, const OrganisationId& organisation,
                                  const PageRequest& request) {
  Page<BreakGlass> page;
  for (const auto& row : reader.query(
           std::string{kColumns} + "WHERE organisation = $organisation AND ($after = '' OR id < $after) "
                                   "ORDER BY id DESC LIMIT $limit",
           {{"organisation", organisation}, {"after", request.after.value_or("")}, {"limit", request.size + 1}})) {
    if (page.items.size() == static_cast<std::size_t>(request.size)) {
      page.next = page.items.back().id.text();
      break;
    }
    page.items.push_back(glass_of(row));
  }
  return page;
}

bool set_verdict(log::Act& act, const BreakGlassId& id, std::string_view verdict, const MemberId& by) {
  return act.run(
             "UPDATE break_glass SET verdict = $verdict, reviewed_by = $by, reviewed_at = $now "
             "WHERE id = $id AND verdict IS NULL",
             {{"verdict", verdict}, {"by", by}, {"now", act.now()}, {"id", id}}) == 1;
}

bool has_unreviewed(storage::Reader& reader, const CaseId& id) {
  return count(reader, "case_id = $id AND verdict IS NULL", {{"id", id}}) > 0;
}

void forget_break_glasses(log::Act& act, const CaseId& id) {
  act.run("DELETE FROM break_glass WHERE case_id = $id", {{"id", id}});
}

GlassRight glass_right(storage::Reader& reader, const MemberId& member, UtcTime now) {
  const bool held =
      reader.query_one("SELECT member FROM break_glass_suspension WHERE member = $member", {{"member", member}})
          .has_value();
  const storage::Params overdue{{"member", member}, {"since", now - kGlassUnreviewedEnds}};
  if (held || count(reader, "member = $member AND verdict IS NULL AND started_at <= $since", overdue) > 0)
    return GlassRight::suspended;
  const storage::Params today{{"member", member}, {"since", now - std::chrono::hours{24}}};
  if (count(reader, "member = $member AND started_at > $since", today) >= kGlassesADay) return GlassRight::used_up;
  return GlassRight::granted;
}

void suspend_glass_right(log::Act& act, const MemberId& member, std::string_view cause) {
  act.run(
      "INSERT INTO break_glass_suspension (member, since, cause) VALUES ($member, $now, $cause) "
      "ON CONFLICT (member) DO NOTHING",
      {{"member", member}, {"now", act.now()}, {"cause", cause}});
}

bool restore_glass_right(log::Act& act, const MemberId& member) {
  return act.run("DELETE FROM break_glass_suspension WHERE member = $member", {{"member", member}}) == 1;
}

std::optional<Emergency> living_emergency(storage::Reader& reader, const Session& session, const CaseId& id,
                                          UtcTime now) {
  std::optional<Emergency> out;
  for (const auto& row :
       reader.query(std::string{kColumns} +
                        "WHERE case_id = $id AND member = $member AND team = $team AND "
                        "ends_at > $now AND (verdict IS NULL OR verdict <> 'not-justified') ORDER BY started_at, id",
                    {{"id", id}, {"member", session.member}, {"team", session.team}, {"now", now}})) {
    auto glass = glass_of(row);
    if (!out) out = Emergency{id, glass.category, {}};
    if (glass.category == "danger-to-life") out->category = glass.category;
    out->kinds.merge(glass.kinds);
  }
  return out;
}

std::optional<MemberPlace> find_member_place(storage::Reader& reader, const MemberId& id) {
  const auto member = find_member(reader, id);
  return member ? std::optional{MemberPlace{member->organisation, member->team}} : std::nullopt;
}

std::vector<MemberId> other_key_holders(storage::Reader& reader, const TeamId& team, const MemberId& but) {
  std::vector<MemberRow> rows;
  for (const auto& row : reader.query(
           fmt::format("SELECT {} FROM member m WHERE m.team = $team AND m.state = 'active' AND m.id <> $but AND "
                       "EXISTS (SELECT 1 FROM team_key_seal s WHERE s.member = m.id AND s.team = m.team) "
                       "ORDER BY m.name, m.id",
                       kMemberColumns),
           {{"team", team}, {"but", but}})) {
    auto member = member_from_row(row);
    if (!compartments_of(member.roles).empty()) rows.push_back(std::move(member));
  }
  std::stable_partition(rows.begin(), rows.end(),
                        [](const MemberRow& m) { return m.roles.contains(Role::case_manager); });
  std::vector<MemberId> out;
  for (const auto& row : rows) out.push_back(row.id);
  return out;
}

}  // namespace nrm::access
