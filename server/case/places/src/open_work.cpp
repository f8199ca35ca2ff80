#include "nrm/places/open_work.hpp"

#include "nrm/places/freshness.hpp"

namespace nrm::places {
namespace {

bool states_places(const access::Session& session) {
  return session.roles.contains(access::Role::case_manager) || session.roles.contains(access::Role::service_provider);
}

void add_old(std::vector<work::Item>& items, log::Act& act, const TeamId& team, const pathway::Pack& pack) {
  for (const auto& stock : stock_of(act.writer(), team))
    if (is_old(stock, pack, act.now()))
      items.push_back({.id = team.text() + ":" + stock.service,
                       .kind = "state-places",
                       .link = "/places",
                       .due_at = restate_by(stock, pack),
                       .state = pathway::ClockState::overdue,
                       .need = stock.service,
                       .team = team});
}

}  // namespace

work::Source open_work(const pathway::Pack& pack) {
  return [&pack](log::Act& act, const access::Session& session, const std::vector<TeamId>& teams) {
    std::vector<work::Item> items;
    if (!states_places(session)) return items;
    for (const auto& team : teams) add_old(items, act, team, pack);
    return items;
  };
}

}  // namespace nrm::places
