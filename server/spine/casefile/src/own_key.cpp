#include "nrm/casefile/own_key.hpp"

namespace nrm::casefile {

Result<std::vector<OwnKey>> find_own_keys(log::Act& act, const access::Permit& permit, const std::string& subject_kind,
                                          access::Compartment kind) {
  if (!access::compartments_of(permit.session().roles).contains(kind)) return fail(nrm::problems::kNotFound);
  std::vector<OwnKey> out;
  for (const auto& row : act.query(
           "SELECT subject FROM key_seal WHERE subject_kind = $subject_kind AND compartment = $kind AND holder = $team "
           "AND dormant = 0 ORDER BY given_at DESC, id",
           {{"subject_kind", subject_kind}, {"kind", access::name_of(kind)}, {"team", permit.session().team}})) {
    const auto subject = parse_uuid(row.text("subject"));
    if (!subject) fail_bug("a key of a team has no subject");
    const auto key = open_seal(act, permit, {subject_kind, row.text("subject"), kind, 1});
    if (!key) return tl::unexpected(key.error());
    out.push_back({*subject, *key});
  }
  return out;
}

Result<std::vector<OwnKey>> own_keys(log::Act& act, const access::Permit& permit, const std::string& subject_kind,
                                     access::Compartment kind) {
  auto known = find_own_keys(act, permit, subject_kind, kind);
  if (!known || !known->empty()) return known;
  OwnKey made{make_uuid_v4(act.random()), crypto::random_key(act.random())};
  const SealPlace place{subject_kind, to_text(made.subject), kind, 1};
  const auto given = give_seal(act, permit, place, made.key, HolderKind::team, permit.session().team, std::nullopt);
  if (!given) return tl::unexpected(given.error());
  known->push_back(std::move(made));
  return known;
}

}  // namespace nrm::casefile
