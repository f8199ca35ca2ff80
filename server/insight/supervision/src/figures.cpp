#include "nrm/supervision/figures.hpp"

#include <algorithm>
#include <map>

namespace nrm::supervision {
namespace {

constexpr double kMedian = .5;
constexpr double kNinetieth = .9;

std::string key_of(const Fact& fact, Grouping grouping) {
  switch (grouping) {
    case Grouping::body:
      return fact.body ? fact.body->text() : "";
    case Grouping::region:
      return fact.region;
    case Grouping::need:
      break;
  }
  return fact.need;
}

std::int64_t minutes_between(UtcTime from, UtcTime until, std::int64_t unit_minutes) {
  const auto unit = std::chrono::microseconds{std::chrono::minutes{unit_minutes}}.count();
  const auto span = std::max<std::int64_t>(0, (until - from).count());
  return (span + unit - 1) / unit * unit_minutes;
}

// Nobody's answer ends a wait that was cut off, and who waits still may be answered yet.
survival::Observation observed(const Fact& fact, UtcTime now, std::int64_t unit_minutes) {
  const auto end = fact.answered_at.value_or(fact.ended_at.value_or(now));
  return {minutes_between(fact.sent_at, end, unit_minutes), fact.answered_at.has_value()};
}

class GroupCount {
 public:
  explicit GroupCount(std::string key) { group_.key = std::move(key); }

  void add(const Fact& fact, UtcTime now, std::int64_t unit_minutes) {
    ++group_.asked;
    ++place_of(fact, now);
    waits_.push_back(observed(fact, now, unit_minutes));
  }
  survival::Curve curve() const { return survival::kaplan_meier(waits_); }
  Group group() const {
    auto out = group_;
    const auto estimate = curve();
    out.median = survival::quantile(estimate, kMedian);
    out.ninetieth = survival::quantile(estimate, kNinetieth);
    return out;
  }

 private:
  std::int64_t& place_of(const Fact& fact, UtcTime now) {
    if (fact.answered_at) return *fact.answered_at < fact.due_at ? group_.in_time : group_.late;
    if (fact.due_at <= fact.ended_at.value_or(now)) return group_.late;
    return fact.ended_at ? group_.cut_off : group_.waiting;
  }

  Group group_;
  std::vector<survival::Observation> waits_;
};

// How far a question got: the index of the last stage. A later stage has every earlier one.
std::size_t stage_of(const Fact& fact) {
  if (fact.completed_at) return 4;
  if (fact.first_contact_at) return 3;
  if (fact.accepted) return 2;
  return fact.seen_at || fact.answered_at ? 1 : 0;
}

struct Chain {
  bool began = false;  // in the window
  bool by_letter = false;
  std::size_t furthest = 0;
};

void count_funnel(Figures& out, const std::vector<Fact>& facts, const Window& window) {
  std::map<std::string, Chain> chains;
  for (const auto& fact : facts) {
    auto& chain = chains[fact.chain];
    chain.furthest = std::max(chain.furthest, stage_of(fact));
    if (!fact.is_first) continue;
    chain.began = window.contains(fact.sent_at);
    chain.by_letter = fact.by_letter;
  }
  // Whether a letter was read, and what came after its answer, nobody here knows.
  for (const auto unknown : {1U, 3U, 4U}) out.funnel[unknown].letters.reset();
  for (const auto& [id, chain] : chains) {
    if (!chain.began) continue;
    for (std::size_t stage = 0; stage <= chain.furthest; ++stage) {
      auto& cell = out.funnel[stage];
      if (!chain.by_letter) ++cell.referrals;
      if (chain.by_letter && cell.letters) ++*cell.letters;
    }
  }
}

void count_reasons(Figures& out, const std::vector<Fact>& facts, const Window& window) {
  std::map<std::string, std::int64_t> reasons;
  for (const auto& fact : facts)
    if (fact.declined && window.contains(fact.sent_at)) ++reasons[fact.reason];
  for (auto& [code, declined] : reasons) out.reasons.push_back({code, declined});
}

}  // namespace

std::string_view name_of(Grouping grouping) {
  switch (grouping) {
    case Grouping::body:
      return "body";
    case Grouping::region:
      return "region";
    case Grouping::need:
      break;
  }
  return "need";
}

std::optional<Grouping> parse_grouping(std::string_view name) {
  for (const auto grouping : {Grouping::body, Grouping::region, Grouping::need})
    if (name_of(grouping) == name) return grouping;
  return std::nullopt;
}

Figures figures_of(const std::vector<Fact>& facts, const Window& window, UtcTime now, Grouping grouping,
                   std::int64_t unit_minutes) {
  Figures out;
  GroupCount all{""};
  std::map<std::string, GroupCount> groups;
  for (const auto& fact : facts) {
    if (!window.contains(fact.sent_at)) continue;
    const auto key = key_of(fact, grouping);
    groups.try_emplace(key, key).first->second.add(fact, now, unit_minutes);
    all.add(fact, now, unit_minutes);
  }
  for (const auto& [key, group] : groups) out.groups.push_back(group.group());
  out.total = all.group();
  out.curve = all.curve();
  count_funnel(out, facts, window);
  count_reasons(out, facts, window);
  return out;
}

}  // namespace nrm::supervision
