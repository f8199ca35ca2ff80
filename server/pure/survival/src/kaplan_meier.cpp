#include "nrm/survival/kaplan_meier.hpp"

#include <algorithm>
#include <cmath>

#include "nrm/kernel/id.hpp"

namespace nrm::survival {
namespace {

constexpr double kNormalQuantile = 1.959963984540054;  // of (1 + kConfidence) / 2
// Survival is a product of ratios: a half may come out as a half and a bit.
constexpr double kRounding = 1e-12;

// Those of one time, events first: what is censored at the time of an event was at risk then.
Step step_at(const std::vector<Observation>& sorted, std::size_t first, std::size_t end) {
  Step step;
  step.time = sorted[first].time;
  step.at_risk = static_cast<std::int64_t>(sorted.size() - first);
  for (auto at = first; at < end; ++at) ++(sorted[at].event ? step.events : step.censored);
  return step;
}

void set_limits(Step& step, double greenwood) {
  if (step.survival >= 1 || step.survival <= 0) return;
  step.standard_error = step.survival * std::sqrt(greenwood);
  const double spread = kNormalQuantile * std::sqrt(greenwood) / std::abs(std::log(step.survival));
  step.lower = std::pow(step.survival, std::exp(spread));
  step.upper = std::pow(step.survival, std::exp(-spread));
}

class Estimate {
 public:
  void add(Step step) {
    const auto at_risk = static_cast<double>(step.at_risk);
    const auto events = static_cast<double>(step.events);
    survival_ *= (at_risk - events) / at_risk;
    if (step.events < step.at_risk) greenwood_ += events / (at_risk * (at_risk - events));
    step.survival = survival_;
    set_limits(step, greenwood_);
    curve.events += step.events;
    curve.steps.push_back(step);
  }
  Curve curve;

 private:
  double survival_ = 1;
  double greenwood_ = 0;
};

template <class Limit>
std::optional<std::int64_t> first_at_most(const Curve& curve, double share_left, Limit limit) {
  for (const auto& step : curve.steps) {
    const std::optional<double> value = limit(step);
    if (value && *value <= share_left + kRounding) return step.time;
  }
  return std::nullopt;
}

}  // namespace

Curve kaplan_meier(const std::vector<Observation>& observations) {
  auto sorted = observations;
  std::ranges::sort(sorted, {}, &Observation::time);
  if (!sorted.empty() && sorted.front().time < 0) fail_bug("a length of time is below zero");
  Estimate estimate;
  estimate.curve.observed = static_cast<std::int64_t>(sorted.size());
  for (std::size_t first = 0; first < sorted.size();) {
    auto end = first;
    while (end < sorted.size() && sorted[end].time == sorted[first].time) ++end;
    estimate.add(step_at(sorted, first, end));
    first = end;
  }
  return std::move(estimate.curve);
}

Quantile quantile(const Curve& curve, double share) {
  if (!(share > 0 && share < 1)) fail_bug("a quantile is of a share between 0 and 1");
  const double left = 1 - share;
  return {first_at_most(curve, left, [](const Step& step) { return std::optional{step.survival}; }),
          first_at_most(curve, left, [](const Step& step) { return step.survival <= 0 ? 0. : step.lower; }),
          first_at_most(curve, left, [](const Step& step) { return step.upper; })};
}

}  // namespace nrm::survival
