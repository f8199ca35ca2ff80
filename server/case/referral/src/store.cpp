#include "store.hpp"

#include <fmt/format.h>

#include "nrm/casefile/restriction.hpp"
#include "running.hpp"

#include <array>
#include <iterator>
#include <sstream>

namespace nrm::referral {
namespace {

constexpr std::array kMoveOnNames{std::pair{MoveOn::when_declined_or_late, "when-declined-or-late"},
                                  std::pair{MoveOn::when_late, "when-late"}, std::pair{MoveOn::never, "never"}};

std::optional<Side> side_of(const ReferralRow& row, const TeamId& team) {
  if (row.from_team == team) return Side::sender;
  if (row.to_team == team && row.asked) return Side::receiver;
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

std::optional<ReferralId> maybe_referral(const storage::Row& row, std::string_view column) {
  const auto text = row.maybe_text(column);
  return text ? std::optional{ReferralId::from_row(*text)} : std::nullopt;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in{text};
  return {std::istream_iterator<std::string>{in}, {}};
}

MoveOn move_on_named(const std::string& name) {
  const auto found = parse_move_on(name);
  if (!found) fail_bug("a stored way of moving on is unknown");
  return *found;
}

std::optional<pathway::ClockTimes> contact_clock_of(const storage::Row& row) {
  const auto due = row.maybe_time("contact_due_at");
  const auto warn = row.maybe_time("contact_warn_at");
  const auto answered = row.maybe_time("answered_at");
  return due && warn && answered ? std::optional{pathway::ClockTimes{*answered, *due, *warn}} : std::nullopt;
}

// What is on a referral is of the case too: whoever the case is kept from works on none of it.
bool is_kept_from(log::Act& act, const ReferralRow& row, Side side, const access::Session& session) {
  const auto id = side == Side::sender ? case_of(act, row.id) : std::nullopt;
  const auto facts = id ? casefile::find_case(act.writer(), *id) : std::nullopt;
  return facts && casefile::is_kept_from(act.writer(), *facts, session);
}

}  // namespace

std::string_view name_of(MoveOn move_on) {
  for (const auto& [value, name] : kMoveOnNames)
    if (value == move_on) return name;
  fail_bug("a way of moving on without a name");
}

std::optional<MoveOn> parse_move_on(std::string_view name) {
  for (const auto& [value, text] : kMoveOnNames)
    if (name == text) return value;
  return std::nullopt;
}

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
          access_named(row.text("access")),
          maybe_referral(row, "origin"),
          row.integer("position"),
          maybe_referral(row, "previous"),
          move_on_named(row.text("move_on")),
          row.flag("place_wanted"),
          row.flag("asked"),
          row.maybe_time("overdue_at").has_value(),
          words_of(row.text("paused_by")),
          contact_clock_of(row)};
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
  Summary out{row.id,
              row.reference,
              row.need,
              row.urgent,
              row.state,
              row.from_team,
              row.to_team,
              row.sent_at,
              row.seen_at,
              row.clock.due,
              std::nullopt,
              is_unread(act, row.id, reader),
              row.do_not_contact,
              row.access};
  if (awaits_answer(row.state)) out.clock_state = shown_state(act.writer(), row, row.clock, act.now());
  out.stands_by = row.state == State::draft;
  if (is_open(row.state)) out.paused_by = row.paused_by;
  if (row.contact_clock) out.first_contact_due_at = row.contact_clock->due;
  if (row.contact_clock && row.state == State::accepted)
    out.first_contact_state = shown_state(act.writer(), row, *row.contact_clock, act.now());
  return out;
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
  if (is_kept_from(act, *row, *side, session)) return fail(casefile::problems::kRestricted, {}, {{"keeper", ""}});
  return Held{*row, *side, std::move(*permit)};
}

void add_history(log::Act& act, const ReferralId& id, const HistoryEntry& entry) {
  const auto last = act.query_one(
      "SELECT position FROM referral_history WHERE referral = $id ORDER BY position DESC LIMIT 1", {{"id", id}});
  act.run(
      "INSERT INTO referral_history (referral, position, what, at, actor_team, clock_rule, reason_code, about_team) "
      "VALUES ($id, $position, $what, $at, $actor, $rule, $reason, $about)",
      {{"id", id},
       {"position", last ? last->integer("position") + 1 : 1},
       {"what", entry.what},
       {"at", act.now()},
       {"actor", entry.actor},
       {"rule", entry.clock_rule},
       {"reason", entry.reason_code},
       {"about", entry.about}});
}

void add_notice(log::Act& act, const TeamId& team, std::string_view kind, const ReferralId& id) {
  act.run("INSERT INTO notice (id, team, kind, referral, at) VALUES ($notice, $team, $kind, $id, $at)",
          {{"notice", Id<struct NoticeTag>::random(act.random())},
           {"team", team},
           {"kind", kind},
           {"id", id},
           {"at", act.now()}});
  act.react("team.noticed", fmt::format("{}:{}:{}", team.text(), kind, id.text()));
}

void tell_receiver(log::Act& act, const ReferralRow& row, std::string_view kind) {
  if (row.asked) add_notice(act, row.to_team, kind, row.id);
}

}  // namespace nrm::referral
