#include "nrm/duty/roster.hpp"

#include "nrm/access/cover.hpp"
#include "nrm/access/decide.hpp"

namespace nrm::duty {
namespace {

constexpr std::int64_t kOfNone = 1;

std::optional<MemberId> member_of(const storage::Row& row) {
  const auto text = row.maybe_text("member");
  return text ? std::optional{MemberId::from_row(*text)} : std::nullopt;
}

std::int64_t version_of(storage::Reader& reader, const TeamId& team) {
  const auto row = reader.query_one("SELECT version FROM duty_roster WHERE team = $team", {{"team", team}});
  return row ? row->integer("version") : kOfNone;
}

std::vector<Shift> week_of(storage::Reader& reader, const TeamId& team) {
  std::vector<Shift> out;
  for (const auto& row : reader.query("SELECT weekday, from_minute, until_minute, phone, member FROM duty_shift WHERE "
                                      "team = $team ORDER BY position",
                                      {{"team", team}}))
    out.push_back({static_cast<int>(row.integer("weekday")), static_cast<int>(row.integer("from_minute")),
                   static_cast<int>(row.integer("until_minute")), row.text("phone"), member_of(row)});
  return out;
}

std::vector<Exception> exceptions_of(storage::Reader& reader, const TeamId& team, UtcTime now) {
  std::vector<Exception> out;
  for (const auto& row : reader.query("SELECT id, from_at, until_at, phone, member FROM duty_exception WHERE "
                                      "team = $team AND until_at > $now ORDER BY from_at, id",
                                      {{"team", team}, {"now", now}}))
    out.push_back(
        {row.id<ExceptionId>("id"), row.time("from_at"), row.time("until_at"), row.text("phone"), member_of(row)});
  return out;
}

// A number that nobody can call is worse than none.
std::optional<FieldProblem> fault_of(const Shift& shift, std::size_t position, const std::set<MemberId>& members) {
  const auto at = [&](const char* field) { return fmt::format("/shifts/{}/{}", position, field); };
  if (!is_phone(shift.phone)) return FieldProblem{at("phone"), "not-a-phone", {}};
  if (shift.member && !members.contains(*shift.member)) return FieldProblem{at("member_id"), "not-in-list", {}};
  return std::nullopt;
}

std::optional<FieldProblem> fault_of(const NewException& wanted, const std::set<MemberId>& members, UtcTime now) {
  if (wanted.until <= wanted.from || wanted.until <= now) return FieldProblem{"/until", "contradicts", {}};
  if (!wanted.phone.empty() && !is_phone(wanted.phone)) return FieldProblem{"/phone", "not-a-phone", {}};
  if (wanted.member && !members.contains(*wanted.member)) return FieldProblem{"/member_id", "not-in-list", {}};
  return std::nullopt;
}

// A team out of reach is one that does not exist.
template <class T>
Result<T> changing(log::Journal& journal, const access::Session& session, const TeamId& team,
                   const std::function<Result<T>(log::Act&)>& work) {
  const auto header = session.header("duty.set", {}, {{}, session.organisation, team.text()});
  return journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const bool own = team == session.team;
    const auto permit = access::decide(act, session, own ? access::Relation::own_team : access::Relation::instance);
    if (!permit) return tl::unexpected(permit.error());
    return work(act);
  });
}

std::int64_t count_up(log::Act& act, const access::Session& session, const TeamId& team) {
  const auto version = version_of(act.writer(), team) + 1;
  act.run(
      "INSERT INTO duty_roster (team, version, changed_by, changed_at) VALUES ($team, $version, $by, $now) "
      "ON CONFLICT (team) DO UPDATE SET version = $version, changed_by = $by, changed_at = $now",
      {{"team", team}, {"version", version}, {"by", session.member}, {"now", act.now()}});
  return version;
}

void keep_week(log::Act& act, const TeamId& team, const std::vector<Shift>& week) {
  act.run("DELETE FROM duty_shift WHERE team = $team", {{"team", team}});
  std::int64_t position = 0;
  for (const auto& shift : week)
    act.run(
        "INSERT INTO duty_shift (team, position, weekday, from_minute, until_minute, phone, member) "
        "VALUES ($team, $position, $weekday, $from, $until, $phone, $member)",
        {{"team", team},
         {"position", position++},
         {"weekday", shift.weekday},
         {"from", shift.from},
         {"until", shift.until},
         {"phone", shift.phone},
         {"member", shift.member}});
}

}  // namespace

Roster roster_of(storage::Reader& reader, const TeamId& team, UtcTime now) {
  const auto version = version_of(reader, team);
  return {version > kOfNone, version, week_of(reader, team), exceptions_of(reader, team, now)};
}

std::vector<Stretch> on_duty(storage::Reader& reader, const pathway::Pack& pack, const TeamId& team, UtcTime now) {
  return on_duty_at(roster_of(reader, team, now), WallClock{pack.time_zone}, now);
}

Result<std::int64_t> set_week(log::Journal& journal, const access::Session& session, const TeamId& team,
                              const std::vector<Shift>& week, std::int64_t expected_version) {
  return changing<std::int64_t>(journal, session, team, [&](log::Act& act) -> Result<std::int64_t> {
    if (version_of(act.writer(), team) != expected_version) return fail(nrm::problems::kStale);
    const auto members = access::active_members(act.writer(), team);
    for (std::size_t i = 0; i < week.size(); ++i)
      if (const auto fault = fault_of(week[i], i, members)) return fail(nrm::problems::kInvalid, {*fault});
    keep_week(act, team, week);
    return count_up(act, session, team);
  });
}

Result<ExceptionId> add_exception(log::Journal& journal, const access::Session& session, const TeamId& team,
                                  const NewException& wanted) {
  return changing<ExceptionId>(journal, session, team, [&](log::Act& act) -> Result<ExceptionId> {
    const auto members = access::active_members(act.writer(), team);
    if (const auto fault = fault_of(wanted, members, act.now())) return fail(nrm::problems::kInvalid, {*fault});
    if (exceptions_of(act.writer(), team, act.now()).size() >= kMaxExceptions) return fail(nrm::problems::kTooMany);
    const auto id = ExceptionId::v7(act.clock(), act.random());
    act.run(
        "INSERT INTO duty_exception (id, team, from_at, until_at, phone, member) "
        "VALUES ($id, $team, $from, $until, $phone, $member)",
        {{"id", id},
         {"team", team},
         {"from", wanted.from},
         {"until", wanted.until},
         {"phone", wanted.phone},
         {"member", wanted.member}});
    count_up(act, session, team);
    return id;
  });
}

Result<void> remove_exception(log::Journal& journal, const access::Session& session, const TeamId& team,
                              const ExceptionId& id) {
  return changing<void>(journal, session, team, [&](log::Act& act) -> Result<void> {
    const auto gone =
        act.run("DELETE FROM duty_exception WHERE id = $id AND team = $team", {{"id", id}, {"team", team}});
    if (gone == 0) return fail(nrm::problems::kNotFound);
    count_up(act, session, team);
    return {};
  });
}

void register_reactions(log::Journal& journal) {
  // casefile's moment, which stands above this module: "<old team>:<new team>". The new team has a roster of its own.
  journal.on("team.merged", [](log::Act& act, std::string_view object) {
    const storage::Params from{{"team", object.substr(0, object.find(':'))}};
    for (const auto* statement :
         {"DELETE FROM duty_roster WHERE team = $team", "DELETE FROM duty_shift WHERE team = $team",
          "DELETE FROM duty_exception WHERE team = $team"})
      act.run(statement, from);
  });
}

}  // namespace nrm::duty
