#include <algorithm>

#include "age.hpp"
#include "nrm/casefile/restriction.hpp"
#include "spoken.hpp"

namespace nrm::consent {
namespace {

constexpr int kMaxRenewals = 100;  // a case that lasts a lifetime, asked every year

// Her age without the pack: whether she is of age is all that counts here.
Result<bool> is_of_age(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto values = casefile::read_fields(act, permit, id, {"casework.age-class", "identity.birth-date"});
  if (!values) return tl::unexpected(values.error());
  if (const auto at = values->find("casework.age-class"); at != values->end())
    if (casefile::age_class_in(at->second.reveal()) == "adult") return true;
  const auto birth = values->find("identity.birth-date");
  if (birth == values->end()) return false;
  // UTC's date: hours apart from the country's at most, on a day that is the latest of those she may be born on.
  const auto today = Date{std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{act.now().unix_us()}})};
  return casefile::youngest_age(birth->second.reveal(), today).value_or(0) >= kOfAgeYears;
}

Result<bool> still_counts(log::Act& act, const access::Permit& permit, const CaseId& id, const RecordedBasis& basis) {
  if (basis.decision == Decision::other_ground) return true;
  auto detail = read_detail(act, permit, id, basis.id);
  // A joint team that does not hold her casework cannot know who spoke; the last day, which it can see, holds all the
  // same.
  if (!detail && detail.error().type == nrm::problems::kNotFound) return true;
  if (!detail) return tl::unexpected(detail.error());
  if (!is_spoken_for(*detail)) return true;
  const auto person = cases_of_person(act, permit, id);
  const auto suspicions = suspicions_of(act, permit, person);
  if (!suspicions) return tl::unexpected(suspicions.error());
  if (is_suspect({id, basis, std::move(*detail)}, *suspicions)) return false;
  const auto grown = is_of_age(act, permit, person.decides);
  if (!grown) return tl::unexpected(grown.error());
  return !*grown;
}

}  // namespace

Result<std::vector<Basis>> live_bases(log::Act& act, const access::Permit& permit, const CaseId& id,
                                      const TeamId& receiver) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  std::vector<Basis> out;
  auto bases = bases_of_case(act.writer(), id, act.now());
  std::ranges::stable_sort(bases, {}, [](const auto& basis) { return basis.decision != Decision::consent; });
  for (const auto& found : bases) {
    if (found.receiver != receiver || found.state != "live") continue;
    const auto counts = still_counts(act, permit, id, found);
    if (!counts) return tl::unexpected(counts.error());
    if (*counts) out.push_back(Basis{found.id, id, receiver, found.purpose, found.field_groups, *found.until});
  }
  return out;
}

Result<Basis> find_live(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& receiver,
                        std::string_view purpose) {
  auto bases = live_bases(act, permit, id, receiver);
  if (!bases) return tl::unexpected(bases.error());
  for (auto& basis : *bases)
    if (basis.purpose() == purpose) return std::move(basis);
  return fail(problems::kNoBasis);
}

std::string_view name_of(Access access) {
  switch (access) {
    case Access::open:
      return "open";
    case Access::paused:
      return "paused";
    case Access::ended:
      return "ended";
  }
  fail_bug("an access without a name");
}

std::optional<UtcTime> effective_until(storage::Reader& reader, const BasisId& basis) {
  std::optional<UtcTime> latest;
  auto id = basis;
  for (int step = 0; step < kMaxRenewals; ++step) {
    const auto row =
        reader.query_one(std::string{kBasisColumns} + "WHERE id = $id AND withdrawn_at IS NULL", {{"id", id}});
    const auto until = row ? row->maybe_time("until") : std::nullopt;
    if (until) latest = latest ? std::max(*latest, *until) : *until;
    const auto next = reader.query_one(
        "SELECT id FROM consent_basis WHERE renews = $id AND withdrawn_at IS NULL ORDER BY nth DESC LIMIT 1",
        {{"id", id}});
    if (!next) return latest;
    id = next->id<BasisId>("id");
  }
  return latest;
}

Access access_under(storage::Reader& reader, const BasisId& basis, UtcTime now) {
  const auto row = reader.query_one(std::string{kBasisColumns} + "WHERE id = $id", {{"id", basis}});
  if (!row) return Access::ended;
  const auto found = row_of(*row, now);
  if (found.withdrawn_at || found.state == "pending" || found.decision == Decision::refusal) return Access::ended;
  if (found.paused_at) return Access::paused;
  const auto until = effective_until(reader, basis);
  return until && *until > now ? Access::open : Access::ended;
}

}  // namespace nrm::consent
