#include "loader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "moments.hpp"

namespace nrm::pathway {
namespace {

constexpr std::string_view kFile = "pathway.toml";
constexpr std::string_view kOnBreach[] = {
    "remind", "open-task", "tell-sender", "tell-coordinator", "tell-data-protection-officer", "escalate", "lapses"};
constexpr std::string_view kNeeds[] = {"basis", "age-class", "decision", "reason"};
// What modules start by name, whatever the country.
constexpr std::string_view kRequiredClocks[] = {
    "referral-answer",  "referral-answer-urgent", "first-contact", "first-contact-urgent", "question-answer",
    "decide-age-class", "record-basis",           "letter-answer", "handover-answer",      "place-statement"};

template <class All>
bool among(const All& all, std::string_view one) {
  return std::find(std::begin(all), std::end(all), one) != std::end(all);
}

// For comparing unlike units only: a working day counts as the 7/5 of a day that a whole week gives it.
double hours_of(const Period& period) {
  switch (period.unit) {
    case PeriodUnit::hours:
      return period.count;
    case PeriodUnit::calendar_days:
      return period.count * 24.0;
    case PeriodUnit::working_days:
      return period.count * 24.0 * 7 / 5;
    case PeriodUnit::calendar_months:
      break;
  }
  return period.count * 24.0 * 365.25 / 12;
}

void check_warning(TomlReader& in, const Period& warn, const Period& whole) {
  if (hours_of(warn) > hours_of(whole))
    in.fault(in.line_of("warn_before"), "warning-too-long", "the warning would come before the clock starts");
}

void check_breach(TomlReader& in, const std::string& on_breach, const std::string& starts_at) {
  if (!on_breach.empty() && !among(kOnBreach, on_breach))
    in.fault(in.line_of("on_breach"), "unknown-breach",
             fmt::format("\"{}\" is not a consequence that exists", on_breach));
  if (on_breach == "lapses" && !starts_at.starts_with("state:"))
    in.fault(in.line_of("on_breach"), "unknown-breach", "only what a state gives time for lapses with its end");
}

std::vector<std::string> read_pauses(TomlReader& in) {
  auto reasons = in.texts("pauses_on", TomlReader::optional);
  for (const auto& reason : reasons)
    if (!among(kPauseReasons, reason))
      in.fault(in.line_of("pauses_on"), "unknown-pause", fmt::format("\"{}\" is no reason to stand still", reason));
  return reasons;
}

ClockKind read_kind(TomlReader& in) {
  const auto kind = in.text("kind", TomlReader::optional);
  if (!kind.empty() && kind != "minimum" && kind != "maximum")
    in.fault(in.line_of("kind"), "unknown-clock-kind", fmt::format("\"{}\" is neither maximum nor minimum", kind));
  return kind == "minimum" ? ClockKind::minimum : ClockKind::maximum;
}

void check_consequence(TomlReader& in, const ClockRule& rule) {
  if (rule.kind == ClockKind::maximum && rule.on_breach.empty())
    in.fault(in.line(), "missing-consequence",
             "a longest time is given, but not what follows from missing it (on_breach)");
  if (rule.kind == ClockKind::minimum && (!rule.on_breach.empty() || rule.warn_before.count != 0))
    in.fault(in.line(), "minimum-with-consequence",
             "nobody can miss a shortest time: neither warn_before nor on_breach goes with it");
}

ClockRule read_clock(TomlReader& in, const Pack& pack) {
  ClockRule rule;
  rule.id = in.text("id");
  rule.labels = in.labels("labels", pack.languages);
  rule.starts_at = in.text("starts_at");
  rule.due = in.period("due").value_or(Period{});
  rule.warn_before = in.period("warn_before", TomlReader::optional).value_or(Period{});
  rule.on_breach = in.text("on_breach", TomlReader::optional);
  rule.origin = in.origin();
  rule.kind = read_kind(in);
  rule.pauses_on = read_pauses(in);
  check_warning(in, rule.warn_before, rule.due);
  check_breach(in, rule.on_breach, rule.starts_at);
  check_consequence(in, rule);
  in.finish();
  return rule;
}

State read_state(TomlReader& in, const Pack& pack) {
  State state{in.text("id"), in.labels("labels", pack.languages), in.flag("initial"), in.flag("final"), in.line()};
  in.finish();
  return state;
}

Who read_who(TomlReader& in, const Pack& pack) {
  Who who{in.texts("roles"), in.texts("organisation_kinds")};
  for (const auto& role : who.roles)
    if (!among(kRoles, role)) in.fault(in.line(), "unknown-role", fmt::format("\"{}\" is not a role", role));
  for (const auto& kind : who.organisation_kinds)
    if (!pack.has_code("organisation-kind", kind))
      in.fault(in.line(), "unknown-organisation-kind", fmt::format("\"{}\" is not a kind of organisation", kind));
  if (who.roles.empty() || who.organisation_kinds.empty())
    in.fault(in.line(), "nobody-may", "this entry names no role or no kind of organisation");
  in.finish();
  return who;
}

void check_form(Loader& loader, TomlReader& in, const std::string& form) {
  if (!is_code(form) || !loader.read("forms/" + form + ".toml", false))
    in.fault(in.line_of("needs"), "missing-form", fmt::format("the form \"{}\" is not in the folder forms", form));
}

void check_needs(Loader& loader, TomlReader& in, const std::vector<std::string>& needs) {
  for (const auto& need : needs) {
    if (need.starts_with("form:"))
      check_form(loader, in, need.substr(5));
    else if (!among(kNeeds, need))
      in.fault(in.line_of("needs"), "unknown-need", fmt::format("\"{}\" is not something a step can need", need));
  }
}

void check_times(TomlReader& in, const Transition& step) {
  if (step.latest) check_warning(in, step.warn_before, *step.latest);
  if (step.earliest && step.latest && hours_of(*step.earliest) > hours_of(*step.latest))
    in.fault(in.line_of("earliest"), "earliest-after-latest",
             "nobody can be after the latest and before the earliest time at once");
  if ((step.earliest || step.latest) && step.starts_at.empty())
    in.fault(in.line(), "missing-start", "a time is given, but not the moment it counts from (starts_at)");
  if (step.latest && step.on_breach.empty())
    in.fault(in.line(), "missing-consequence",
             "a latest time is given, but not what follows from missing it (on_breach)");
}

void check_ends(TomlReader& in, const Transition& step, const Track& track) {
  for (const auto& [key, state] : {std::pair{"from", step.from}, std::pair{"to", step.to}})
    if (!state.empty() && track.find(state) == nullptr)
      in.fault(in.line_of(key), "unknown-state",
               fmt::format("\"{}\" is not a state of the track \"{}\"", state, track.id));
}

Transition read_transition(Loader& loader, TomlReader& in, const Track& track) {
  Transition step;
  step.id = in.text("id");
  step.from = in.text("from");
  step.to = in.text("to");
  step.labels = in.labels("labels", loader.pack.languages);
  for (auto& who : in.tables("who")) step.who.push_back(read_who(who, loader.pack));
  step.needs = in.texts("needs", TomlReader::optional);
  step.starts_at = in.text("starts_at", TomlReader::optional);
  step.earliest = in.period("earliest", TomlReader::optional);
  step.latest = in.period("latest", TomlReader::optional);
  step.warn_before = in.period("warn_before", TomlReader::optional).value_or(Period{});
  step.on_breach = in.text("on_breach", TomlReader::optional);
  step.origin = in.origin();
  step.pauses_on = read_pauses(in);
  check_ends(in, step, track);
  check_needs(loader, in, step.needs);
  check_times(in, step);
  check_breach(in, step.on_breach, step.starts_at);
  in.finish();
  if (!step.id.empty()) step.id = track.id + "." + step.id;
  return step;
}

Track read_track(Loader& loader, TomlReader& in) {
  Track track{in.text("id"), in.labels("labels", loader.pack.languages), {}, {}, in.line()};
  for (auto& state : in.tables("state")) track.states.push_back(read_state(state, loader.pack));
  for (auto& step : in.tables("transition", TomlReader::optional))
    track.transitions.push_back(read_transition(loader, step, track));
  in.finish();
  return track;
}

void check_once(Loader& loader, std::set<std::string>& seen, const std::string& id, int line) {
  if (!seen.insert(id).second)
    loader.fault(std::string{kFile}, line, "duplicate-code", fmt::format("\"{}\" stands here a second time", id));
  const auto last = id.substr(id.rfind('.') + 1);
  if (!is_code(last)) loader.fault(std::string{kFile}, line, "bad-code", fmt::format("\"{}\" is not a code", last));
}

void check_ids(Loader& loader) {
  std::set<std::string> clocks, tracks, steps;
  for (const auto& rule : loader.pack.pathway.clocks) check_once(loader, clocks, rule.id, rule.origin.line);
  for (const auto& track : loader.pack.pathway.tracks) {
    std::set<std::string> states;
    check_once(loader, tracks, track.id, track.line);
    for (const auto& state : track.states) check_once(loader, states, state.id, state.line);
    for (const auto& step : track.transitions) check_once(loader, steps, step.id, step.origin.line);
  }
}

// "state:<track>/<state>" or one of the moments that the modules announce.
bool is_moment(const Pathway& pathway, const std::string& moment) {
  if (!moment.starts_with("state:")) return moment.empty() || is_moment_to_start_at(moment);
  const auto slash = moment.find('/');
  if (slash == std::string::npos) return false;
  const auto* track = pathway.find_track(moment.substr(6, slash - 6));
  return track != nullptr && track->find(moment.substr(slash + 1)) != nullptr;
}

void check_moments(Loader& loader) {
  const auto& pathway = loader.pack.pathway;
  const auto check = [&](const std::string& moment, int line) {
    if (!is_moment(pathway, moment))
      loader.fault(std::string{kFile}, line, "unknown-moment",
                   fmt::format("\"{}\" is not a moment that comes", moment));
  };
  for (const auto& rule : pathway.clocks) check(rule.starts_at, rule.origin.line);
  for (const auto& track : pathway.tracks)
    for (const auto& step : track.transitions) check(step.starts_at, step.origin.line);
}

// Named at the last clock there is: that is where the missing one would be written.
void check_required(Loader& loader) {
  const auto& clocks = loader.pack.pathway.clocks;
  const int line = clocks.empty() ? 1 : clocks.back().origin.line;
  for (const auto id : kRequiredClocks) {
    const auto* rule = loader.pack.pathway.find_clock(id);
    if (rule == nullptr)
      loader.fault(std::string{kFile}, line, "missing-clock", fmt::format("the clock \"{}\" is missing", id));
    else if (rule->kind != ClockKind::maximum)
      loader.fault(std::string{kFile}, rule->origin.line, "unknown-clock-kind",
                   fmt::format("the clock \"{}\" is a longest time", id));
  }
}

}  // namespace

void load_pathway(Loader& loader) {
  auto in = loader.toml(std::string{kFile});
  if (!in) return;
  auto& pathway = loader.pack.pathway;
  pathway.version = in->text("version");
  for (auto& rule : in->tables("clock")) pathway.clocks.push_back(read_clock(rule, loader.pack));
  for (auto& track : in->tables("track")) pathway.tracks.push_back(read_track(loader, track));
  in->finish();
  check_required(loader);
  check_ids(loader);
  check_moments(loader);
  for (const auto& track : pathway.tracks) check_track(loader, track, kFile);
}

}  // namespace nrm::pathway
