#include "case_keys.hpp"

#include <algorithm>
#include <utility>

#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/pause.hpp"

namespace nrm::casefile {

Result<CaseKey> CaseKeys::newest(access::Compartment kind) {
  const auto at = newest_version(kind);
  if (!at) return fail(nrm::problems::kNotFound);
  return version(kind, *at);
}

Result<CaseKey> CaseKeys::newest_or_made(access::Compartment kind) {
  if (newest_version(kind)) return newest(kind);
  if (!held(kind)) return fail(nrm::problems::kNotFound);
  return make_next(kind);
}

Result<CaseKey> CaseKeys::make_next(access::Compartment kind) {
  CaseKey made{next_version(kind), crypto::random_key(act_.random())};
  const SealPlace place{"case", case_id_.text(), kind, made.version};
  for (const auto& holder : key_holders(act_.writer(), case_id_, kind)) {
    const auto sealed = give_seal(act_, permit_, place, made.key, HolderKind::team, holder.team, holder.basis);
    if (!sealed) return tl::unexpected(sealed.error());
    if (holder.paused) put_seals_to_sleep(act_, *holder.basis);
  }
  for (const auto& team : given_ahead_to(act_.writer(), case_id_)) {
    const auto ahead = give_dormant_seal(act_, permit_, place, made.key, HolderKind::team, team, std::nullopt);
    if (!ahead) return tl::unexpected(ahead.error());
  }
  opened_.insert_or_assign({kind, made.version}, made);
  note_use();
  return made;
}

Result<CaseKey> CaseKeys::version(access::Compartment kind, std::uint32_t key_version) {
  const auto known = opened_.find({kind, key_version});
  if (known != opened_.end()) return known->second;
  const auto key = open_seal(act_, permit_, {"case", case_id_.text(), kind, key_version});
  if (!key) return tl::unexpected(key.error());
  note_use();
  return opened_.emplace(std::pair{kind, key_version}, CaseKey{key_version, *key}).first->second;
}

bool CaseKeys::held(access::Compartment kind) {
  if (!access::compartments_of(permit_.session().roles).contains(kind)) return false;
  const auto holders = key_holders(act_.writer(), case_id_, kind);
  return std::ranges::any_of(holders, [&](const auto& holder) { return holder.team == permit_.session().team; });
}

std::optional<std::uint32_t> CaseKeys::newest_version(access::Compartment kind) {
  const auto row = act_.query_one(
      "SELECT MAX(key_version) AS newest FROM key_seal WHERE subject_kind = 'case' AND subject = $subject AND "
      "compartment = $compartment AND holder = $holder AND dormant = 0",
      {{"subject", case_id_}, {"compartment", access::name_of(kind)}, {"holder", permit_.session().team}});
  if (!row || row->is_null("newest")) return std::nullopt;
  return static_cast<std::uint32_t>(row->integer("newest"));
}

// Whose leaving this case's keys will not survive. Written once for a member and a case.
void CaseKeys::note_use() {
  if (std::exchange(use_noted_, true)) return;
  const auto& session = permit_.session();
  storage::Params who{{"case", case_id_}, {"member", session.member}, {"team", session.team}};
  if (act_.query_one("SELECT 1 AS known FROM case_key_use WHERE case_id = $case AND member = $member AND team = $team",
                     who))
    return;
  who.push_back({"now", act_.now()});
  act_.run(
      "INSERT INTO case_key_use (case_id, member, team, first_at) VALUES ($case, $member, $team, $now) "
      "ON CONFLICT (case_id, member, team) DO NOTHING",
      who);
}

// Never a number that any seal or value bears already: deleted seals must not be followed by a second key of one name.
std::uint32_t CaseKeys::next_version(access::Compartment kind) {
  const storage::Params params{{"subject", case_id_}, {"compartment", access::name_of(kind)}};
  const auto seals = act_.query_one(
      "SELECT COALESCE(MAX(key_version), 0) AS newest FROM key_seal WHERE subject_kind = 'case' AND subject = $subject "
      "AND "
      "compartment = $compartment",
      params);
  const auto values = act_.query_one(
      "SELECT COALESCE(MAX(key_version), 0) AS newest FROM sealed_value WHERE case_id = $subject AND "
      "compartment = $compartment",
      params);
  return static_cast<std::uint32_t>(std::max(seals->integer("newest"), values->integer("newest")) + 1);
}

}  // namespace nrm::casefile
