#include "nrm/consent/speakers.hpp"

#include <algorithm>

#include "age.hpp"
#include "detail.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/pause.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/taken_back.hpp"
#include "nrm/kernel/text.hpp"
#include "rows.hpp"

namespace nrm::consent {
namespace {

constexpr std::string_view kSafeContact = "whereabouts.safe-contact";
constexpr std::string_view kGuardian = "child.guardian";

struct SpokenBasis {
  RecordedBasis basis;
  Detail detail;
};

// Every consent and refusal that has not been taken back, newest first, with what is sealed about it.
Result<std::vector<SpokenBasis>> conversations(log::Act& act, const access::Permit& permit, const CaseId& id) {
  std::vector<SpokenBasis> out;
  for (auto& basis : bases_of_case(act.writer(), id, act.now())) {
    if (basis.decision == Decision::other_ground) continue;
    auto detail = read_detail(act, permit, id, basis.id);
    if (!detail) return tl::unexpected(detail.error());
    out.push_back({std::move(basis), std::move(*detail)});
  }
  return out;
}

bool is_open_consent(log::Act& act, const RecordedBasis& basis) {
  return basis.decision == Decision::consent && !basis.withdrawn_at &&
         access_under(act.writer(), basis.id, act.now()) != Access::ended;
}

std::string member(const Detail& detail, const std::string& name) {
  const auto at = detail.find(name);
  return at == detail.end() ? std::string{} : at->second;
}

struct Ended {
  std::size_t count = 0;
  std::set<std::string> names;
};

Ended end_those(log::Act& act, const CaseId& id, const std::vector<SpokenBasis>& said,
                const std::function<bool(const Detail&)>& given, End why) {
  Ended out;
  for (const auto& [basis, detail] : said) {
    if (!given(detail)) continue;
    if (const auto name = member(detail, "guardian_name"); !name.empty()) out.names.insert(name);
    if (basis.decision != Decision::consent || basis.withdrawn_at) continue;
    end_basis(act, basis.id, why);
    ++out.count;
  }
  if (out.count > 0) casefile::ask_rekey(act, id);
  return out;
}

// Every consent given in that place, by whatever name: names are spelled in many ways, and to ask once more costs a
// talk. In every case that stands for her; a joint team does not hold the others.
Result<Ended> end_given_by(log::Act& act, const access::Permit& permit, const CaseId& id,
                           const std::function<bool(const Detail&)>& given, End why) {
  Ended out;
  for (const auto& part : casefile::parts_of_person(act.writer(), id)) {
    const auto said = conversations(act, permit, part);
    if (!said && part != id && said.error().type == nrm::problems::kNotFound) continue;
    if (!said) return tl::unexpected(said.error());
    auto ended = end_those(act, part, *said, given, why);
    out.count += ended.count;
    out.names.merge(ended.names);
  }
  return out;
}

Result<void> remember(log::Act& act, const access::Permit& permit, const CaseId& id, const std::set<std::string>& names,
                      SpokenTo who) {
  auto suspected = read_suspected(act, permit, id);
  if (!suspected) return tl::unexpected(suspected.error());
  for (const auto& name : names) suspected->insert_or_assign(fold_for_search(name), std::string{name_of(who)});
  return keep_suspected(act, permit, id, *suspected);
}

// Nobody calls him by mistake: he stands among those never to be contacted, and no longer as her guardian.
// A closed case keeps its values: there the names are only remembered.
Result<void> bar(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                 const std::set<std::string>& names) {
  if (casefile::why_read_only(act.writer(), id)) return {};
  const std::string contact_field{kSafeContact};
  const std::string guardian_field{kGuardian};
  const auto values = casefile::read_fields(act, permit, id, {contact_field, guardian_field});
  if (!values) return tl::unexpected(values.error());
  const auto contact = values->find(contact_field);
  auto text = contact == values->end() ? std::string{} : contact->second.reveal();
  for (const auto& name : names) text = casefile::with_never_contact(text, name);
  casefile::WriteOptions options{
      .today = pack.calendar->local_date(act.now()), .expected_version = std::nullopt, .cleared = {}};
  if (const auto guardian = values->find(guardian_field); guardian != values->end()) {
    const auto folded = fold_for_search(guardian->second.reveal());
    const auto names_him = [&](const std::string& name) {
      const auto one = fold_for_search(name);
      return !one.empty() && folded.find(one) != std::string::npos;
    };
    if (std::ranges::any_of(names, names_him)) options.cleared.push_back(guardian_field);
  }
  casefile::Values changed;
  if (!names.empty()) changed.emplace(contact_field, Personal<std::string>{std::move(text)});
  if (changed.empty() && options.cleared.empty()) return {};
  const auto written = casefile::write_versions(act, permit, id, changed, options);
  if (!written) return tl::unexpected(written.error());
  return {};
}

Result<void> check(const Suspicion& suspicion) {
  std::vector<FieldProblem> faults;
  if (suspicion.who == SpokenTo::person) faults.push_back({"/who", "not-in-list", {}});
  if (const auto bad = find_text_fault(suspicion.name, kMaxPersonName, false))
    faults.push_back({"/name", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxPersonName)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

}  // namespace

Result<std::size_t> suspect_representative(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                           const CaseId& id, const Suspicion& suspicion) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  if (const auto fine = check(suspicion); !fine) return tl::unexpected(fine.error());
  const auto place = name_of(suspicion.who);
  auto ended = end_given_by(
      act, permit, id, [&](const Detail& detail) { return member(detail, "spoken_to") == place; },
      End::representative_suspected);
  if (!ended) return tl::unexpected(ended.error());
  act.react(kSpokenForEnded, id.text());
  if (!suspicion.name.empty()) ended->names.insert(suspicion.name);
  if (const auto kept = remember(act, permit, id, ended->names, suspicion.who); !kept)
    return tl::unexpected(kept.error());
  if (const auto barred = bar(act, permit, pack, id, ended->names); !barred) return tl::unexpected(barred.error());
  casefile::open_task(act, id, kAskAgain,
                      pathway::end_of_period(act.now(), pack.grounds.find_representative, *pack.calendar));
  return ended->count;
}

Result<Attention> attention_of(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                               const CaseId& id) {
  const auto age = age_facts(act, permit, pack, id);
  if (!age) return tl::unexpected(age.error());
  const auto said = conversations(act, permit, id);
  if (!said) return tl::unexpected(said.error());
  const auto suspected = read_suspected(act, permit, id);
  if (!suspected) return tl::unexpected(suspected.error());
  bool open = false;
  bool spoken_for = !said->empty() && is_spoken_for(said->front().detail);
  for (const auto& [basis, detail] : *said) {
    if (!is_open_consent(act, basis)) continue;
    open = true;
    spoken_for = spoken_for || is_spoken_for(detail);
  }
  return Attention{.ask_herself = age->of_age && spoken_for,
                   .find_representative = !age->of_age && !age->own_consent && !suspected->empty() && !open};
}

Result<std::size_t> end_spoken_for(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                   const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  // How old she is, the surviving case says.
  if (casefile::survivor_of(act.writer(), id) != id) return std::size_t{0};
  const auto age = age_facts(act, permit, pack, id);
  if (!age) return tl::unexpected(age.error());
  if (!age->of_age) return std::size_t{0};
  const auto ended = end_given_by(act, permit, id, is_spoken_for, End::of_age);
  if (!ended) return tl::unexpected(ended.error());
  act.react(kSpokenForEnded, id.text());
  if (ended->count > 0)
    casefile::open_task(act, id, kAskAgain,
                        pathway::end_of_period(act.now(), pack.grounds.tell_person, *pack.calendar));
  return ended->count;
}

Result<void> settle_ask_again(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                              const CaseId& id) {
  const auto attention = attention_of(act, permit, pack, id);
  if (!attention) return tl::unexpected(attention.error());
  if (attention->ask_herself || attention->find_representative) return {};
  const auto soon = act.now() + std::chrono::hours{24 * pack.grounds.ask_again_days};
  for (const auto& basis : bases_of_case(act.writer(), id, act.now())) {
    if (basis.state != "live" && basis.state != "paused") continue;
    const auto until = effective_until(act.writer(), basis.id);
    // A consent that was given for few days from the start asks for nothing by itself.
    const bool was_longer = basis.until && *basis.until - basis.recorded_at > soon - act.now();
    if (was_longer && until && *until <= soon) return {};
  }
  casefile::close_task(act, id, kAskAgain);
  return {};
}

}  // namespace nrm::consent
