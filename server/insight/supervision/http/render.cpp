#include "render.hpp"

#include <cmath>

#include "nrm/disclosure/small_cells.hpp"
#include "nrm/http/json.hpp"

namespace nrm::supervision {
namespace {

using http::JsonWriter;
using Count = std::optional<std::int64_t>;

// The interface knows whole numbers only.
std::int64_t in_parts(double share, double parts) {
  return std::llround(share * parts);
}

Count in_time_permille(const Group& group) {
  const auto counted = group.in_time + group.late;
  if (counted == 0) return std::nullopt;
  return in_parts(static_cast<double>(group.in_time) / static_cast<double>(counted), 1000);
}

std::string name_in(const Named& named, std::string_view language) {
  const auto own = named.names.find("");
  if (own != named.names.end()) return own->second;
  return named.names.empty() ? std::string{} : pathway::label_in(named.names, language);
}

// What of a view may be shown, the same for JSON and for tables.
class Shown {
 public:
  explicit Shown(const View& view) : view_{view} {}

  bool all() const { return !view_.visible; }
  bool total() const { return all() || view_.visible->total; }
  bool declined() const { return all() || view_.visible->declined; }
  bool group(const std::string& key) const { return all() || view_.visible->groups.contains(key); }
  Count reason(const Reason& reason) const {
    return all() || view_.visible->reasons.contains(reason.code) ? Count{reason.declined} : std::nullopt;
  }
  Count referrals(std::size_t stage) const {
    const auto shown = all() || view_.visible->referrals[stage];
    return shown ? Count{view_.figures.funnel[stage].referrals} : std::nullopt;
  }
  Count letters(std::size_t stage) const {
    const auto shown = all() || view_.visible->letters[stage];
    return shown ? view_.figures.funnel[stage].letters : std::nullopt;
  }
  Count declined_in_all() const {
    if (!declined()) return std::nullopt;
    std::int64_t sum = 0;
    for (const auto& one : view_.figures.reasons) sum += one.declined;
    return sum;
  }

