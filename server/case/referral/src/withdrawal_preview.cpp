#include "nrm/referral/withdrawal_preview.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/directory/directory.hpp"
#include "store.hpp"

namespace nrm::referral {
namespace {

using consent::Decision;

ReceiverPreview& of_receiver(std::vector<ReceiverPreview>& all, const TeamId& receiver) {
  const auto at = std::ranges::find(all, receiver, &ReceiverPreview::receiver);
  if (at != all.end()) return *at;
  all.push_back({receiver, {}, {}, {}, false, false});
  return all.back();
}

bool ends_by_her_word(const pathway::Pack& pack, const consent::RecordedBasis& basis) {
  if (basis.decision == Decision::consent) return true;
  const auto* ground = pack.grounds.find(basis.ground);
  return ground != nullptr && ground->withdrawable;
}

void add_basis(std::vector<ReceiverPreview>& all, const pathway::Pack& pack, const consent::RecordedBasis& basis,
               consent::Access access) {
  auto& receiver = of_receiver(all, basis.receiver);
  if (basis.decision == Decision::consent) {
    receiver.can_pause = receiver.can_pause || access == consent::Access::open;
    receiver.paused = receiver.paused || access == consent::Access::paused;
  }
  (ends_by_her_word(pack, basis) ? receiver.ends : receiver.stays).push_back(basis);
}

PassedOn passed_on(const ReferralRow& row) {
  return {.id = row.id,
          .reference = row.reference,
          .need = row.need,
          .state = row.state,
          .sent_at = row.sent_at,
          .read_at = row.seen_at,
          .stops = next(row.state, ArrowName::withdraw, Side::person).has_value(),
          .help_under_way = row.state == State::first_contact || row.state == State::under_way};
}

// Drawn from what the sender itself keeps; the receivers are not asked.
void add_referrals(log::Act& act, std::vector<ReceiverPreview>& all, const CaseId& id) {
  for (const auto& raw : act.query(
           fmt::format("SELECT {} FROM referral r JOIN referral_case c ON c.referral = r.id WHERE c.case_id = $id "
                       "AND r.do_not_contact = 0 AND r.asked = 1 ORDER BY r.sent_at DESC, r.id",
                       kReferralColumns),
           {{"id", id}})) {
    const auto row = row_of(raw);
    const auto at = std::ranges::find(all, row.to_team, &ReceiverPreview::receiver);
    if (at != all.end()) at->passed_on.push_back(passed_on(row));
  }
}

// A joint team sees what it wrote itself; whoever holds the case sees everything.
void add_letters(log::Act& act, WithdrawalPreview& out, const access::Session& session, const CaseId& id) {
  const bool holder = casefile::team_of(act.writer(), id) == session.team;
  for (auto& letter : letters::letters_that_announce(act.writer(), id)) {
    if (!holder && letter.from_team != session.team) continue;
    auto& announced = out.letters.emplace_back(AnnouncedBy{std::move(letter), {}});
    for (const auto& each : out.receivers) {
      const auto team = directory::find_team(act.writer(), each.receiver);
      if (team && announced.letter.partner == team->organisation) announced.teams.push_back(each.receiver);
    }
  }
}

void add_bases(log::Act& act, WithdrawalPreview& out, const pathway::Pack& pack, const CaseId& id) {
  for (const auto& basis : consent::bases_of_case(act.writer(), id, act.now())) {
    if (basis.decision == Decision::refusal || basis.withdrawn_at) continue;
    const auto access =
        basis.state == "pending" ? consent::Access::open : consent::access_under(act.writer(), basis.id, act.now());
    if (access != consent::Access::ended) add_basis(out.receivers, pack, basis, access);
  }
}

// Her word ends what is agreed in every case that stands for her. A case that is kept from this member ends with the
// others, but says nothing here.
std::vector<CaseId> shown_parts(storage::Reader& reader, const access::Session& session, const CaseId& id) {
  auto out = casefile::parts_of_person(reader, id);
  std::erase_if(out, [&](const CaseId& part) { return part != id && !casefile::may_decide_on(reader, session, part); });
  return out;
}

Result<WithdrawalPreview> preview_in(log::Act& act, const Desk& desk, const access::Session& session,
                                     const CaseId& id) {
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  if (const auto may = casefile::may_decide_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
  WithdrawalPreview out;
  const auto parts = shown_parts(act.writer(), session, id);
  for (const auto& part : parts) add_bases(act, out, desk.pack, part);
  for (const auto& part : parts) add_referrals(act, out.receivers, part);
  for (const auto& part : parts) add_letters(act, out, session, part);
  return out;
}

}  // namespace

Result<WithdrawalPreview> preview_withdrawal(const Desk& desk, const access::Session& session, const CaseId& id) {
  return desk.journal.act<WithdrawalPreview>(
      session.header("basis.withdrawal-preview", "", {id, session.organisation, id.text()}),
      [&](log::Act& act) { return preview_in(act, desk, session, id); });
}

}  // namespace nrm::referral
