#include <fmt/format.h>

#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/directory/directory.hpp"
#include "parts.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

// The basis is asked at each reading, in the reading's own transaction, so that no clock needs to have run.
bool may_read(log::Act& act, const Held& held) {
  if (held.side == Side::sender) return true;
  const auto basis = basis_of(act, held.row.id);
  return basis && consent::access_under(act.writer(), *basis, act.now()) == consent::Access::open &&
         is_open_to_receiver(held.row);
}

std::vector<access::Compartment> parts_of(const storage::Rows& rows) {
  std::vector<access::Compartment> out;
  for (const auto& row : rows) {
    const auto kind = access::parse_compartment(row.text("compartment"));
    if (!kind) fail_bug("a parcel has a part of an unknown compartment");
    out.push_back(*kind);
  }
  return out;
}

Result<void> add_fields(log::Act& act, const Held& held, access::Compartment kind, const Bytes& sealed,
                        OpenedParcel& out) {
  const auto key = casefile::open_seal(act, held.permit, part_place(held.row.id, kind));
  if (!key) return tl::unexpected(key.error());
  auto values = open_part(*key, held.row.id, kind, sealed);
  if (!values) return fail(nrm::problems::kNotFound);
  out.fields.merge(*values);
  return {};
}

Result<OpenedParcel> open_parts(log::Act& act, const access::Session& session, const Held& held) {
  const auto rows = act.query("SELECT compartment, sealed FROM parcel_part WHERE referral = $id ORDER BY compartment",
                              {{"id", held.row.id}});
  const auto kinds = parts_of(rows);
  const auto entitled = access::compartments_of(session.roles);
  OpenedParcel out;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (!entitled.contains(kinds[i])) {
      out.withheld.push_back(kinds[i]);
      continue;
    }
    if (auto added = add_fields(act, held, kinds[i], rows[i].blob("sealed"), out); !added)
      return tl::unexpected(added.error());
  }
  if (out.fields.empty()) return fail(nrm::problems::kNotFound);
  auto corrections = open_corrections(act, held);
  if (!corrections) return tl::unexpected(corrections.error());
  out.corrections = std::move(*corrections);
  return out;
}

std::set<access::Compartment> kinds_of(const OpenedParcel& parcel) {
  std::set<access::Compartment> out;
  for (const auto& [name, value] : parcel.fields)
    if (const auto* field = casefile::find_field(name); field != nullptr) out.insert(field->compartment);
  return out;
}

// For the sender's side, which the receiver's leaf does not reach: what the person is told about who read.
void tell_sender(log::Act& act, const access::Session& session, const Held& held, const OpenedParcel& parcel) {
  const auto case_id = case_of(act, held.row.id);
  if (!case_id) return;
  const auto team = directory::find_team(act.writer(), session.team);
  const auto reader = casefile::reader_words(session, kinds_of(parcel));
  act.run(
      "INSERT INTO parcel_opening (id, case_id, referral, at, team, body, roles, kinds, purpose) "
      "VALUES ($id, $case_id, $referral, $at, $team, $body, $roles, $kinds, $purpose)",
      {{"id", Id<struct ParcelOpeningTag>::random(act.random())},
       {"case_id", *case_id},
       {"referral", held.row.id},
       {"at", act.now()},
       {"team", session.team},
       {"body", team ? team->organisation_kind : std::string{}},
       {"roles", reader.roles},
       {"kinds", reader.kinds},
       {"purpose", act.header().purpose}});
}

Result<OpenedParcel> open_in(log::Act& act, const access::Session& session, const Held& held) {
  if (!may_read(act, held)) return fail(nrm::problems::kNotFound);
  if (auto counted = casefile::count_opening(act, held.permit, held.row.id.text()); !counted)
    return tl::unexpected(counted.error());
  auto opened = open_parts(act, session, held);
  if (!opened) return opened;
  casefile::note_reader(act, session, kinds_of(*opened));
  if (held.side == Side::receiver) tell_sender(act, session, held, *opened);
  if (held.side != Side::receiver || held.row.state != State::sent) return opened;
  const auto seen = take(act, held.row, {ArrowName::see, Side::receiver, session.team});
  if (!seen) return tl::unexpected(seen.error());
  return opened;
}

}  // namespace

Result<OpenedParcel> open(const Desk& desk, const access::Session& session, const ReferralId& id,
                          const std::string& purpose, const std::string& reason) {
  return with_referral<OpenedParcel>(
      desk, session, "referral.open", id, [&](log::Act& act, const Held& held) { return open_in(act, session, held); },
      purpose, reason);
}

}  // namespace nrm::referral
