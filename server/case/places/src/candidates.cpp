#include "nrm/places/candidates.hpp"

#include <algorithm>
#include <compare>

namespace nrm::places {
namespace {

std::ptrdiff_t count(const Candidate& candidate, Verdict verdict) {
  return std::ranges::count(candidate.conditions, verdict, &Condition::verdict);
}

// One more asked and answered late, and one in time, for everybody: who was asked once and answered is not better than
// who was asked fifty times and answered forty-nine.
std::strong_ordering by_answers(const AnswerRecord& a, const AnswerRecord& b) {
  const auto share = (b.in_time + 1) * (a.asked + 2) <=> (a.in_time + 1) * (b.asked + 2);
  if (share != 0) return share;
  constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
  return a.median_hours.value_or(kNever) <=> b.median_hours.value_or(kNever);
}

struct Compared {
  std::strong_ordering order = std::strong_ordering::equal;
  std::string_view decided_by;
};

// Less comes first.
Compared compare(const Candidate& a, const Candidate& b) {
  if (const auto order = b.can_receive <=> a.can_receive; order != 0) return {order, "can-receive"};
  if (const auto order = count(a, Verdict::not_met) <=> count(b, Verdict::not_met); order != 0)
    return {order, "not-met"};
  if (const auto order = count(a, Verdict::unknown) <=> count(b, Verdict::unknown); order != 0)
    return {order, "unknown"};
  if (const auto order = a.room <=> b.room; order != 0) return {order, "room"};
  if (const auto order = a.distance <=> b.distance; order != 0) return {order, "distance"};
  if (const auto order = by_answers(a.record, b.record); order != 0) return {order, "answers"};
  const auto names = [](const Candidate& c) { return std::tie(c.team.organisation_name, c.team.name, c.team.id); };
  if (names(a) == names(b)) return {};
  return {names(a) < names(b) ? std::strong_ordering::less : std::strong_ordering::greater, "name"};
}

Room room_of(const std::optional<Stock>& stock, const pathway::Pack& pack, UtcTime now) {
  if (!stock || is_old(*stock, pack, now)) return Room::unknown;
  return stock->free > 0 ? Room::free : Room::full;
}

// Where a team's own region is not known, the regions that it serves stand in. Of a confidential place no more than the
// region is told.
Distance nearest(const std::string& asked, Candidate& candidate, const pathway::Pack& pack) {
  auto& own = candidate.team.region;
  if (candidate.offer.confidential) own = region_around(own, pack);
  if (!own.empty()) return distance_between(asked, own, pack);
  auto best = asked.empty() ? Distance::not_asked : Distance::unknown;
  for (const auto& served : candidate.offer.regions) {
    const auto region = candidate.offer.confidential ? region_around(served, pack) : served;
    best = std::min(best, distance_between(asked, region, pack));
  }
  return best;
}

template <class T>
T find_or_default(const std::map<TeamId, T>& all, const TeamId& team) {
  const auto found = all.find(team);
  return found == all.end() ? T{} : found->second;
}

}  // namespace

std::string_view name_of(Room room) {
  if (room == Room::free) return "free";
  return room == Room::unknown ? "unknown" : "full";
}

std::string_view name_of(Distance distance) {
  constexpr std::string_view kNames[] = {"not-asked", "same-district", "same-region",
                                         "national",  "elsewhere",     "unknown"};
  return kNames[static_cast<std::size_t>(distance)];
}

void put_in_order(std::vector<Candidate>& candidates) {
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) { return compare(a, b).order < 0; });
  for (std::size_t at = 0; at < candidates.size(); ++at)
    candidates[at].decided_by = at == 0 ? "" : compare(candidates[at - 1], candidates[at]).decided_by;
}

std::vector<Candidate> candidates_for(storage::Reader& reader, const Sources& sources, const Ask& ask,
                                      const TeamId& asking, UtcTime now) {
  std::map<TeamId, directory::Offer> offers;
  for (const auto& offer : directory::offers_for(reader, ask.need)) offers.emplace(offer.team, offer);
  std::map<TeamId, std::optional<Stock>> stocks;
  for (auto& [team, stock] : stock_for(reader, ask.need)) stocks.emplace(team, std::move(stock));
  std::vector<Candidate> out;
  for (auto& receiver : directory::teams_for_need(reader, ask.need, sources.can_receive)) {
    if (receiver.team.id == asking) continue;
    Candidate candidate{std::move(receiver.team), receiver.can_receive};
    const auto& id = candidate.team.id;
    candidate.offer = find_or_default(offers, id);
    candidate.conditions = conditions_of(ask, candidate.offer, sources.pack);
    candidate.stock = find_or_default(stocks, id);
    if (candidate.stock) candidate.restate_by = restate_by(*candidate.stock, sources.pack);
    candidate.room = room_of(candidate.stock, sources.pack, now);
    candidate.distance = nearest(ask.region, candidate, sources.pack);
    if (sources.records) candidate.record = sources.records(reader, id);
    if (sources.duty_phones) candidate.duty_phone = sources.duty_phones(reader, id);
    out.push_back(std::move(candidate));
  }
  put_in_order(out);
  return out;
}

}  // namespace nrm::places
