#include "nrm/referral/queue_work.hpp"

#include <fmt/format.h>

#include <map>

#include "nrm/access/cover.hpp"
#include "nrm/directory/directory.hpp"
#include "regions.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

// Which regions have coordinators who are there today. The empty one is the whole country's.
class Presence {
 public:
  Presence(storage::Reader& reader, const pathway::Pack& pack, Date day) : pack_{pack} {
    for (const auto& row : reader.query("SELECT DISTINCT t.id AS id, t.region AS region FROM member m JOIN team t ON "
                                        "t.id = m.team WHERE m.state = 'active' AND m.roles LIKE '%coordinator%'")) {
      const auto region = row.text("region");
      if (access::has_present(reader, row.id<TeamId>("id"), access::Role::coordinator, day))
        present_.insert(is_national(pack, region) ? std::string{} : region);
    }
  }
  bool in(const std::string& region) const {
    return std::ranges::any_of(present_, [&](const auto& each) { return is_of(region, each); });
  }
  bool is_of(const std::string& region, const std::string& own) const {
    return !own.empty() && lies_in(pack_, region, own);
  }
  bool in_country() const { return present_.contains({}); }

 private:
  const pathway::Pack& pack_;
  std::set<std::string> present_;
};

std::string region_of(log::Act& act, const pathway::Pack& pack, const TeamId& team) {
  const auto found = directory::find_team(act.writer(), team);
  return found && !is_national(pack, found->region) ? found->region : std::string{};
}

// Nothing where others have it in hand.
std::optional<std::string_view> kind_for(const std::string& own, const std::string& region, const Presence& presence) {
  if (presence.is_of(region, own)) return kFindReceiver;
  const bool covered = region.empty() ? presence.in_country() : presence.in(region);
  if (own.empty()) return covered || region.empty() ? kFindReceiver : kFindReceiverUncovered;
  if (covered || presence.in_country()) return std::nullopt;
  return kFindReceiverUncovered;
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
    const auto own = region_of(act, pack, session.team);
    const Presence presence{act.writer(), pack, pack.calendar->local_date(act.now())};
    for (const auto& row : waiting) {
      const auto region = region_of(act, pack, row.id<TeamId>("from_team"));
      if (const auto kind = kind_for(own, region, presence)) out.push_back(item_of(act, row, *kind, session.team));
    }
    return out;
  };
}

}  // namespace nrm::referral
