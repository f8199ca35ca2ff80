#include <fmt/format.h>

#include "code.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/kernel/reference.hpp"
#include "nrm/kernel/text.hpp"
#include "store.hpp"
#include "telling_words.hpp"

namespace nrm::letters {
namespace {

void check_line(std::vector<FieldProblem>& faults, std::string_view text, std::size_t max, bool required,
                const std::string& pointer) {
  if (const auto fault = find_text_fault(text, max, required))
    faults.push_back({pointer, std::string{code_of(*fault)}, {{"max", std::to_string(max)}}});
  else if (text.find('\n') != text.npos)
    faults.push_back({pointer, "not-one-line", {}});
  else if (find_telling_word(text))
    faults.push_back({pointer, "telling-word", {}});
}

Result<void> check_input(const Desk& desk, const NewLetter& input) {
  std::vector<FieldProblem> faults;
  if (!desk.pack.has_code(kNeeds, input.need)) faults.push_back({"/need", "not-in-list", {}});
  if (input.partner && !input.partner_name.empty()) faults.push_back({"/partner_name", "contradicts", {}});
  check_line(faults, input.partner_name, kMaxName, !input.partner, "/partner_name");
  check_line(faults, input.sender, kMaxName, false, "/sender");
  check_line(faults, input.phone, kMaxPhone, true, "/phone");
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

// A body with a team here is asked by a referral, which carries what it needs to know.
Result<void> check_partner(log::Act& act, const std::optional<OrganisationId>& partner) {
  if (!partner) return {};
  const auto found = directory::find_organisation(act.writer(), *partner);
  if (!found || found->closed_at) return fail(nrm::problems::kInvalid, {{"/partner_id", "not-in-list", {}}});
  if (!directory::list_teams_of(act.writer(), *partner).empty()) return fail(problems::kConnected);
  return {};
}

// The team's name as the partner reads it, where it does not tell what the team is for.
Result<std::string> sender_line(log::Act& act, const access::Session& session, const std::string& typed) {
  if (!typed.empty()) return typed;
  const auto team = directory::find_team(act.writer(), session.team);
  auto name = team ? team->name : std::string{};
  if (name.empty() || find_telling_word(name)) return fail(nrm::problems::kInvalid, {{"/sender", "telling-word", {}}});
  return name;
}

void insert(log::Act& act, const access::Session& session, const LetterId& id, const Sent& sent,
            const NewLetter& input) {
  act.run(
      "INSERT INTO letter (id, reference, from_team, partner, need, agreed, state, version, sent_at, sent_by, due_at, "
      "code_hash, copies, unread) VALUES ($id, $reference, $team, $partner, $need, $agreed, $state, 1, $now, $member, "
      "$due, NULL, 0, 0)",
      {{"id", id},
       {"reference", sent.reference},
       {"team", session.team},
       {"partner", input.partner},
       {"need", input.need},
       {"agreed", name_of(input.agreed)},
       {"state", name_of(State::sent)},
       {"now", act.now()},
       {"member", session.member},
       {"due", sent.until}});
  act.run("INSERT INTO letter_case (letter, case_id) VALUES ($id, $case_id)", {{"id", id}, {"case_id", input.case_id}});
}

Result<Sent> send_in(log::Act& act, const Desk& desk, const access::Session& session, const NewLetter& input) {
  if (const auto may = casefile::may_work_on(act.writer(), session, input.case_id); !may)
    return tl::unexpected(may.error());
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  if (const auto bad = casefile::why_read_only(act.writer(), input.case_id)) return tl::unexpected(*bad);
  if (const auto fine = check_partner(act, input.partner); !fine) return tl::unexpected(fine.error());
  auto sender = sender_line(act, session, input.sender);
  if (!sender) return tl::unexpected(sender.error());
  const auto id = LetterId::random(act.random());
  const auto clock = clocks::start(act, desk.pack, kAnswerRule, clock_subject(id), session.team);
  if (!clock.due_at) fail_bug("the clock of a letter that was just sent stands still");
  const Sent sent{id, make_reference(kReferencePrefix, act.random()), *clock.due_at};
  insert(act, session, id, sent, input);
  const auto kept = keep_lines(act, *permit, input.case_id, id, {input.partner_name, std::move(*sender), input.phone});
  if (!kept) return tl::unexpected(kept.error());
  act.note("letter", id.text());
  act.note("agreed", std::string{name_of(input.agreed)});
  return sent;
}

}  // namespace

Result<Sent> send(const Desk& desk, const access::Session& session, const NewLetter& input) {
  if (const auto fine = check_input(desk, input); !fine) return tl::unexpected(fine.error());
  return desk.journal.act<Sent>(
      session.header("letter.send", "refer", {input.case_id, session.organisation, input.case_id.text()}),
      [&](log::Act& act) { return send_in(act, desk, session, input); });
}

}  // namespace nrm::letters
