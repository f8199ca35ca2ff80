#include "nrm/referral/queue_work.hpp"

#include <fmt/format.h>

#include "nrm/access/coordinators.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

using access::Coordinators;

// Nothing where others have it in hand.
std::optional<std::string_view> kind_for(Coordinators::Share share) {
  if (share == Coordinators::Share::of_others) return std::nullopt;
  return share == Coordinators::Share::theirs ? kFindReceiver : kFindReceiverUncovered;
}

work::Item item_of(log::Act& act, const storage::Row& raw, std::string_view kind, const TeamId& team) {
  const auto row = row_of(raw);
  work::Item out{.id = raw.text("queue_id"), .kind = std::string{kind}, .link = "/coordination", .team = team};
  const auto& times = row.state == State::accepted && row.contact_clock ? *row.contact_clock : row.clock;
  out.due_at = times.due;
  out.state = pathway::state_of(times, act.now());
  out.need = row.need;
  return out;
}

}  // namespace

work::Source queue_work(const pathway::Pack& pack) {
  return [&pack](log::Act& act, const access::Session& session, const std::vector<TeamId>&) {
    std::vector<work::Item> out;
    const auto waiting =
        act.query(fmt::format("SELECT {}, q.id AS queue_id FROM coordination_item q JOIN referral r "
                              "ON r.id = q.referral WHERE q.left_at IS NULL ORDER BY q.id",
                              kReferralColumns));
    if (waiting.empty()) return out;
    const Coordinators coordinators{act.writer(), pack, pack.calendar->local_date(act.now())};
    const auto own = coordinators.region_of(act.writer(), session.team);
    for (const auto& row : waiting) {
      const auto region = coordinators.region_of(act.writer(), row.id<TeamId>("from_team"));
      if (const auto kind = kind_for(coordinators.share_of(own, region)))
        out.push_back(item_of(act, row, *kind, session.team));
    }
    return out;
  };
}

}  // namespace nrm::referral
