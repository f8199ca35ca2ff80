#include "nrm/referral/parcel.hpp"

#include <fmt/format.h>

#include "nrm/kernel/id.hpp"
#include "parts.hpp"

namespace nrm::referral {
namespace {

std::string pointer_of(std::size_t index) {
  return fmt::format("/fields/{}", index);
}

// Each field at fault under its own pointer: unknown, not covered by the basis, or holding nothing.
Result<void> check_fields(const consent::Basis& basis, const std::vector<std::string>& fields,
                          const casefile::Values& values) {
  std::vector<FieldProblem> unknown;
  std::vector<FieldProblem> uncovered;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto* field = casefile::find_field(fields[i]);
    if (field == nullptr)
      unknown.push_back({pointer_of(i), "not-in-list", {}});
    else if (!basis.field_groups().contains(std::string{field->group}))
      uncovered.push_back({pointer_of(i), "not-covered", {}});
    else if (!values.contains(fields[i]))
      unknown.push_back({pointer_of(i), "empty", {}});
  }
  if (!uncovered.empty()) return fail(problems::kFieldNotCovered, std::move(uncovered));
  if (!unknown.empty()) return fail(nrm::problems::kInvalid, std::move(unknown));
  return {};
}

// Before anything is opened: a field that the basis does not cover is not even read.
std::vector<std::string> covered(const consent::Basis& basis, const std::vector<std::string>& fields) {
  std::vector<std::string> out;
  for (const auto& name : fields) {
    const auto* field = casefile::find_field(name);
    if (field != nullptr && basis.field_groups().contains(std::string{field->group})) out.push_back(name);
  }
  return out;
}

std::map<access::Compartment, casefile::Values> by_compartment(const casefile::Values& values) {
  std::map<access::Compartment, casefile::Values> out;
  for (const auto& [name, value] : values) {
    const auto* field = casefile::find_field(name);
    if (field == nullptr) fail_bug("a case holds a field that is not in the list");
    out[field->compartment].emplace(name, value);
  }
  return out;
}

}  // namespace

Result<Parcel> Parcel::build(log::Act& act, const access::Permit& permit, const consent::Basis& basis,
                             const std::vector<std::string>& fields, Sleep sleep) {
  if (fields.empty()) return fail(problems::kNothingToSend);
  const auto readable = covered(basis, fields);
  if (readable.size() != fields.size())
    if (auto fine = check_fields(basis, fields, {}); !fine) return tl::unexpected(fine.error());
  const auto values = casefile::read_fields(act, permit, basis.case_id(), readable);
  if (!values) return tl::unexpected(values.error());
  if (auto fine = check_fields(basis, fields, *values); !fine) return tl::unexpected(fine.error());
  Parcel parcel{ReferralId::random(act.random()), basis, sleep};
  for (const auto& [kind, part] : by_compartment(*values))
    if (auto added = parcel.add_part(act, permit, kind, part); !added) return tl::unexpected(added.error());
  return parcel;
}

Parcel::Parcel(ReferralId id, const consent::Basis& basis, Sleep sleep)
    : id_{id},
      case_id_{basis.case_id()},
      basis_{basis.id()},
      receiver_{basis.receiver()},
      basis_until_{basis.until()},
      sleep_{sleep} {}

// The receiver's seal hangs on the basis and goes with it. The sender's does not: what was sent stays known to whoever
// sent it.
Result<void> Parcel::add_part(log::Act& act, const access::Permit& permit, access::Compartment kind,
                              const casefile::Values& values) {
  const Key32 key = crypto::random_key(act.random());
  const auto place = part_place(id_, kind);
  const auto give = sleep_ == Sleep::asleep ? casefile::give_dormant_seal : casefile::give_seal;
  const auto to_receiver = give(act, permit, place, key, casefile::HolderKind::parcel_receiver, receiver_, basis_);
  if (!to_receiver) return tl::unexpected(to_receiver.error());
  const auto to_sender =
      casefile::give_seal(act, permit, place, key, casefile::HolderKind::team, permit.session().team, std::nullopt);
  if (!to_sender) return tl::unexpected(to_sender.error());
  parts_.emplace(kind, seal_part(key, id_, kind, values, act.random()));
  return {};
}

}  // namespace nrm::referral
