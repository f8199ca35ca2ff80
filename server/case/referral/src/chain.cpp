#include "chain.hpp"

#include <fmt/format.h>

#include "running.hpp"

namespace nrm::referral {
namespace {

// Who stands by is asked without the sender only after a refusal, and as long as nobody has looked in vain.
constexpr std::string_view kLeftToSender =
    "FROM referral r JOIN referral_case k ON k.referral = r.id JOIN case_file c ON c.id = k.case_id WHERE r.state IN "
    "('declined', 'expired') AND r.asked = 1 AND r.do_not_contact = 0 AND c.closed_at IS NULL AND c.error_marked_at IS "
    "NULL AND c.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM referral_history h WHERE h.referral = r.id AND "
    "h.what = 'settled') AND NOT EXISTS (SELECT 1 FROM referral_case j JOIN referral o ON o.id = j.referral WHERE "
    "j.case_id = k.case_id AND o.id <> r.id AND o.need = r.need AND ((o.asked = 1 AND o.sent_at > r.sent_at) OR "
    "o.state IN ('sent', 'seen', 'accepted', 'first-contact', 'under-way') OR (o.state = 'draft' AND o.origin = "
    "COALESCE(r.origin, r.id) AND r.state = 'declined' AND r.move_on = 'when-declined-or-late' AND NOT EXISTS (SELECT "
    "1 FROM coordination_item q WHERE q.referral = r.id AND q.left_at IS NULL))))";

}  // namespace

ReferralId origin_of(const ReferralRow& row) {
  return row.origin.value_or(row.id);
}

std::vector<ReferralRow> chain_of(storage::Reader& reader, const ReferralId& origin) {
  std::vector<ReferralRow> out;
  for (const auto& row :
       reader.query(fmt::format("SELECT {} FROM referral r WHERE r.id = $origin OR r.origin = $origin "
                                "ORDER BY r.position, r.id",
                                kReferralColumns),
                    {{"origin", origin}}))
    out.push_back(row_of(row));
  return out;
}

std::vector<ReferralRow> stand_ins_of(storage::Reader& reader, const ReferralId& origin) {
  auto out = chain_of(reader, origin);
  std::erase_if(out, [](const ReferralRow& row) { return row.state != State::draft; });
  return out;
}

std::vector<ReferralRow> left_to_sender(log::Act& act, const TeamId& team) {
  std::vector<ReferralRow> out;
  for (const auto& row : act.query(fmt::format("SELECT {} {} AND r.from_team = $team ORDER BY r.sent_at, r.id",
                                               kReferralColumns, kLeftToSender),
                                   {{"team", team}}))
    out.push_back(row_of(row));
  return out;
}

bool may_settle(log::Act& act, const ReferralRow& row) {
  if (row.state != State::declined && row.state != State::expired) return false;
  return coordination_of(act.writer(), row.id) ||
         act.query_one(fmt::format("SELECT r.id {} AND r.id = $id", kLeftToSender), {{"id", row.id}});
}

std::int64_t next_position(storage::Reader& reader, const ReferralId& origin) {
  return chain_of(reader, origin).back().position + 1;
}

void end_stand_ins(log::Act& act, const ReferralRow& row) {
  for (const auto& stand_in : stand_ins_of(act.writer(), origin_of(row)))
    if (!take(act, stand_in, {ArrowName::stand_down, Side::clock, std::nullopt}))
      fail_bug("a stand-in that was read in this act has moved");
}

void wake(log::Act& act, const pathway::Pack& pack, const ReferralRow& stand_in, const Waking& waking) {
  if (!take(act, stand_in, waking.step)) fail_bug("a stand-in that was read in this act has moved");
  act.run("UPDATE referral SET asked = 1, sent_at = $now, previous = $previous WHERE id = $id",
          {{"now", act.now()}, {"previous", waking.previous}, {"id", stand_in.id}});
  for (const auto& seal : act.query("SELECT id FROM key_seal WHERE subject = $id AND holder = $team AND dormant = 1",
                                    {{"id", stand_in.id}, {"team", stand_in.to_team}}))
    casefile::wake_seal(act, seal.id<SealId>("id"));
  start_answer_clock(act, pack, stand_in.id, stand_in.to_team, stand_in.urgent);
  add_notice(act, stand_in.to_team, "referral.sent", stand_in.id);
  if (const auto id = case_of(act, stand_in.id)) follow_corrections(act, *id);
}

}  // namespace nrm::referral
