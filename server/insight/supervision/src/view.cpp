#include <algorithm>

#include "nrm/access/decide.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/supervision/supervision.hpp"

namespace nrm::supervision {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;

constexpr std::int64_t kOwnUnitMinutes = 1;
constexpr std::int64_t kOthersUnitMinutes = 60;  // a time to the minute is an event that others may know
// How long after the period a question's stand-ins are followed: an old year is not counted through all years since.
constexpr days kFollowed{366};

Window window_of(const Period& period, const Calendar& calendar) {
  return {calendar.end_of(Date{sys_days{period.from} - days{1}}), calendar.end_of(period.until)};
}

// The period of so many months, where it begins on the first day of one of them.
std::optional<Period> whole(Date from, int count) {
  const auto first = from.year() / from.month();
  const auto index = static_cast<int>(static_cast<unsigned>(from.month())) - 1;
  if (from.day() != std::chrono::day{1} || index % count != 0) return std::nullopt;
  return Period{from, Date{(first + months{count - 1}) / std::chrono::last}};
}

std::vector<Period> quarters_of(const Period& year) {
  std::vector<Period> out;
  for (int quarter = 0; quarter < 4; ++quarter) {
    const Date first = (year.from.year() / year.from.month() + months{3 * quarter}) / 1;
    out.push_back(*whole(first, 3));
  }
  return out;
}

bool is_period(const Period& period, int count) {
  const auto found = whole(period.from, count);
  return found && found->until == period.until;
}

Failure bad_period(const char* code) {
  return fail(nrm::problems::kInvalid, {{"query:until", code, {}}});
}

pathway::Labels labels_of(storage::Reader& reader, const pathway::Pack& pack, const std::string& key,
                          Grouping grouping) {
  if (key.empty() || grouping == Grouping::need) return {};
  if (grouping == Grouping::body) {
    const auto body = directory::find_organisation(reader, OrganisationId::from_row(key));
    return body ? pathway::Labels{{"", body->name}} : pathway::Labels{};
  }
  const auto region = std::ranges::find(pack.regions, key, &pathway::Region::code);
  return region == pack.regions.end() ? pathway::Labels{} : region->names;
}

std::vector<Named> names_of(storage::Reader& reader, const pathway::Pack& pack, const Figures& figures,
                            Grouping grouping) {
  std::vector<Named> out;
  for (const auto& group : figures.groups) out.push_back({group.key, labels_of(reader, pack, group.key, grouping)});
  return out;
}

// Within one body each question is a chain of its own: whom else was asked is not its affair.
std::vector<Fact> of_body(std::vector<Fact> facts, const OrganisationId& body) {
  std::erase_if(facts, [&](const Fact& fact) { return fact.body != body; });
  for (std::size_t at = 0; at < facts.size(); ++at) {
    facts[at].chain = std::to_string(at);
    facts[at].is_first = true;
  }
  return facts;
}

View own_view(log::Act& act, const Desk& desk, const access::Session& session, const Period& period,
              Grouping grouping) {
  const auto window = window_of(period, *desk.pack.calendar);
  const auto facts = of_body(read_facts(act.writer(), window.from, window.until), session.organisation);
  return {period,       act.now(), grouping, figures_of(facts, window, act.now(), grouping, kOwnUnitMinutes),
          std::nullopt, {}};
}

View national_view(log::Act& act, const Desk& desk, const Period& period, Grouping grouping) {
  const auto& calendar = *desk.pack.calendar;
  const auto window = window_of(period, calendar);
  const auto facts = read_facts(act.writer(), window.from, window.until + kFollowed);
  const auto count = [&](const Period& part) {
    return figures_of(facts, window_of(part, calendar), act.now(), grouping, kOthersUnitMinutes);
  };
  View out{period, act.now(), grouping, count(period), std::nullopt, {}};
  std::vector<Figures> parts;
  if (is_period(period, 12))
    for (const auto& quarter : quarters_of(period)) parts.push_back(count(quarter));
  out.visible = visible_of(out.figures, parts);
  return out;
}

}  // namespace

Result<View> view(const Desk& desk, const access::Session& session, const Period& period, Grouping grouping) {
  const auto header = session.header("supervision.view", "", {std::nullopt, session.organisation, ""});
  return desk.journal.act<View>(header, [&](log::Act& act) -> Result<View> {
    const bool coordinates = session.roles.contains(access::Role::coordinator);
    const auto permit =
        access::decide(act, session, coordinates ? access::Relation::instance : access::Relation::own_organisation);
    if (!permit) return tl::unexpected(permit.error());
    if (period.until < period.from) return bad_period("contradicts");
    if (coordinates && !is_period(period, 3) && !is_period(period, 12)) return bad_period("not-a-quarter-or-year");
    if (sys_days{period.until} - sys_days{period.from} >= days{kMaxDays}) return bad_period("too-long-a-time");
    auto out =
        coordinates ? national_view(act, desk, period, grouping) : own_view(act, desk, session, period, grouping);
    out.names = names_of(act.writer(), desk.pack, out.figures, grouping);
    return out;
  });
}

}  // namespace nrm::supervision
