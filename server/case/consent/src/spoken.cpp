#include "spoken.hpp"

#include <algorithm>

#include "nrm/casefile/rekey.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::consent {
namespace {

// What does not fit its place in one case hides nothing of the others.
Result<void> add_conversations(log::Act& act, const access::Permit& permit, const CaseId& id, bool asked,
                               std::vector<SpokenBasis>& out) {
  for (auto& basis : bases_of_case(act.writer(), id, act.now())) {
    if (basis.decision == Decision::other_ground) continue;
    auto detail = read_detail(act, permit, id, basis.id);
    if (!detail && !asked && detail.error().type == nrm::problems::kNotFound) continue;
    if (!detail) return tl::unexpected(detail.error());
    out.push_back({id, std::move(basis), std::move(*detail)});
  }
  return {};
}

std::optional<UtcTime> until_of(const Suspected& suspected, const std::string& place) {
  const auto at = suspected.places.find(place);
  return at == suspected.places.end() ? std::nullopt : std::optional{at->second};
}

}  // namespace

Result<std::vector<SpokenBasis>> conversations(log::Act& act, const access::Permit& permit, const PersonCases& person) {
  std::vector<SpokenBasis> out;
  for (const auto& part : person.open)
    if (const auto added = add_conversations(act, permit, part, part == person.asked, out); !added)
      return tl::unexpected(added.error());
  std::ranges::stable_sort(out, std::ranges::greater{}, [](const auto& each) { return each.basis.recorded_at; });
  return out;
}

bool is_open_consent(log::Act& act, const RecordedBasis& basis) {
  return basis.decision == Decision::consent && !basis.withdrawn_at &&
         access_under(act.writer(), basis.id, act.now()) != Access::ended;
}

std::size_t end_those(log::Act& act, const std::vector<SpokenBasis>& said,
                      const std::function<bool(const SpokenBasis&)>& given, End why) {
  std::size_t ended = 0;
  std::set<CaseId> touched;
  for (const auto& each : said) {
    if (each.basis.decision != Decision::consent || each.basis.withdrawn_at || !given(each)) continue;
    end_basis(act, each.basis.id, why);
    touched.insert(each.case_id);
    ++ended;
  }
  for (const auto& id : touched) casefile::ask_rekey(act, id);
  return ended;
}

Result<Suspicions> suspicions_of(log::Act& act, const access::Permit& permit, const PersonCases& person) {
  Suspicions out;
  for (const auto& part : person.open) {
    auto known = read_suspected(act, permit, part);
    if (!known) return tl::unexpected(known.error());
    out.all.add(*known);
    out.heard.emplace(part, std::move(*known));
  }
  return out;
}

bool is_suspect(const SpokenBasis& said, const Suspicions& suspicions) {
  const auto& [all, heard] = suspicions;
  if (all.empty() || !is_spoken_for(said.detail)) return false;
  const auto place = member(said.detail, "spoken_to");
  const auto until = until_of(all, place);
  const bool unheard = until && until != until_of(heard.at(said.case_id), place);
  if (unheard && said.basis.recorded_at <= *until) return true;
  return all.folded_names().contains(fold_for_search(member(said.detail, "guardian_name")));
}

}  // namespace nrm::consent
