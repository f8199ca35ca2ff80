#include <algorithm>

#include "nrm/casefile/life.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/pause.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/speakers.hpp"
#include "nrm/consent/taken_back.hpp"
#include "nrm/kernel/text.hpp"
#include "spoken.hpp"

namespace nrm::consent {
namespace {

using Names = std::set<std::string>;

constexpr const char* kSafeContact = "whereabouts.safe-contact";
constexpr const char* kGuardian = "child.guardian";

Result<void> check(const Suspicion& suspicion) {
  std::vector<FieldProblem> faults;
  if (suspicion.who == SpokenTo::person) faults.push_back({"/who", "not-in-list", {}});
  if (const auto bad = find_text_fault(suspicion.name, kMaxPersonName, false))
    faults.push_back({"/name", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxPersonName)}}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

// Whoever spoke for her where a suspect did, under each name that was written down.
void add_names(Suspicions& suspicions, const std::vector<SpokenBasis>& said) {
  Detail names;
  for (const auto& each : said)
    if (const auto name = member(each.detail, "guardian_name"); !name.empty() && is_suspect(each, suspicions))
      names.insert_or_assign(name, member(each.detail, "spoken_to"));
  suspicions.all.names.merge(names);
}

// In each case that the member opens: taken apart again, each knows.
Result<void> remember(log::Act& act, const access::Permit& permit, const Suspicions& suspicions) {
  for (const auto& [part, heard] : suspicions.heard) {
    if (heard == suspicions.all) continue;
    if (const auto kept = keep_suspected(act, permit, part, suspicions.all); !kept) return kept;
  }
  return {};
}

// The value of a field that the member's team was given; a joint team may hold neither.
Result<std::optional<std::string>> held_value(log::Act& act, const access::Permit& permit, const CaseId& id,
                                              const char* field) {
  using Out = std::optional<std::string>;
  if (!opens(act, permit, id, casefile::find_field(field)->compartment)) return Out{};
  const auto values = casefile::read_fields(act, permit, id, {field});
  if (!values) return tl::unexpected(values.error());
  const auto at = values->find(field);
  return Out{at == values->end() ? std::string{} : at->second.reveal()};
}

bool names_one_of(const std::string& text, const Names& names) {
  const auto folded = fold_for_search(text);
  return std::ranges::any_of(names, [&](const auto& name) {
    const auto one = fold_for_search(name);
    return !one.empty() && folded.find(one) != std::string::npos;
  });
}

// Those that the case does not know yet, and whoever is suspected now: what a member wrote since stays as it is.
Names new_names(log::Act& act, const Suspected& known, const Suspected& suspected) {
  Names out;
  for (const auto& [name, place] : suspected.names) {
    const auto until = suspected.places.find(place);
    const bool now = until != suspected.places.end() && until->second == act.now();
    if (now || !known.names.contains(name)) out.insert(name);
  }
  return out;
}

// Nobody calls him by mistake: he stands among those never to be contacted, and no longer as her guardian.
// A closed case keeps its values: there the names are only remembered.
Result<void> bar(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const CaseId& id,
                 const Names& names) {
  if (casefile::why_read_only(act.writer(), id)) return {};
  const auto contact = held_value(act, permit, id, kSafeContact);
  if (!contact) return tl::unexpected(contact.error());
  const auto guardian = held_value(act, permit, id, kGuardian);
  if (!guardian) return tl::unexpected(guardian.error());
  casefile::WriteOptions options{
      .today = pack.calendar->local_date(act.now()), .expected_version = std::nullopt, .cleared = {}};
  if (*guardian && names_one_of(**guardian, names)) options.cleared.push_back(kGuardian);
  casefile::Values changed;
  if (*contact) {
    auto text = **contact;
    for (const auto& name : names) text = casefile::with_never_contact(text, name);
    if (text != **contact) changed.emplace(kSafeContact, Personal<std::string>{std::move(text)});
  }
  if (changed.empty() && options.cleared.empty()) return {};
  const auto written = casefile::write_versions(act, permit, id, changed, options);
  if (!written) return tl::unexpected(written.error());
  return {};
}

struct Gathered {
  PersonCases person;
  std::vector<SpokenBasis> said;
  Suspicions suspicions;
};
Result<Gathered> gather(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto person = cases_of_person(act, permit, id);
  auto said = conversations(act, permit, person);
  if (!said) return tl::unexpected(said.error());
  auto suspicions = suspicions_of(act, permit, person);
  if (!suspicions) return tl::unexpected(suspicions.error());
  return Gathered{person, std::move(*said), std::move(*suspicions)};
}

Result<std::size_t> put_out(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, Gathered& of) {
  add_names(of.suspicions, of.said);
  file_with_survivor(act, permit, of.person);
  const auto ended = end_those(
      act, of.said, [&](const SpokenBasis& each) { return is_suspect(each, of.suspicions); },
      End::representative_suspected);
  act.react(kSpokenForEnded, of.person.asked.text());
  if (const auto kept = remember(act, permit, of.suspicions); !kept) return tl::unexpected(kept.error());
  const auto decides = of.person.decides;
  const auto names = new_names(act, of.suspicions.heard.at(decides), of.suspicions.all);
  if (const auto barred = bar(act, permit, pack, decides, names); !barred) return tl::unexpected(barred.error());
  return ended;
}

// The team that the surviving case is of, whoever heard it: it finds the reason when it looks.
void ask_again(log::Act& act, const pathway::Pack& pack, const PersonCases& person) {
  casefile::open_task(act, person.survivor, kAskAgain,
                      pathway::end_of_period(act.now(), pack.grounds.find_representative, *pack.calendar));
}

}  // namespace

Result<std::size_t> suspect_representative(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                           const CaseId& id, const Suspicion& suspicion) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  if (const auto fine = check(suspicion); !fine) return tl::unexpected(fine.error());
  auto gathered = gather(act, permit, id);
  if (!gathered) return tl::unexpected(gathered.error());
  const std::string place{name_of(suspicion.who)};
  auto& [all, heard] = gathered->suspicions;
  all.places.insert_or_assign(place, act.now());
  // Whoever took the place since an earlier suspicion is out with this one.
  for (auto& [part, known] : heard) known.places.erase(place);
  if (!suspicion.name.empty()) all.names.insert_or_assign(suspicion.name, place);
  const auto ended = put_out(act, permit, pack, *gathered);
  if (ended) ask_again(act, pack, gathered->person);
  return ended;
}

Result<std::size_t> hear_suspicion(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                   const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may)
    return tl::unexpected(may.error());
  const auto attention = attention_of(act, permit, pack, id);
  if (!attention) return tl::unexpected(attention.error());
  if (!attention->suspicion_unheard) return std::size_t{0};
  auto gathered = gather(act, permit, id);
  if (!gathered) return tl::unexpected(gathered.error());
  const auto ended = put_out(act, permit, pack, *gathered);
  if (ended && *ended > 0) ask_again(act, pack, gathered->person);
  return ended;
}

}  // namespace nrm::consent
