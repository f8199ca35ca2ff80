#include "nrm/casefile/handover_keys.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "nrm/casefile/case.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/directory/directory.hpp"
#include "seals.hpp"
#include "share_log_key.hpp"

namespace nrm::casefile {
namespace {

// A seal that lies ahead: asleep for a stand-in's turn, the holder's own, and no copy of a merger of teams.
constexpr std::string_view kAhead =
    "k.holder_kind = 'team' AND k.basis IS NULL AND k.dormant = 1 AND NOT EXISTS (SELECT 1 FROM merger_copy m WHERE "
    "m.copy = k.id)";

// What a team holds and another was not given.
constexpr std::string_view kNotGiven =
    "FROM key_seal k WHERE k.subject = $subject AND k.subject_kind = $kind AND k.holder = $from AND k.holder_kind = "
    "'team' AND k.dormant = 0 AND NOT EXISTS (SELECT 1 FROM seal_unopened u WHERE u.seal = k.id) AND NOT EXISTS "
    "(SELECT 1 FROM key_seal g WHERE g.subject = k.subject AND g.subject_kind = k.subject_kind AND g.compartment = "
    "k.compartment AND g.key_version = k.key_version AND g.holder = $to AND g.holder_kind = 'team' AND g.basis IS "
    "NULL)";

storage::Params params_of(const KeySubject& subject, const TeamId& from, const TeamId& to) {
  return {{"subject", subject.id}, {"kind", subject.kind}, {"from", from}, {"to", to}};
}

access::Compartment kind_of(const storage::Row& row) {
  const auto kind = access::parse_compartment(row.text("compartment"));
  if (!kind) fail_bug("a stored compartment is not one");
  return *kind;
}

class Giving {
 public:
  Giving(log::Act& act, const access::Permit& permit, const TeamId& to) : act_{act}, permit_{permit}, to_{to} {}

  Result<void> give_all(const KeySubject& subject) {
    const auto kinds = access::compartments_of(permit_.session().roles);
    for (const auto& stored :
         act_.query("SELECT k.* " + std::string{kNotGiven} + " ORDER BY k.compartment, k.key_version, k.id",
                    params_of(subject, permit_.session().team, to_))) {
      if (!kinds.contains(kind_of(stored))) continue;
      if (auto given = give(stored, {subject.kind, subject.id, kind_of(stored),
                                     static_cast<std::uint32_t>(stored.integer("key_version"))});
          !given)
        return given;
    }
    return {};
  }
  std::int64_t given() const { return given_; }

 private:
  Result<void> give(const storage::Row& stored, const SealPlace& place) {
    const auto old = row_of(stored, place);
    const auto key = open_row(act_, permit_, old, stored.blob("signature"));
    if (!key && key.error().type == nrm::problems::kNotFound) return leave(stored.id<SealId>("id"));
    if (!key) return tl::unexpected(key.error());
    const auto giver = access::open_team_key(act_, permit_, place.compartment);
    if (!giver) return tl::unexpected(giver.error());
    const auto copy = copy_seal(act_, old, *key, *giver, to_);
    if (!copy) return tl::unexpected(copy.error());
    ++given_;
    return {};
  }

  // It opens for nobody: nothing is lost by leaving it behind.
  Result<void> leave(const SealId& id) {
    note_unopened(act_, id);
    return {};
  }

