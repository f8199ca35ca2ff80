#include "nrm/casefile/openings.hpp"
#include "nrm/caselist/case_list.hpp"

namespace nrm::caselist {
namespace {

constexpr std::chrono::hours kDay{24};
constexpr int kChunk = 500;

Result<void> count_taken(log::Act& act, const access::Permit& permit) {
  const auto member = permit.session().member;
  const auto taken = act.query("SELECT COUNT(*) AS lists FROM case_list_taken WHERE member = $member AND at > $since",
                               {{"member", member}, {"since", act.now() - kDay}})
                         .at(0)
                         .integer("lists");
  if (taken >= kMaxFilesADay) return fail(nrm::problems::kTooMany);
  act.run("DELETE FROM case_list_taken WHERE member = $member AND at <= $since",
          {{"member", member}, {"since", act.now() - kDay}});
  act.run("INSERT INTO case_list_taken (id, member, at) VALUES ($id, $member, $now)",
          {{"id", to_text(make_uuid_v4(act.random()))}, {"member", member}, {"now", act.now()}});
  return {};
}

}  // namespace

Result<std::vector<casefile::ListedCase>> take_list(log::Act& act, const access::Permit& permit,
                                                    const casefile::CaseFilter& filter) {
  if (const auto counted = count_taken(act, permit); !counted) return tl::unexpected(counted.error());
  std::vector<casefile::ListedCase> out;
  PageRequest request{kChunk, std::nullopt};
  do {
    auto page = casefile::list_cases(act, permit, filter, request);
    if (!page) return tl::unexpected(page.error());
    for (auto& item : page->items)
      if (out.size() < kMaxRows) out.push_back(std::move(item));
    request.after = page->next;
  } while (request.after && out.size() < kMaxRows);
  act.react(casefile::kListExported, act.header().action);
  act.note("listed", std::to_string(out.size()));
  return out;
}

}  // namespace nrm::caselist
