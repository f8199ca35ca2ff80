#include "every_case.hpp"

#include <algorithm>
#include <map>

#include "nrm/casefile/case_filter.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"

namespace nrm::htcds {
namespace {

constexpr std::string_view kReason = "export of the team's cases";

// Rows that came in within one tick of the clock keep the order of their file.
struct Place {
  UtcTime opened_at;
  std::int64_t position = 0;
  CaseId id;
  bool restricted = false;  // to others than the member
  auto operator<=>(const Place&) const = default;
};

std::map<std::string, std::int64_t> positions_of(log::Act& act, const TeamId& team) {
  std::map<std::string, std::int64_t> out;
  for (const auto& row : act.query("SELECT case_id, position FROM import_row WHERE team = $team", {{"team", team}}))
    out.emplace(row.text("case_id"), row.integer("position"));
  return out;
}

Result<Page<Place>> page_of(log::Act& act, const access::Session& session, const PageRequest& request) {
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  const auto listed = casefile::list_cases(act, *permit, {.life = casefile::ListedLife::every}, request);
  if (!listed) return tl::unexpected(listed.error());
  act.react(casefile::kListExported, act.header().action);
  const auto positions = positions_of(act, session.team);
  const auto restricted = casefile::cases_kept_from(act.writer(), session);
  Page<Place> out{{}, listed->next};
  for (const auto& item : listed->items) {
    if (item.facts.team != session.team) continue;  // a joint case is its holding team's to export
    const auto at = positions.find(item.facts.id.text());
    out.items.push_back({item.facts.opened_at, at == positions.end() ? 0 : at->second, item.facts.id,
                         restricted.contains(item.facts.id)});
  }
  return out;
}

Result<std::vector<Place>> places_of(log::Journal& journal, const access::Session& session, const std::string& action) {
  std::vector<Place> out;
  PageRequest request;
  do {
    const auto header =
        session.header(action, "assist", {std::nullopt, session.organisation, {}}, std::string{kReason});
    const auto page = journal.act<Page<Place>>(header, [&](log::Act& act) { return page_of(act, session, request); });
    if (!page) return tl::unexpected(page.error());
    out.insert(out.end(), page->items.begin(), page->items.end());
    request.after = page->next;
  } while (request.after);
  std::ranges::sort(out);
  return out;
}

Result<std::function<void()>> read_one(log::Journal& journal, const access::Session& session, const std::string& action,
                                       const CaseId& id, const ReadCase& read) {
  const auto header = session.header(action, "assist", {id, session.organisation, id.text()}, std::string{kReason});
  return journal.act<std::function<void()>>(header, [&](log::Act& act) -> Result<std::function<void()>> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    casefile::note_reader(act, session, access::compartments_of(session.roles));
    act.react(casefile::kCompartmentOpened, id.text());
    return read(act, *permit, id);
  });
}

}  // namespace

Result<std::size_t> for_every_case(log::Journal& journal, const access::Session& session, const std::string& action,
                                   const ReadCase& read) {
  const auto places = places_of(journal, session, action);
  if (!places) return tl::unexpected(places.error());
  std::size_t restricted = 0;
  for (const auto& place : *places) {
    // Not tried: each refusal would count as her reaching for a case that is kept from her.
    if (place.restricted) {
      ++restricted;
      continue;
    }
    const auto keep = read_one(journal, session, action, place.id, read);
    if (keep)
      (*keep)();
    else if (keep.error().type == casefile::problems::kRestricted)
      ++restricted;  // since the list was read
    else
      return tl::unexpected(keep.error());
  }
  return restricted;
}

}  // namespace nrm::htcds