 private:
  const View& view_;
};

void write_quantile(JsonWriter& out, std::string_view key, const survival::Quantile& quantile) {
  out.key(key).begin_object().member("minutes", quantile.time).member("lower", quantile.lower);
  out.member("upper", quantile.upper).end_object();
}

// A body's answers are its own conduct: shown to the last one where its questions are. Who took a question back, or
// still waits, may be one person's doing.
void write_group(JsonWriter& out, const Group& group, std::string_view name, bool shown, bool own) {
  out.begin_object().member("key", group.key).member("name", name);
  const auto count = [shown](std::int64_t number) { return shown ? Count{number} : std::nullopt; };
  out.member("asked", count(group.asked)).member("in_time", count(group.in_time)).member("late", count(group.late));
  out.member("waiting", own ? Count{group.waiting} : std::nullopt);
  out.member("cut_off", own ? Count{group.cut_off} : std::nullopt);
  out.member("in_time_permille", shown ? in_time_permille(group) : std::nullopt);
  write_quantile(out, "median", shown ? group.median : survival::Quantile{});
  write_quantile(out, "ninetieth", shown ? group.ninetieth : survival::Quantile{});
  out.end_object();
}

void write_groups(JsonWriter& out, const View& view, const Shown& shown, std::string_view language) {
  out.key("total");
  write_group(out, view.figures.total, "", shown.total(), shown.all());
  out.key("groups").begin_array();
  for (std::size_t at = 0; at < view.figures.groups.size(); ++at) {
    const auto& group = view.figures.groups[at];
    write_group(out, group, name_in(view.names[at], language), shown.group(group.key), shown.all());
  }
  out.end_array();
}

void write_funnel(JsonWriter& out, const Shown& shown) {
  out.key("funnel").begin_array();
  for (std::size_t stage = 0; stage < kStages.size(); ++stage)
    out.begin_object()
        .member("stage", kStages[stage])
        .member("referrals", shown.referrals(stage))
        .member("letters", shown.letters(stage))
        .end_object();
  out.end_array();
}

void write_reasons(JsonWriter& out, const View& view, const Shown& shown) {
  out.member("declined", shown.declined_in_all()).key("reasons").begin_array();
  for (const auto& reason : view.figures.reasons)
    out.begin_object().member("code", reason.code).member("declined", shown.reason(reason)).end_object();
  out.end_array();
}

Count limit_of(const std::optional<double>& limit) {
  return limit ? Count{in_parts(*limit, 10'000)} : std::nullopt;
}

void write_curve(JsonWriter& out, const View& view, const Shown& shown) {
  out.key("curve").begin_array();
  if (shown.total())
    for (const auto& step : view.figures.curve.steps)
      out.begin_object()
          .member("minutes", step.time)
          .member("at_risk", step.at_risk)
          .member("answered", step.events)
          .member("unanswered", step.censored)
          .member("waiting_per_10000", in_parts(step.survival, 10'000))
          .member("lower_per_10000", limit_of(step.lower))
          .member("upper_per_10000", limit_of(step.upper))
          .end_object();
  out.end_array();
}

// A cell that begins like a formula would run in a spreadsheet.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) text.insert(0, "'");
  if (text.find_first_of("\",\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char letter : text) out += letter == '"' ? std::string{"\"\""} : std::string{letter};
  return out + "\"";
}

std::string cell(const Count& count, std::string_view without = "hidden") {
  return count ? std::to_string(*count) : std::string{without};
}

template <class... Cells>
void put_row(std::string& out, const Cells&... cells) {
  std::string row;
  ((row += cells + ","), ...);
  row.back() = '\n';
  out += row;
}

std::string funnel_table(const Shown& shown) {
  std::string out = "stage,referrals,letters\n";
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
    const bool told = stage == 0 || stage == 2;
    put_row(out, std::string{kStages[stage]}, cell(shown.referrals(stage)),
            told ? cell(shown.letters(stage)) : std::string{"not known"});
  }
  return out;
}

void put_group(std::string& out, const Group& group, const std::string& key, const std::string& name, bool shown) {
  const auto count = [shown](std::int64_t number) { return cell(shown ? Count{number} : std::nullopt); };
  const auto time = [shown](const Count& minutes) {
    return shown ? cell(minutes, "not reached") : std::string{"hidden"};
  };
  put_row(out, cell(key), cell(name), count(group.asked), count(group.in_time), count(group.late),
          shown ? cell(in_time_permille(group), "") : std::string{"hidden"}, time(group.median.time),
          time(group.median.lower), time(group.median.upper), time(group.ninetieth.time));
}

std::string groups_table(const View& view, const Shown& shown, std::string_view language) {
  std::string out =
      "key,name,asked,in_time,late,in_time_permille,median_minutes,median_lower,median_upper,ninetieth_minutes\n";
  for (std::size_t at = 0; at < view.figures.groups.size(); ++at) {
    const auto& group = view.figures.groups[at];
    put_group(out, group, group.key, name_in(view.names[at], language), shown.group(group.key));
  }
  put_group(out, view.figures.total, "total", "", shown.total());
  return out;
}

std::string reasons_table(const View& view, const Shown& shown) {
  std::string out = "reason,declined\n";
  for (const auto& reason : view.figures.reasons) put_row(out, cell(reason.code), cell(shown.reason(reason)));
  put_row(out, std::string{"total"}, cell(shown.declined_in_all()));
  return out;
}

std::string times_table(const View& view, const Shown& shown) {
  std::string out = "minutes,at_risk,answered,unanswered,waiting_per_10000,lower_per_10000,upper_per_10000\n";
  if (!shown.total()) return out;
  for (const auto& step : view.figures.curve.steps)
    put_row(out, std::to_string(step.time), std::to_string(step.at_risk), std::to_string(step.events),
            std::to_string(step.censored), std::to_string(in_parts(step.survival, 10'000)),
            cell(limit_of(step.lower), ""), cell(limit_of(step.upper), ""));
  return out;
}

}  // namespace

std::string render(const View& view, std::string_view language) {
  const Shown shown{view};
  JsonWriter out;
  out.begin_object().member("scope", shown.all() ? "own" : "all").member("from", view.period.from);
  out.member("until", view.period.until).member("as_of", view.as_of).member("group", name_of(view.grouping));
  out.member("smallest", shown.all() ? std::nullopt : Count{disclosure::kSmallest});
  write_funnel(out, shown);
  write_groups(out, view, shown, language);
  write_reasons(out, view, shown);
  write_curve(out, view, shown);
  return out.end_object().take();
}

std::optional<std::string> render_table(const View& view, std::string_view table, std::string_view language) {
  const Shown shown{view};
  if (table == "funnel") return funnel_table(shown);
  if (table == "groups") return groups_table(view, shown, language);
  if (table == "reasons") return reasons_table(view, shown);
  if (table == "times") return times_table(view, shown);
  return std::nullopt;
}

}  // namespace nrm::supervision
