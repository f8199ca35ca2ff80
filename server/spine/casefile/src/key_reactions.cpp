#include "key_reactions.hpp"

#include "nrm/access/rotation.hpp"
#include "nrm/casefile/rekey.hpp"
#include "rekey_calls.hpp"

namespace nrm::casefile {
namespace {

void forget_case(log::Act& act, std::string_view object) {
  const auto id = CaseId::parse(object);
  if (!id) fail_bug("an erasure names a case");
  act.run("DELETE FROM case_key_use WHERE case_id = $id", {{"id", *id}});
  end_rekey_call(act, *id);
}

}  // namespace

void ask_for_cases_of(log::Act& act, std::string_view object) {
  const auto colon = object.find(':');
  const auto member = MemberId::parse(object.substr(0, colon));
  const auto team = colon == std::string_view::npos ? std::nullopt : TeamId::parse(object.substr(colon + 1));
  if (!member || !team) fail_bug("a lost right names a member and a team");
  const storage::Params who{{"member", *member}, {"team", *team}};
  const auto rows = act.query(
      "SELECT u.case_id FROM case_key_use u JOIN case_file c ON c.id = u.case_id AND c.team = u.team "
      "WHERE u.member = $member AND u.team = $team ORDER BY u.case_id",
      who);
  for (const auto& row : rows) ask_rekey(act, row.id<CaseId>("case_id"));
  act.run("DELETE FROM case_key_use WHERE member = $member AND team = $team", who);
  act.note("cases-to-rekey", std::to_string(rows.size()));
}

void register_key_reactions(log::Journal& journal) {
  journal.on(std::string{access::kTeamKeysRotated}, finish_empty_rotations);
  journal.on(std::string{access::kMemberLost}, ask_for_cases_of);
  journal.on(std::string{kCaseErased}, forget_case);
}

}  // namespace nrm::casefile
