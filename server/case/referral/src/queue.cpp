#include <fmt/format.h>

#include "chain.hpp"
#include "nrm/access/cover.hpp"
#include "nrm/access/forget_notices.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/referral/coordination.hpp"
#include "regions.hpp"

namespace nrm::referral {
namespace {

constexpr std::string_view kWaiting = "coordination.waiting";

struct Coordinator {
  MemberId member;
  std::string region;
  bool there = false;
};

// Roles are words; no other role has this one in its name.
std::vector<Coordinator> coordinators(log::Act& act, Date today) {
  std::vector<Coordinator> out;
  for (const auto& row : act.query("SELECT m.id AS id, t.region AS region FROM member m JOIN team t ON t.id = m.team "
                                   "WHERE m.state = 'active' AND m.roles LIKE '%coordinator%' ORDER BY m.id")) {
    const auto member = row.id<MemberId>("id");
    out.push_back({member, row.text("region"), !access::is_missing(act.writer(), member, today)});
  }
  return out;
}

void tell_coordinators(log::Act& act, const pathway::Pack& pack, const std::string& region, const QueueId& id) {
  const auto all = coordinators(act, pack.calendar->local_date(act.now()));
  const auto concerns = [&](const Coordinator& who) {
    return is_national(pack, who.region) || lies_in(pack, region, who.region);
  };
  const bool somebody = std::ranges::any_of(all, [&](const auto& who) { return who.there && concerns(who); });
  for (const auto& who : all)
    if (!somebody || concerns(who)) access::tell_member(act, who.member, kWaiting, id.text());
}

constexpr std::string_view kWaits = "SELECT id FROM coordination_item WHERE left_at IS NULL AND referral ";

// Whom they were told of needs nobody any more.
void leave(log::Act& act, std::string_view which, const storage::Params& params) {
  const auto left = act.query(std::string{kWaits}.append(which), params);
  for (const auto& row : left) {
    act.run("UPDATE coordination_item SET left_at = $now WHERE id = $id", {{"now", act.now()}, {"id", row.text("id")}});
    access::forget_notices(act, row.text("id"));
  }
}

bool is_queued(log::Act& act, const ReferralId& id) {
  return act.query_one("SELECT id FROM coordination_item WHERE referral = $id AND left_at IS NULL", {{"id", id}})
      .has_value();
}

std::optional<TeamId> maybe_team(const storage::Row& row, std::string_view column) {
  const auto text = row.maybe_text(column);
  return text ? std::optional{TeamId::from_row(*text)} : std::nullopt;
}

constexpr std::string_view kQueueColumns =
    "q.id AS queue_id, q.clock_rule AS queue_rule, q.entered_at AS entered_at, q.suggestion_team AS suggested_team, "
    "q.suggested_at AS suggested_at";

std::string region_of(log::Act& act, const TeamId& team) {
  const auto found = directory::find_team(act.writer(), team);
  return found ? found->region : std::string{};
}

QueueItem item_of(log::Act& act, const storage::Row& raw) {
  const auto row = row_of(raw);
  QueueItem out{raw.id<QueueId>("queue_id"),
                row.need,
                region_of(act, row.from_team),
                row.urgent,
                raw.time("entered_at"),
                raw.text("queue_rule"),
                std::nullopt,
                pathway::ClockState::on_time,
                maybe_team(raw, "suggested_team"),
                raw.maybe_time("suggested_at")};
  const auto& times = row.state == State::accepted && row.contact_clock ? *row.contact_clock : row.clock;
  out.due_at = times.due;
  out.clock_state = pathway::state_of(times, act.now());
  return out;
}

// By what the directory says to everybody: a refusal must not tell who asks or who was asked.
Result<void> check_suggestion(log::Act& act, const ReferralRow& row, const TeamId& team) {
  const auto why = why_not_able(act.writer(), {team, std::nullopt, row.need});
  if (why) return fail(nrm::problems::kInvalid, {{"/team_id", *why, {}}});
  return {};
}

Result<void> suggest_in(log::Act& act, const access::Session& session, const QueueId& id, const TeamId& team) {
  const auto permit = access::decide(act, session, access::Relation::instance);
  if (!permit) return tl::unexpected(permit.error());
  const auto item =
      act.query_one("SELECT referral FROM coordination_item WHERE id = $id AND left_at IS NULL", {{"id", id}});
  const auto row = item ? find_row(act.writer(), item->id<ReferralId>("referral")) : std::nullopt;
  if (!row) return fail(nrm::problems::kNotFound);
  if (auto fine = check_suggestion(act, *row, team); !fine) return fine;
  act.run("UPDATE coordination_item SET suggestion_team = $team, suggested_at = $now WHERE id = $id",
          {{"team", team}, {"now", act.now()}, {"id", id}});
  add_history(act, row->id, {"suggested", session.team, std::nullopt, std::nullopt, team});
  add_notice(act, row->from_team, "referral.suggested", row->id);
  return {};
}

// What the team asked for that need and nobody took on.
std::vector<ReferralRow> unmet(log::Act& act, const CaseId& id, const TeamId& team, const std::string& need) {
  std::vector<ReferralRow> out;
  for (const auto& raw :
       act.query(fmt::format(
                     "SELECT {} FROM referral_case k JOIN referral r ON r.id = k.referral WHERE k.case_id = $case AND "
                     "r.from_team = $team AND r.need = $need AND r.asked = 1 AND r.state IN ('declined', 'expired')",
                     kReferralColumns),
                 {{"case", id}, {"team", team}, {"need", need}}))
    out.push_back(row_of(raw));
  return out;
}

}  // namespace

void enter_queue(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, std::string_view rule) {
  if (is_queued(act, row.id)) return;
  const auto id = QueueId::random(act.random());
  act.run("INSERT INTO coordination_item (id, referral, clock_rule, entered_at) VALUES ($id, $referral, $rule, $now)",
          {{"id", id}, {"referral", row.id}, {"rule", rule}, {"now", act.now()}});
  add_history(act, row.id, {"queued", std::nullopt, act.header().actor.rule});
  add_notice(act, row.from_team, "referral.queued", row.id);
  tell_coordinators(act, pack, region_of(act, row.from_team), id);
}

void leave_queue(log::Act& act, const ReferralId& id) {
  leave(act, "= $id", {{"id", id}});
}

void leave_queue_of_case(log::Act& act, std::string_view case_id) {
  for (const auto& each : casefile::with_absorbed(act.writer(), CaseId::from_row(std::string{case_id})))
    leave(act, "IN (SELECT referral FROM referral_case WHERE case_id = $case)", {{"case", each}});
}

void take_in_hand(log::Act& act, const CaseId& id, const TeamId& team, const std::string& need) {
  for (const auto& part : casefile::parts_of_person(act.writer(), id))
    for (const auto& row : unmet(act, part, team, need)) {
      leave_queue(act, row.id);
      stop_moving_on(act, row.id);
      const auto chain = chain_of(act.writer(), origin_of(row));
      if (std::ranges::none_of(chain, [](const auto& link) { return is_open(link.state); })) end_stand_ins(act, row);
    }
}

std::optional<Coordination> coordination_of(storage::Reader& reader, const ReferralId& id) {
  const auto row = reader.query_one(
      "SELECT entered_at, suggestion_team, suggested_at FROM coordination_item WHERE referral = $id AND "
      "left_at IS NULL",
      {{"id", id}});
  if (!row) return std::nullopt;
  return Coordination{row->time("entered_at"), maybe_team(*row, "suggestion_team"), row->maybe_time("suggested_at")};
}

std::vector<QueueItem> queue_of(log::Act& act, const pathway::Pack& pack, const std::optional<std::string>& region) {
  const bool all = !region || is_national(pack, *region);
  std::vector<QueueItem> out;
  for (const auto& row :
       act.query(fmt::format("SELECT {}, {} FROM coordination_item q JOIN referral r ON r.id = q.referral WHERE "
                             "q.left_at IS NULL ORDER BY r.urgent DESC, q.entered_at, q.id",
                             kReferralColumns, kQueueColumns))) {
    auto item = item_of(act, row);
    if (all || lies_in(pack, item.region, *region)) out.push_back(std::move(item));
    if (out.size() == kMaxQueue) break;
  }
  return out;
}

Result<std::vector<QueueItem>> coordination_queue(const Desk& desk, const access::Session& session,
                                                  const std::optional<std::string>& region) {
  return desk.journal.act<std::vector<QueueItem>>(
      session.header("coordination.list", "", {std::nullopt, session.organisation, {}}),
      [&](log::Act& act) -> Result<std::vector<QueueItem>> {
        const auto permit = access::decide(act, session, access::Relation::instance);
        if (!permit) return tl::unexpected(permit.error());
        return queue_of(act, desk.pack, region);
      });
}

Result<void> suggest(const Desk& desk, const access::Session& session, const QueueId& id, const TeamId& team) {
  return desk.journal.act<void>(
      session.header("coordination.suggest", "", {std::nullopt, session.organisation, id.text()}),
      [&](log::Act& act) { return suggest_in(act, session, id, team); });
}

}  // namespace nrm::referral
