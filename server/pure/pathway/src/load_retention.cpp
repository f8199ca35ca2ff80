#include "loader.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

constexpr std::string_view kFile = "retention.toml";
constexpr std::string_view kMoments[] = {"case.closed", "case.opened-in-error", "contact.recorded", "basis.ended"};
constexpr std::string_view kOutsideACase = "contact-without-case";

template <class All>
bool among(const All& all, std::string_view one) {
  return std::find(std::begin(all), std::end(all), one) != std::end(all);
}

bool has_state(const Pathway& pathway, std::string_view place) {
  const auto slash = place.find('/');
  if (slash == std::string_view::npos) return false;
  return std::any_of(pathway.tracks.begin(), pathway.tracks.end(), [&](const Track& track) {
    return track.id == place.substr(0, slash) &&
           std::any_of(track.states.begin(), track.states.end(),
                       [&](const State& state) { return state.id == place.substr(slash + 1); });
  });
}

RetentionThen read_then(TomlReader& in, const std::string& retention_class) {
  const auto then = in.text("then");
  if (then == "pseudonymise" && retention_class != kWholeCase)
    in.fault(in.line_of("then"), "bad-then", "only the class \"case\" can be pseudonymised; other classes are erased");
  else if (then != "erase" && then != "pseudonymise")
    in.fault(in.line_of("then"), "bad-then", "\"then\" is erase or pseudonymise");
  return then == "pseudonymise" ? RetentionThen::pseudonymise : RetentionThen::erase;
}

void check_rule(TomlReader& in, const RetentionRule& rule, const Pathway& pathway) {
  if (!among(kRetentionClasses, rule.retention_class))
    in.fault(in.line_of("class"), "unknown-class",
             fmt::format("\"{}\" is not a class of data that is kept", rule.retention_class));
  if (!among(kMoments, rule.starts_at))
    in.fault(in.line_of("starts_at"), "unknown-moment", fmt::format("\"{}\" is not a moment", rule.starts_at));
  if (!rule.state.empty() && !has_state(pathway, rule.state))
    in.fault(in.line_of("state"), "unknown-state", fmt::format("\"{}\" is no state of the pathway", rule.state));
}

RetentionRule read_rule(TomlReader& in, const Pathway& pathway) {
  RetentionRule rule;
  rule.retention_class = in.text("class");
  rule.starts_at = in.text("starts_at");
  rule.state = in.text("state", TomlReader::optional);
  rule.kept_for = in.period("kept_for").value_or(Period{});
  rule.then = read_then(in, rule.retention_class);
  rule.origin = in.origin();
  check_rule(in, rule, pathway);
  in.finish();
  return rule;
}

// What nobody has a rule for would be kept for ever.
void check_all_classes(Loader& loader) {
  const auto& rules = loader.pack.retention.rules;
  for (const auto wanted : kRetentionClasses) {
    const auto moment = wanted == kOutsideACase ? "contact.recorded" : "case.closed";
    const auto ends = [&](const RetentionRule& rule) {
      return rule.retention_class == wanted && rule.starts_at == moment && rule.state.empty() &&
             rule.then == RetentionThen::erase;
    };
    if (std::none_of(rules.begin(), rules.end(), ends))
      loader.fault(std::string{kFile}, 0, "missing-retention-rule",
                   fmt::format("nothing says when \"{}\" is erased after {}", wanted, moment));
  }
}

}  // namespace

void load_retention(Loader& loader) {
  auto in = loader.toml(std::string{kFile});
  if (!in) return;
  loader.pack.retention.act_within = in->period("act_within").value_or(Period{});
  for (auto& rule : in->tables("rule")) loader.pack.retention.rules.push_back(read_rule(rule, loader.pack.pathway));
  in->finish();
  check_all_classes(loader);
}

}  // namespace nrm::pathway
