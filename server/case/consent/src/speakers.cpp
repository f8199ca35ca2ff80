#include "nrm/consent/speakers.hpp"

#include <algorithm>

#include "age.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/taken_back.hpp"
#include "spoken.hpp"

namespace nrm::consent {
namespace {

// A consent that was given for few days from the start asks for nothing by itself.
bool ends_soon(log::Act& act, const RecordedBasis& basis, UtcTime soon) {
  if (basis.state != "live" && basis.state != "paused") return false;
  const auto until = effective_until(act.writer(), basis.id);
  const bool was_longer = basis.until && *basis.until - basis.recorded_at > soon - act.now();
  return was_longer && until && *until <= soon;
}

}  // namespace

Result<Attention> attention_of(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                               const CaseId& id) {
  const auto person = cases_of_person(act, permit, id);
  const auto age = age_facts(act, permit, pack, person.decides);
  if (!age) return tl::unexpected(age.error());
  const auto said = conversations(act, permit, person);
  if (!said) return tl::unexpected(said.error());
  const auto suspicions = suspicions_of(act, permit, person);
  if (!suspicions) return tl::unexpected(suspicions.error());
  bool open = false;
  bool spoken_for = !said->empty() && is_spoken_for(said->front().detail);
  bool unheard = suspicions->heard.at(person.decides) != suspicions->all;
  for (const auto& each : *said) {
    if (!is_open_consent(act, each.basis)) continue;
    open = true;
    spoken_for = spoken_for || is_spoken_for(each.detail);
    unheard = unheard || is_suspect(each, *suspicions);
  }
  return Attention{.ask_herself = age->of_age && spoken_for,
                   .find_representative = !age->of_age && !age->own_consent && !suspicions->all.empty() && !open,
                   .suspicion_unheard = unheard};
}

Result<std::size_t> end_spoken_for(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                   const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  const auto person = cases_of_person(act, permit, id);
  // How old she is, the surviving case says: whoever does not open that one ends nothing.
  if (!person.by_survivor()) return std::size_t{0};
  const auto age = age_facts(act, permit, pack, person.survivor);
  if (!age) return tl::unexpected(age.error());
  if (!age->of_age) return std::size_t{0};
  const auto said = conversations(act, permit, person);
  if (!said) return tl::unexpected(said.error());
  file_with_survivor(act, permit, person);
  const auto ended = end_those(
      act, *said, [](const SpokenBasis& each) { return is_spoken_for(each.detail); }, End::of_age);
  act.react(kSpokenForEnded, person.survivor.text());
  if (ended > 0)
    casefile::open_task(act, person.survivor, kAskAgain,
                        pathway::end_of_period(act.now(), pack.grounds.tell_person, *pack.calendar));
  return ended;
}

Result<void> settle_ask_again(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                              const CaseId& id) {
  const auto attention = attention_of(act, permit, pack, id);
  if (!attention) return tl::unexpected(attention.error());
  if (attention->ask_herself || attention->find_representative || attention->suspicion_unheard) return {};
  const auto soon = act.now() + std::chrono::hours{24 * pack.grounds.ask_again_days};
  for (const auto& part : cases_of_person(act, permit, id).open) {
    const auto bases = bases_of_case(act.writer(), part, act.now());
    if (std::ranges::any_of(bases, [&](const auto& basis) { return ends_soon(act, basis, soon); })) continue;
    casefile::close_task(act, part, kAskAgain);
  }
  return {};
}

}  // namespace nrm::consent
