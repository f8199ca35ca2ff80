#include "refusal.hpp"

#include "detail.hpp"
#include "nrm/log/refusals.hpp"

namespace nrm::log {

namespace {

// Who is not known is told apart by the body acted on, so that noise at one body hides nothing at another.
std::string actor_key(const Header& header) {
  const auto& actor = header.actor;
  if (actor.member) return "member:" + actor.member->text();
  const auto& body = header.subject.organisation;
  return fmt::format("{}:{}{}", name_of(actor.kind), actor.rule, body ? ":" + body->text() : "");
}

struct Counter {
  std::string actor;
  std::string action;
  std::int64_t hour = 0;
  std::int64_t refusals = 0;
  std::optional<OrganisationId> organisation;
};

std::vector<Counter> ended_counters(storage::Reader& reader, std::int64_t this_hour) {
  std::vector<Counter> out;
  for (const auto& row : reader.query("SELECT actor, action, hour, refusals, organisation FROM log_refusal"
                                      " WHERE hour < $hour AND refusals > $listed"
                                      " ORDER BY hour, actor, action LIMIT 100",
                                      {{"hour", this_hour}, {"listed", kRefusalsListed}})) {
    Counter counter{row.text("actor"), row.text("action"), row.integer("hour"), row.integer("refusals"), {}};
    if (!row.is_null("organisation")) counter.organisation = row.id<OrganisationId>("organisation");
    out.push_back(std::move(counter));
  }
  return out;
}

// Those whose every refusal has an entry of its own.
void forget_listed(storage::Database& database, std::int64_t this_hour) {
  storage::Upkeep{database, {"log_refusal"}}.write([&](storage::Writer& writer) {
    return writer.run("DELETE FROM log_refusal WHERE hour < $hour AND refusals <= $listed",
                      {{"hour", this_hour}, {"listed", kRefusalsListed}}) > 0;
  });
}

Result<bool> sum_up(Act& act, const Counter& counter) {
  const auto removed = act.run("DELETE FROM log_refusal WHERE actor = $actor AND action = $action AND hour = $hour",
                               {{"actor", counter.actor}, {"action", counter.action}, {"hour", counter.hour}});
  act.note("actor", counter.actor);
  act.note("action", counter.action);
  act.note("hour", std::to_string(counter.hour));
  act.note("refusals", std::to_string(counter.refusals));
  if (removed == 1) act.react(kRefusalsSummed, counter.actor);
  return removed == 1;
}

}  // namespace

std::int64_t count_refusal(Act& act) {
  const auto& header = act.header();
  const auto organisation = header.actor.organisation ? header.actor.organisation : header.subject.organisation;
  const storage::Params key{{"actor", actor_key(header)}, {"action", header.action}, {"hour", act.now().unix_hours()}};
  auto values = key;
  values.emplace_back("organisation", organisation);
  act.run(
      "INSERT INTO log_refusal (actor, action, hour, refusals, organisation)"
      " VALUES ($actor, $action, $hour, 1, $organisation)"
      " ON CONFLICT (actor, action, hour) DO UPDATE SET refusals = log_refusal.refusals + 1",
      values);
  return act
      .query_one("SELECT refusals FROM log_refusal WHERE actor = $actor AND action = $action AND hour = $hour", key)
      ->integer("refusals");
}

void sum_up_refusals(Journal& journal) {
  const auto hour = journal.clock().now().unix_hours();
  const auto counters =
      journal.database().reading([&](storage::Reader& reader) { return ended_counters(reader, hour); });
  forget_listed(journal.database(), hour);
  for (const auto& counter : counters) {
    Header header;
    header.actor = {Actor::Kind::clock, {}, {}, counter.organisation, "log.refusals"};
    header.action = "log.sum-up-refusals";
    header.subject.organisation = counter.organisation;
    journal.act<bool>(header, [&](Act& act) { return sum_up(act, counter); });
  }
}

}  // namespace nrm::log
