#include <fmt/format.h>

#include "erasure.hpp"
#include "key_reactions.hpp"
#include "nrm/casefile/case.hpp"

namespace nrm::casefile {
namespace {

// `object` is "<from member>:<to member>": the cases that one kept are kept by the other. Both are of one team, so no
// key moves.
void hand_over(log::Act& act, std::string_view object) {
  const auto colon = object.find(':');
  const auto from = MemberId::parse(object.substr(0, colon));
  const auto to = colon == std::string_view::npos ? std::nullopt : MemberId::parse(object.substr(colon + 1));
  if (!from || !to) fail_bug("a hand-over names two members");
  const auto moved = act.run("UPDATE case_file SET keeper = $to WHERE keeper = $from AND team = $team",
                             {{"to", *to}, {"from", *from}, {"team", act.header().actor.team}});
  act.note("cases", std::to_string(moved));
}

void forget_joint_teams(log::Act& act, std::string_view case_id) {
  act.run("DELETE FROM case_team WHERE case_id = $id", {{"id", case_id}});
}

// What this module keeps beside the case itself of who opens it.
void forget_admission(log::Act& act, std::string_view case_id) {
  for (const auto* table : {"case_restriction", "case_named_member"})
    act.run(fmt::format("DELETE FROM {} WHERE case_id = $id", table), {{"id", case_id}});
  act.run("DELETE FROM opened_object WHERE object = $id", {{"id", case_id}});
}

}  // namespace

std::int64_t caseload_of(storage::Reader& reader, const MemberId& keeper) {
  return reader.query("SELECT count(*) AS cases FROM case_file WHERE keeper = $keeper", {{"keeper", keeper}})
      .at(0)
      .integer("cases");
}

void register_reactions(log::Journal& journal) {
  journal.on("member.caseload-handover", hand_over);
  journal.on(std::string{kCaseErased}, forget_joint_teams);
  journal.on(std::string{kCaseErased}, forget_admission);
  register_key_reactions(journal);
  register_erasure(journal);
}

}  // namespace nrm::casefile
