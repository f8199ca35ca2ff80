#include "parts.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

void add(OpenedCorrection& out, CorrectedValues corrected) {
  for (auto& [name, value] : corrected.values) out.fields.emplace(name, std::move(value));
  for (auto& name : corrected.removed) out.fields.emplace(std::move(name), std::nullopt);
}

// A part that the role does not hold, or whose basis has gone, is left out; one that does not fit its place closes all.
Result<void> add_parts(log::Act& act, const Held& held, OpenedCorrection& out) {
  const auto entitled = access::compartments_of(held.permit.session().roles);
  for (const auto& row : act.query("SELECT compartment, sealed FROM parcel_correction_part WHERE referral = $id AND "
                                   "number = $number ORDER BY compartment",
                                   {{"id", held.row.id}, {"number", out.number}})) {
    const auto kind = access::parse_compartment(row.text("compartment"));
    if (!kind) fail_bug("a correction has a part of an unknown compartment");
    if (!entitled.contains(*kind)) continue;
    const auto key = casefile::open_seal(act, held.permit, correction_place(held.row.id, *kind, out.number));
    if (!key) continue;
    auto corrected = open_correction(*key, held.row.id, *kind, out.number, row.blob("sealed"));
    if (!corrected) return fail(nrm::problems::kNotFound);
    add(out, std::move(*corrected));
  }
  return {};
}

}  // namespace

Result<std::vector<OpenedCorrection>> open_corrections(log::Act& act, const Held& held) {
  std::vector<OpenedCorrection> out;
  for (const auto& row : act.query("SELECT number, at FROM parcel_correction WHERE referral = $id ORDER BY number",
                                   {{"id", held.row.id}})) {
    OpenedCorrection correction{row.integer("number"), row.time("at"), {}};
    if (auto added = add_parts(act, held, correction); !added) return tl::unexpected(added.error());
    if (!correction.fields.empty()) out.push_back(std::move(correction));
  }
  return out;
}

}  // namespace nrm::referral