  log::Act& act_;
  const access::Permit& permit_;
  TeamId to_;
  std::int64_t given_ = 0;
};

// Its auditors read what its teams do with the case: not any more, unless another team of it still holds the case.
void end_log_reading(log::Act& act, const KeySubject& subject, const TeamId& from, const TeamId& into) {
  const auto old_team = directory::find_team(act.writer(), from);
  const auto new_team = directory::find_team(act.writer(), into);
  if (!old_team || !new_team || old_team->organisation == new_team->organisation) return;
  act.run(
      "DELETE FROM key_seal WHERE subject = $subject AND subject_kind = 'case-log' AND holder = $organisation AND "
      "holder_kind = 'organisation-log' AND NOT EXISTS (SELECT 1 FROM key_seal o JOIN team t ON t.id = o.holder WHERE "
      "o.subject = $subject AND o.subject_kind = 'case-log' AND o.holder_kind = 'team' AND t.organisation_id = "
      "$organisation)",
      {{"subject", subject.id}, {"organisation", old_team->organisation}});
}

// Whoever held the case with the old team holds it as its own.
void end_own_membership(log::Act& act, const CaseId& id, const TeamId& into) {
  act.run(
      "UPDATE case_team SET ended_at = $now, ended_why = 'left' WHERE case_id = $id AND team = $into AND ended_at IS "
      "NULL",
      {{"now", act.now()}, {"id", id}, {"into", into}});
  act.run(
      "DELETE FROM key_seal WHERE subject = $id AND subject_kind IN ('case', 'case-log') AND holder = $into AND basis "
      "IS NOT NULL",
      {{"id", id}, {"into", into}});
  act.run("UPDATE case_task SET state = 'done' WHERE case_id = $id AND team = $into AND state = 'open'",
          {{"id", id}, {"into", into}});
}

}  // namespace

Result<std::int64_t> give_ahead(log::Act& act, const access::Permit& permit, const std::vector<KeySubject>& subjects,
                                const TeamId& to) {
  Giving giving{act, permit, to};
  for (const auto& subject : subjects)
    if (auto given = giving.give_all(subject); !given) return tl::unexpected(given.error());
  act.note("keys-given-ahead", std::to_string(giving.given()));
  return giving.given();
}

std::set<access::Compartment> not_given_ahead(storage::Reader& reader, const std::vector<KeySubject>& subjects,
                                              const TeamId& from, const TeamId& to) {
  std::set<access::Compartment> out;
  for (const auto& subject : subjects)
    for (const auto& row :
         reader.query("SELECT DISTINCT k.compartment " + std::string{kNotGiven}, params_of(subject, from, to)))
      out.insert(kind_of(row));
  return out;
}

void take_back_ahead(log::Act& act, const std::vector<KeySubject>& subjects, const TeamId& from_receiver) {
  std::int64_t gone = 0;
  for (const auto& subject : subjects)
    gone += act.run(fmt::format("DELETE FROM key_seal WHERE id IN (SELECT k.id FROM key_seal k WHERE k.subject = "
                                "$subject AND k.subject_kind = $kind AND k.holder = $holder AND {})",
                                kAhead),
                    {{"subject", subject.id}, {"kind", subject.kind}, {"holder", from_receiver}});
  act.note("keys-taken-back", std::to_string(gone));
}

std::vector<TeamId> given_ahead_to(storage::Reader& reader, const CaseId& id) {
  std::vector<TeamId> out;
  for (const auto& row : reader.query(fmt::format("SELECT DISTINCT k.holder FROM key_seal k WHERE k.subject = $id AND "
                                                  "k.subject_kind = 'case' AND {} ORDER BY k.holder",
                                                  kAhead),
                                      {{"id", id}}))
    out.push_back(row.id<TeamId>("holder"));
  return out;
}

void hand_over_keys(log::Act& act, const std::vector<KeySubject>& subjects, const TeamId& from, const TeamId& into) {
  std::int64_t woken = 0;
  for (const auto& subject : subjects) {
    const storage::Params params{{"subject", subject.id}, {"kind", subject.kind}};
    auto of_new = params;
    of_new.emplace_back("holder", into);
    woken += act.run(fmt::format("UPDATE key_seal SET dormant = 0 WHERE id IN (SELECT k.id FROM key_seal k WHERE "
                                 "k.subject = $subject AND k.subject_kind = $kind AND k.holder = $holder AND {})",
                                 kAhead),
                     of_new);
    auto of_old = params;
    of_old.emplace_back("holder", from);
    act.run("DELETE FROM key_seal WHERE subject = $subject AND subject_kind = $kind AND holder = $holder", of_old);
    if (subject.kind == "case-log") end_log_reading(act, subject, from, into);
  }
  act.note("keys-handed-over", std::to_string(woken));
}

HandedOver handed_over_of(std::string_view object) {
  const auto first = object.find(':');
  const auto second = first == std::string_view::npos ? first : object.find(':', first + 1);
  if (second == std::string_view::npos) fail_bug("a hand-over names a case and two teams");
  const auto id = CaseId::parse(object.substr(0, first));
  const auto from = TeamId::parse(object.substr(first + 1, second - first - 1));
  const auto into = TeamId::parse(object.substr(second + 1));
  if (!id || !from || !into) fail_bug("a hand-over names a case and two teams");
  return {*id, *from, *into};
}

void hand_over_case(log::Act& act, const access::Permit& permit, const CaseId& id, const TeamId& from) {
  const auto& session = permit.session();
  const auto into = session.team;
  end_own_membership(act, id, into);
  act.run("UPDATE case_file SET team = $into, keeper = $keeper, version = version + 1 WHERE id = $id AND team = $from",
          {{"into", into}, {"keeper", session.member}, {"id", id}, {"from", from}});
  const storage::Params teams{{"into", into}, {"id", id}, {"from", from}};
  for (const auto* table : {"case_task", "rekey_call"})
    act.run(fmt::format("UPDATE {} SET team = $into WHERE case_id = $id AND team = $from", table), teams);
  act.run("DELETE FROM case_key_use WHERE case_id = $id AND team = $from", {{"id", id}, {"from", from}});
  act.run("DELETE FROM case_named_member WHERE case_id = $id", {{"id", id}});
  share_log_key(act, permit, id);
  ask_rekey(act, id);
  refresh_next_due(act, id);
  act.react(kCaseHandedOver, fmt::format("{}:{}:{}", id.text(), from.text(), into.text()));
}

}  // namespace nrm::casefile
