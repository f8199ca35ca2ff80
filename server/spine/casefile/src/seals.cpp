#include "seals.hpp"

#include "nrm/access/rotation.hpp"
#include "nrm/log/act.hpp"
#include "octets.hpp"

namespace nrm::casefile {
namespace {

constexpr std::string_view kLabel = "nrm-seal-1";
constexpr std::string_view kWrap = "wrap";

void insert(log::Act& act, const SealId& id, const SealRow& row, const crypto::Signature& signature, bool dormant) {
  act.run(
      "INSERT INTO key_seal (id, subject_kind, subject, compartment, key_version, holder_kind, holder, "
      "holder_key_version, form, sealed, basis, given_by_team, given_by_key_version, signature, dormant, given_at) "
      "VALUES ($id, $subject_kind, $subject, $compartment, $key_version, $holder_kind, $holder, $holder_key_version, "
      "$form, $sealed, $basis, $given_by_team, $given_by_key_version, $signature, $dormant, $given_at)",
      {{"id", id},
       {"subject_kind", row.place.subject_kind},
       {"subject", row.place.subject},
       {"compartment", access::name_of(row.place.compartment)},
       {"key_version", row.place.key_version},
       {"holder_kind", row.holder_kind},
       {"holder", to_text(row.holder)},
       {"holder_key_version", row.holder_key_version},
       {"form", row.form},
       {"sealed", row.sealed},
       {"basis", row.basis},
       {"given_by_team", row.given_by_team},
       {"given_by_key_version", row.given_by_key_version},
       {"signature", ByteView{signature}},
       {"dormant", dormant},
       {"given_at", row.given_at}});
  act.note("seal:" + id.text(), to_hex(crypto::sha256(row.sealed)));
}

SealRow start_row(log::Act& act, const access::Permit& permit, const SealPlace& place, const access::TeamKey& giver) {
  return {.place = place,
          .holder_kind = {},
          .holder = {},
          .holder_key_version = 1,
          .form = "box",
          .sealed = {},
          .basis = std::nullopt,
          .given_by_team = permit.session().team,
          .given_by_key_version = giver.version,
          .given_at = act.now()};
}

SealId sign_and_insert(log::Act& act, const SealRow& row, const access::TeamKey& giver, bool dormant) {
  const auto id = SealId::random(act.random());
  insert(act, id, row, crypto::sign(giver.seed, kLabel, signed_message(row)), dormant);
  return id;
}

Result<SealId> give(log::Act& act, const access::Permit& permit, const SealPlace& place, const Key32& key,
                    HolderKind kind, const TeamId& holder, const std::optional<BasisId>& basis, bool dormant) {
  const auto giver = access::open_team_key(act, permit, place.compartment);
  if (!giver) return tl::unexpected(giver.error());
  auto row = start_row(act, permit, place, *giver);
  row.holder_kind = name_of(kind);
  row.holder = holder.uuid();
  row.basis = basis;
  if (holder == permit.session().team) {
    row.form = kWrap;
    row.holder_key_version = giver->version;
    row.sealed = crypto::seal(wrap_key(giver->seed), giver->version, key.expose(), associated_data(row), act.random());
  } else {
    const auto to = access::team_public_key(act.writer(), holder, place.compartment);
    if (!to) return fail(problems::kNoReceiverKey);
    row.holder_key_version = to->version;
    row.sealed = crypto::box_seal(to->keys.box, to->version, key.expose(), associated_data(row), act.random());
  }
  return sign_and_insert(act, row, *giver, dormant);
}

// Any version that the instance signed, so that a giver's rotation makes no old seal unreadable. What a team gave to
// itself must be a wrap, which only its present holders can make: a signature alone can still be made by somebody who
// took a retired key away.
std::optional<crypto::SignPublic> giver_key(log::Act& act, const access::Permit& permit, const SealRow& row) {
  if (row.given_by_team == permit.session().team && row.form != kWrap) return std::nullopt;
  const auto key = access::team_public_key_of_version(act.writer(), row.given_by_team, row.place.compartment,
                                                      row.given_by_key_version);
  return key ? std::optional{key->keys.sign} : std::nullopt;
}

std::optional<Key32> unwrap(const SealRow& row, const access::TeamKey& holder) {
  const auto place = associated_data(row);
  return row.form == kWrap ? crypto::open_key(wrap_key(holder.seed), row.sealed, place)
                           : crypto::box_open_key(holder.seed, row.sealed, place);
}

// A case's box is wrapped by the holder's own key at its first opening, so that lists and searches open it as quickly
// as their own.
bool is_case_seal(const SealRow& row) {
  return row.holder_kind == name_of(HolderKind::team) && row.place.subject_kind.starts_with("case");
}

}  // namespace

SealRow row_of(const storage::Row& row, const SealPlace& place) {
  const auto basis = row.maybe_text("basis");
  return {.place = place,
          .holder_kind = row.text("holder_kind"),
          .holder = row.id<TeamId>("holder").uuid(),
          .holder_key_version = static_cast<std::uint32_t>(row.integer("holder_key_version")),
          .form = row.text("form"),
          .sealed = row.blob("sealed"),
          .basis = basis ? std::optional{BasisId::from_row(*basis)} : std::nullopt,
          .given_by_team = row.id<TeamId>("given_by_team"),
          .given_by_key_version = static_cast<std::uint32_t>(row.integer("given_by_key_version")),
          .given_at = row.time("given_at")};
}

Result<Key32> open_row(log::Act& act, const access::Permit& permit, const SealRow& row, ByteView signature) {
  const auto holder = access::open_team_key(act, permit, row.place.compartment, row.holder_key_version);
  if (!holder) return tl::unexpected(holder.error());
  const auto giver = giver_key(act, permit, row);
  if (!giver || !crypto::verify(*giver, kLabel, signed_message(row), signature)) return fail(nrm::problems::kNotFound);
  auto key = unwrap(row, *holder);
  if (!key) return fail(nrm::problems::kNotFound);
  return *key;
}

Result<SealId> copy_seal(log::Act& act, const SealRow& old, const Key32& key, const access::TeamKey& giver,
                         const TeamId& to) {
  const auto receiver = access::team_public_key(act.writer(), to, old.place.compartment);
  if (!receiver) return fail(problems::kNoReceiverKey);
  auto row = old;
  row.form = "box";
  row.given_by_team = TeamId{old.holder};
  row.given_by_key_version = giver.version;
  row.given_at = act.now();
  row.holder = to.uuid();
  row.holder_key_version = receiver->version;
  row.sealed =
      crypto::box_seal(receiver->keys.box, receiver->version, key.expose(), associated_data(row), act.random());
  return sign_and_insert(act, row, giver, true);
}

bool wrap_anew(log::Act& act, const SealId& id, const SealRow& old, const Key32& key, const access::TeamKey& holder) {
  auto row = old;
  row.form = kWrap;
  row.holder_key_version = holder.version;
  row.given_by_team = TeamId{old.holder};
  row.given_by_key_version = holder.version;
  row.sealed = crypto::seal(wrap_key(holder.seed), holder.version, key.expose(), associated_data(row), act.random());
  const auto signature = crypto::sign(holder.seed, kLabel, signed_message(row));
  act.note("seal:" + id.text(), to_hex(crypto::sha256(row.sealed)));
  return act.run(
             "UPDATE key_seal SET form = $form, holder_key_version = $version, sealed = $sealed, given_by_team = "
             "$team, given_by_key_version = $version, signature = $signature WHERE id = $id AND "
             "holder_key_version = $old",
             {{"form", row.form},
              {"version", row.holder_key_version},
              {"sealed", row.sealed},
              {"team", row.given_by_team},
              {"signature", ByteView{signature}},
              {"id", id},
              {"old", old.holder_key_version}}) == 1;
}

std::string_view name_of(HolderKind kind) {
  switch (kind) {
    case HolderKind::team:
      return "team";
    case HolderKind::parcel_receiver:
      return "parcel-receiver";
    case HolderKind::person:
      return "person";
    case HolderKind::organisation_log:
      return "organisation-log";
  }
  fail_bug("a holder kind without a name");
}

Key32 wrap_key(const Key32& team_seed) {
  return crypto::derive(team_seed, "teamwrap");
}

Bytes associated_data(const SealRow& row) {
  auto out = Octets{kLabel};
  out.text(row.place.subject_kind)
      .text(row.place.subject)
      .byte(number_of(row.place.compartment))
      .big_endian(row.place.key_version)
      .text(row.holder_kind)
      .uuid(row.holder)
      .big_endian(row.holder_key_version)
      .byte(row.basis ? 1 : 0);
  if (row.basis) out.uuid(row.basis->uuid());
  return out.take();
}

Bytes signed_message(const SealRow& row) {
  return Octets{"nrm-seal-signed-1"}
      .append(associated_data(row))
      .text(row.form)
      .uuid(row.given_by_team.uuid())
      .big_endian(row.given_by_key_version)
      .big_endian(row.given_at.unix_us())
      .append(row.sealed)
      .take();
}

Result<SealId> give_seal(log::Act& act, const access::Permit& permit, const SealPlace& place, const Key32& key,
                         HolderKind kind, const TeamId& holder, const std::optional<BasisId>& basis) {
  return give(act, permit, place, key, kind, holder, basis, false);
}

Result<SealId> give_dormant_seal(log::Act& act, const access::Permit& permit, const SealPlace& place, const Key32& key,
                                 HolderKind kind, const TeamId& holder, const std::optional<BasisId>& basis) {
  return give(act, permit, place, key, kind, holder, basis, true);
}

void give_log_seal(log::Act& act, const access::Permit& permit, const CaseId& case_id, const Key32& seed,
                   const OrganisationId& organisation, const crypto::BoxPublic& to,
                   const std::optional<BasisId>& basis) {
  const auto giver = access::open_team_key(act, permit, access::Compartment::casework);
  if (!giver) fail_bug("a case is opened without the casework key");
  auto row = start_row(act, permit, {"case-log", case_id.text(), access::Compartment::casework, 1}, *giver);
  row.holder_kind = name_of(HolderKind::organisation_log);
  row.holder = organisation.uuid();
  row.basis = basis;
  row.sealed = crypto::box_seal(to, row.holder_key_version, seed.expose(), associated_data(row), act.random());
  sign_and_insert(act, row, *giver, false);
}

std::optional<Key32> open_log_seal(log::Act& act, const CaseId& case_id, const OrganisationId& organisation,
                                   const Key32& organisation_log_seed) {
  const SealPlace place{"case-log", case_id.text(), access::Compartment::casework, 1};
  const auto found = act.query_one(
      "SELECT holder_kind, holder, holder_key_version, form, sealed, basis, given_by_team, given_by_key_version, "
      "signature, given_at FROM key_seal WHERE subject = $subject AND subject_kind = $kind AND holder = $holder",
      {{"subject", place.subject}, {"kind", place.subject_kind}, {"holder", organisation}});
  if (!found) return std::nullopt;
  const auto row = row_of(*found, place);
  return crypto::box_open_key(organisation_log_seed, row.sealed, associated_data(row));
}

void note_unopened(log::Act& act, const SealId& id) {
  act.run("INSERT INTO seal_unopened (seal, found_at) VALUES ($id, $now) ON CONFLICT (seal) DO NOTHING",
          {{"id", id}, {"now", act.now()}});
  act.note("unopened:" + id.text(), "1");
}

void wake_seal(log::Act& act, const SealId& id) {
  act.run("UPDATE key_seal SET dormant = 0 WHERE id = $id", {{"id", id}});
}

Result<Key32> open_seal(log::Act& act, const access::Permit& permit, const SealPlace& place) {
  const auto found = act.query_one(
      "SELECT id, holder_kind, holder, holder_key_version, form, sealed, basis, given_by_team, given_by_key_version, "
      "signature, given_at FROM key_seal WHERE subject = $subject AND subject_kind = $kind AND "
      "compartment = $compartment AND key_version = $version AND holder = $holder AND dormant = 0 "
      "ORDER BY given_at DESC, id LIMIT 1",
      {{"subject", place.subject},
       {"kind", place.subject_kind},
       {"compartment", access::name_of(place.compartment)},
       {"version", place.key_version},
       {"holder", permit.session().team}});
  if (!found) return fail(nrm::problems::kNotFound);
  const auto row = row_of(*found, place);
  auto key = open_row(act, permit, row, found->blob("signature"));
  if (key && row.form != kWrap && is_case_seal(row))
    if (const auto own = access::open_team_key(act, permit, place.compartment))
      wrap_anew(act, found->id<SealId>("id"), row, *key, *own);
  return key;
}

void delete_seals_of_basis(log::Act& act, const BasisId& basis) {
  const auto gone = act.run("DELETE FROM key_seal WHERE basis = $basis", {{"basis", basis}});
  act.note("seals-deleted", std::to_string(gone));
}

void delete_seals_of_holder(log::Act& act, std::string_view subject_kind, std::string_view subject,
                            const TeamId& holder) {
  const auto gone =
      act.run("DELETE FROM key_seal WHERE subject_kind = $kind AND subject = $subject AND holder = $holder",
              {{"kind", subject_kind}, {"subject", subject}, {"holder", holder}});
  act.note("seals-deleted", std::to_string(gone));
}

}  // namespace nrm::casefile
