// Kaplan and Meier's product-limit estimate. E. L. Kaplan, P. Meier: Nonparametric Estimation from Incomplete
// Observations, J. Amer. Statist. Assoc. 53 (1958) 457-481; variance after M. Greenwood (1926).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace nrm::survival {

struct Observation {
  std::int64_t time = 0;  // in the caller's unit; below zero is a bug
  bool event = false;     // false: censored then, the event may come later
};

struct Step {
  std::int64_t time = 0;
  std::int64_t at_risk = 0;
  std::int64_t events = 0;
  std::int64_t censored = 0;
  double survival = 1;          // just after the time
  double standard_error = 0;    // Greenwood's; 0 where survival is 1 or 0
  std::optional<double> lower;  // of the confidence interval of survival
  std::optional<double> upper;
};

struct Curve {
  std::int64_t observed = 0;
  std::int64_t events = 0;
  std::vector<Step> steps;  // by time; one for each time at which something ended
};

// Two-sided confidence of the intervals.
inline constexpr double kConfidence = 0.95;

Curve kaplan_meier(const std::vector<Observation>& observations);

struct Quantile {
  std::optional<std::int64_t> time;  // nothing: not reached
  // Brookmeyer and Crowley's interval, from the limits of the curve; each is missing where it is not reached.
  std::optional<std::int64_t> lower;
  std::optional<std::int64_t> upper;
};
// The first time at which at least `share` (between 0 and 1, both excluded) have had the event.
Quantile quantile(const Curve& curve, double share);

}  // namespace nrm::survival
