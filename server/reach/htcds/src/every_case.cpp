#include "every_case.hpp"

#include <algorithm>

#include "nrm/casefile/overview.hpp"

namespace nrm::htcds {
namespace {

constexpr std::string_view kReason = "export of the team's cases";

Result<Page<CaseId>> page_of(log::Act& act, const access::Session& session, const PageRequest& request) {
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  const auto listed = casefile::list_cases(act, *permit, request);
  if (!listed) return tl::unexpected(listed.error());
  Page<CaseId> out{{}, listed->next};
  for (const auto& item : listed->items) out.items.push_back(item.facts.id);
  return out;
}

Result<std::vector<CaseId>> ids_of(log::Journal& journal, const access::Session& session, const std::string& action) {
  std::vector<CaseId> out;
  PageRequest request;
  do {
    const auto header = session.header(action, "assist", {std::nullopt, session.organisation, {}}, std::string{kReason});
    const auto page =
        journal.act<Page<CaseId>>(header, [&](log::Act& act) { return page_of(act, session, request); });
    if (!page) return tl::unexpected(page.error());
    out.insert(out.end(), page->items.begin(), page->items.end());
    request.after = page->next;
  } while (request.after);
  std::ranges::sort(out);  // version 7: by time
  return out;
}

}  // namespace

Result<void> for_every_case(log::Journal& journal, const access::Session& session, const std::string& action,
                            const ReadCase& read) {
  const auto ids = ids_of(journal, session, action);
  if (!ids) return tl::unexpected(ids.error());
  for (const auto& id : *ids) {
    const auto header =
        session.header(action, "assist", {id, session.organisation, id.text()}, std::string{kReason});
    const auto keep = journal.act<std::function<void()>>(header, [&](log::Act& act) -> Result<std::function<void()>> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return read(act, *permit, id);
    });
    if (!keep) return tl::unexpected(keep.error());
    (*keep)();
  }
  return {};
}

}  // namespace nrm::htcds
