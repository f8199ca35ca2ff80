#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "chain.hpp"
#include "nrm/places/places.hpp"

namespace nrm::referral {
namespace {

// A place in the list: newest first, then by id, so that paging neither repeats nor skips.
struct Cursor {
  std::int64_t sent_at;
  std::string id;
};

std::string text_of(const ReferralRow& row) {
  return fmt::format("{}.{}", row.sent_at.unix_us(), row.id.text());
}

Result<Cursor> parse_cursor(const std::string& text) {
  Cursor out{};
  const auto dot = text.find('.');
  const auto end = text.data() + (dot == std::string::npos ? 0 : dot);
  const auto [stop, fault] = std::from_chars(text.data(), end, out.sent_at);
  if (dot == std::string::npos || fault != std::errc{} || stop != end || !ReferralId::parse(text.substr(dot + 1)))
    return fail(nrm::problems::kInvalid, {{"query:after", "not-in-list", {}}});
  out.id = text.substr(dot + 1);
  return out;
}

// Who stands by is shown with the referral that it stands by for, and in the outbox only where asked for.
std::string list_sql(Box box, std::optional<State> state) {
  const bool stand_ins = box == Box::out && state == State::draft;
  return fmt::format(
      "SELECT {} FROM referral r WHERE r.{} = $team{}{} AND (r.sent_at < $at OR (r.sent_at = $at AND r.id > $after)) "
      "ORDER BY r.sent_at DESC, r.id LIMIT $limit",
      kReferralColumns, box == Box::in ? "to_team" : "from_team", state ? " AND r.state = $state" : "",
      stand_ins ? "" : " AND r.asked = 1");
}

Page<Summary> page_of(log::Act& act, const storage::Rows& rows, std::size_t size, const TeamId& reader) {
  Page<Summary> out;
  for (const auto& raw : rows) {
    const auto row = row_of(raw);
    if (out.items.size() == size) break;
    out.items.push_back(summary_of(act, row, reader));
    if (out.items.size() == size && rows.size() > size) out.next = text_of(row);
  }
  return out;
}

Result<Page<Summary>> list_in(log::Act& act, const access::Session& session, Box box, std::optional<State> state,
                              int limit, const Cursor& from) {
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  storage::Params params{{"team", session.team},
                         {"at", from.sent_at},
                         {"after", from.id},
                         {"limit", static_cast<std::int64_t>(limit) + 1}};
  if (state) params.emplace_back("state", name_of(*state));
  const auto rows = act.query(list_sql(box, state), params);
  return page_of(act, rows, static_cast<std::size_t>(limit), session.team);
}

// Whom the sender could ask beside is not the receiver's affair.
constexpr std::array<std::string_view, 5> kSendersOwn{"draft", "skipped", "queued", "suggested", "settled"};

std::optional<TeamId> maybe_team(const storage::Row& row, std::string_view column) {
  const auto text = row.maybe_text(column);
  return text ? std::optional{TeamId::from_row(*text)} : std::nullopt;
}

std::vector<HistoryItem> history_of(log::Act& act, const ReferralId& id, Side side) {
  std::vector<HistoryItem> out;
  for (const auto& row :
       act.query("SELECT * FROM referral_history WHERE referral = $id ORDER BY position", {{"id", id}})) {
    const auto what = row.text("what");
    if (side == Side::receiver && std::ranges::find(kSendersOwn, what) != kSendersOwn.end()) continue;
    out.push_back({what, row.time("at"), maybe_team(row, "actor_team"), row.maybe_text("reason_code"),
                   maybe_team(row, "about_team")});
  }
  return out;
}

// "see" is taken by opening the parcel, "send" by redirecting the one that it stands by for.
std::vector<ArrowName> choices(log::Act& act, const Held& held) {
  if (held.row.do_not_contact) return {};
  auto out = allowed(held.row.state, held.side);
  std::erase(out, ArrowName::see);
  std::erase(out, ArrowName::send);
  if (held.side == Side::sender && may_settle(act, held.row)) out.push_back(ArrowName::recall);
  return out;
}

std::vector<std::string> field_names(log::Act& act, const ReferralId& id) {
  std::vector<std::string> out;
  for (const auto& row : act.query("SELECT field FROM parcel_field WHERE referral = $id ORDER BY field", {{"id", id}}))
    out.push_back(row.text("field"));
  return out;
}

std::optional<std::string> place_of(log::Act& act, const ReferralId& id) {
  const auto hold = places::hold_of(act.writer(), id);
  if (!hold) return std::nullopt;
  return hold->standing == places::Standing::held ? "held" : "confirmed";
}

std::optional<ReferralId> next_of(log::Act& act, const ReferralId& id) {
  const auto row =
      act.query_one("SELECT id FROM referral WHERE previous = $id ORDER BY sent_at, id LIMIT 1", {{"id", id}});
  return row ? std::optional{row->id<ReferralId>("id")} : std::nullopt;
}

// The sender sees whom it asked and whom it could.
void add_chain(log::Act& act, const ReferralRow& row, View& out) {
  out.move_on = row.move_on;
  out.previous = row.previous;
  out.next = next_of(act, row.id);
  out.coordination = coordination_of(act.writer(), row.id);
  for (const auto& link : chain_of(act.writer(), origin_of(row)))
    out.chain.push_back({link.id, link.reference, link.to_team, link.state, link.position, link.state == State::draft,
                         field_names(act, link.id)});
}

Result<View> read_in(log::Act& act, const access::Session& session, const Held& held) {
  const auto& row = held.row;
  View out{summary_of(act, row, session.team),
           row.version,
           row.reason_code,
           std::nullopt,
           std::nullopt,
           {},
           {},
           {},
           {},
           false};
  if (row.suggestion_team) out.suggestion = TeamId::from_row(*row.suggestion_team);
  if (held.side == Side::sender) out.case_id = case_of(act, row.id);
  out.history = history_of(act, row.id, held.side);
  out.place_wanted = row.place_wanted;
  out.place = place_of(act, row.id);
  if (held.side == Side::sender) add_chain(act, row, out);
  auto line = read_line(act, held.permit, row.id);
  if (!line) return tl::unexpected(line.error());
  out.line = std::move(*line);
  out.allowed = choices(act, held);
  if (out.case_id) out.carried = carried_fields(act, row.id, *out.case_id);
  out.correctable = held.side == Side::sender && is_open_to_receiver(row) && row.access == consent::Access::open;
  act.run("UPDATE notice SET seen_at = $at WHERE referral = $id AND team = $team AND seen_at IS NULL",
          {{"at", act.now()}, {"id", row.id}, {"team", session.team}});
  return out;
}

}  // namespace

Result<Page<Summary>> list(const Desk& desk, const access::Session& session, Box box, std::optional<State> state,
                           const PageRequest& page) {
  Cursor from{std::numeric_limits<std::int64_t>::max(), {}};
  if (page.after) {
    auto parsed = parse_cursor(*page.after);
    if (!parsed) return tl::unexpected(parsed.error());
    from = std::move(*parsed);
  }
  const int limit = std::clamp(page.size, 1, PageRequest::kMaxSize);
  return desk.journal.act<Page<Summary>>(
      session.header("referral.list", "refer", {std::nullopt, session.organisation, {}}),
      [&](log::Act& act) { return list_in(act, session, box, state, limit, from); });
}

Result<View> read(const Desk& desk, const access::Session& session, const ReferralId& id) {
  return with_referral<View>(desk, session, "referral.view", id,
                             [&](log::Act& act, const Held& held) { return read_in(act, session, held); });
}

}  // namespace nrm::referral
