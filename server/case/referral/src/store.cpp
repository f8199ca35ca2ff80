#include "store.hpp"

#include <fmt/format.h>

namespace nrm::referral {
namespace {

std::optional<Side> side_of(const ReferralRow& row, const TeamId& team) {
  if (row.from_team == team) return Side::sender;
  if (row.to_team == team) return Side::receiver;
  return std::nullopt;
}

// The sender's acts are written to the case's log. The receiver's are written to its own organisation's: it must not
// learn which case of the sender this is.
log::Subject subject_of(log::Act& act, const ReferralRow& row, Side side, const access::Session& session) {
  const auto case_id = side == Side::sender ? case_of(act, row.id) : std::nullopt;
  return {case_id, session.organisation, row.id.text()};
}

bool is_unread(log::Act& act, const ReferralId& id, const TeamId& team) {
  return act
      .query_one("SELECT id FROM notice WHERE referral = $id AND team = $team AND seen_at IS NULL LIMIT 1",
                 {{"id", id}, {"team", team}})
      .has_value();
}

consent::Access access_named(const std::string& name) {
  using enum consent::Access;
  for (const auto access : {open, paused, ended})
    if (name == consent::name_of(access)) return access;
  fail_bug("a stored access to a parcel is unknown");
}

}  // namespace

ReferralRow row_of(const storage::Row& row) {
  const auto state = parse_state(row.text("state"));
  if (!state) fail_bug("a stored referral state is unknown");
  return {row.id<ReferralId>("id"),
          row.text("reference"),
          row.id<TeamId>("from_team"),
          row.id<TeamId>("to_team"),
          row.text("need"),
          row.flag("urgent"),
          *state,
          row.integer("version"),
          row.time("sent_at"),
          row.maybe_time("seen_at"),
          row.text("clock_rule"),
          {row.time("sent_at"), row.time("due_at"), row.time("warn_at")},
          row.maybe_text("reason_code"),
          row.maybe_text("suggestion_team"),
          row.flag("do_not_contact"),
          access_named(row.text("access"))};
}

std::optional<ReferralRow> find_row(storage::Reader& reader, const ReferralId& id) {
  const auto row =
      reader.query_one(fmt::format("SELECT {} FROM referral r WHERE r.id = $id", kReferralColumns), {{"id", id}});
  return row ? std::optional{row_of(*row)} : std::nullopt;
}

std::optional<CaseId> case_of(log::Act& act, const ReferralId& id) {
  const auto row = act.query_one("SELECT case_id FROM referral_case WHERE referral = $id", {{"id", id}});
  return row ? std::optional{row->id<CaseId>("case_id")} : std::nullopt;
}

std::optional<BasisId> basis_of(log::Act& act, const ReferralId& id) {
  const auto row = act.query_one("SELECT basis FROM referral_case WHERE referral = $id", {{"id", id}});
  return row ? std::optional{row->id<BasisId>("basis")} : std::nullopt;
}

Summary summary_of(log::Act& act, const ReferralRow& row, const TeamId& reader) {
  const auto clock = awaits_answer(row.state) ? std::optional{pathway::state_of(row.clock, act.now())} : std::nullopt;
  return {row.id,
          row.reference,
          row.need,
          row.urgent,
          row.state,
          row.from_team,
          row.to_team,
          row.sent_at,
          row.seen_at,
          row.clock.due,
          clock,
          is_unread(act, row.id, reader),
          row.do_not_contact,
          row.access};
}

bool is_open_to_receiver(const ReferralRow& row) {
  if (row.do_not_contact || row.access == consent::Access::ended) return false;
  switch (row.state) {
    case State::draft:
    case State::declined:
    case State::redirected:
    case State::recalled:
    case State::expired:
      return false;
    default:
      return true;
  }
}

Result<Held> hold(log::Act& act, const access::Session& session, const ReferralId& id) {
  const auto row = find_row(act.writer(), id);
  const auto side = row ? side_of(*row, session.team) : std::nullopt;
  if (!side) return fail(nrm::problems::kNotFound);
  act.set_subject(subject_of(act, *row, *side, session));
  const auto relation = *side == Side::sender ? access::Relation::sender : access::Relation::receiver;
  auto permit = access::decide(act, session, relation);
  if (!permit) return tl::unexpected(permit.error());
  return Held{*row, *side, std::move(*permit)};
}

void add_history(log::Act& act, const ReferralId& id, const HistoryEntry& entry) {
  const auto last = act.query_one(
      "SELECT position FROM referral_history WHERE referral = $id ORDER BY position DESC LIMIT 1", {{"id", id}});
  act.run(
      "INSERT INTO referral_history (referral, position, what, at, actor_team, clock_rule, reason_code) "
      "VALUES ($id, $position, $what, $at, $actor, $rule, $reason)",
      {{"id", id},
       {"position", last ? last->integer("position") + 1 : 1},
       {"what", entry.what},
       {"at", act.now()},
       {"actor", entry.actor},
       {"rule", entry.clock_rule},
       {"reason", entry.reason_code}});
}

void add_notice(log::Act& act, const TeamId& team, std::string_view kind, const ReferralId& id) {
  act.run("INSERT INTO notice (id, team, kind, referral, at) VALUES ($notice, $team, $kind, $id, $at)",
          {{"notice", Id<struct NoticeTag>::random(act.random())},
           {"team", team},
           {"kind", kind},
           {"id", id},
           {"at", act.now()}});
}

}  // namespace nrm::referral
