#include <algorithm>

#include "hindrances.hpp"
#include "nrm/attachments/count.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/contacts/of_case.hpp"
#include "nrm/referral/handed_over.hpp"
#include "nrm/retention/retention.hpp"

namespace nrm::handover {
namespace {

std::vector<KindCount> kinds_of(storage::Reader& reader, const std::vector<CaseId>& parts) {
  std::map<access::Compartment, KindCount> counts;
  for (const auto& part : parts) {
    for (const auto& name : casefile::fields_present(reader, part))
      ++counts[casefile::find_field(name)->compartment].fields;
    for (const auto& [kind, files] : attachments::files_of_case(reader, part)) counts[kind].files += files;
  }
  std::vector<KindCount> out;
  for (auto& [kind, count] : counts) {
    count.kind = kind;
    out.push_back(count);
  }
  return out;
}

void add_referrals(Preview& out, storage::Reader& reader, const CaseId& part, const TeamId& own) {
  std::int64_t open = 0;
  for (auto& each : referral::open_referrals_of(reader, part)) {
    if (each.from_team != own) continue;
    ++open;
    auto& list = each.to_team == out.to_team ? out.to_end : out.referrals;
    list.push_back(std::move(each));
  }
  out.ended_referrals += static_cast<std::int64_t>(referral::sent_by(reader, part, own).size()) - open;
}

void add_part(Preview& out, storage::Reader& reader, const CaseId& part, const TeamId& own, UtcTime now) {
  out.bases += static_cast<std::int64_t>(consent::bases_of_case(reader, part, now).size());
  out.contacts += contacts::contacts_of_case(reader, part);
  out.restricted = out.restricted || casefile::find_restriction(reader, part).has_value();
  out.held = out.held || retention::is_held(reader, part, {});
  for (const auto& joint : casefile::joint_teams_of(reader, part))
    out.joint_teams.push_back({joint.team, joint.team == out.to_team});
  add_referrals(out, reader, part, own);
}

// What stands still is due last.
bool is_due_earlier(const RunningTime& one, const RunningTime& other) {
  if (!one.due_at || !other.due_at) return one.due_at.has_value() && !other.due_at;
  return *one.due_at < *other.due_at;
}

void add_running(Preview& out, log::Act& act, const Desk& desk, const std::vector<CaseId>& parts) {
  for (const auto& part : parts) {
    if (desk.times)
      for (auto& time : desk.times(act.writer(), part, act.now())) out.times.push_back(std::move(time));
    if (!desk.letters) continue;
    const auto letters = desk.letters(act.writer(), part);
    out.letters.open += letters.open;
    out.letters.to_tell += letters.to_tell;
  }
  std::ranges::stable_sort(out.times, is_due_earlier);
}

void add_way(Preview& out, log::Act& act, const access::Permit& permit, const Desk& desk, const CaseId& id,
             const Coverage& coverage) {
  if (coverage.basis) {
    out.basis = coverage.basis->id();
    out.basis_until = coverage.basis->until();
  }
  out.uncovered = coverage.uncovered;
  for (const auto& hindrance : find_hindrances(act, permit, id, out.to_team, coverage))
    out.hindrances.push_back(hindrance.code);
  const auto rule = desk.pack.pathway.find_rule(kAnswerRule);
  if (rule) out.answer_due_at = pathway::clock_for(*rule, act.now(), *desk.pack.calendar).due;
}

Result<Preview> preview_in(log::Act& act, const access::Permit& permit, const Desk& desk, const CaseId& id,
                           const TeamId& to) {
  auto& reader = act.writer();
  const auto own = permit.session().team;
  const auto parts = parts_of(reader, id);
  const auto coverage = coverage_of(act, permit, id, to);
  if (!coverage) return tl::unexpected(coverage.error());
  Preview out{.to_team = to, .kinds = kinds_of(reader, parts), .parts = static_cast<std::int64_t>(parts.size())};
  out.tasks = casefile::tasks_of_case(reader, id);
  for (const auto& part : parts) add_part(out, reader, part, own, act.now());
  add_running(out, act, desk, parts);
  const auto opens = access::compartments_of(permit.session().roles);
  for (const auto kind : casefile::not_given_ahead(reader, subjects_of(reader, parts, own), own, to))
    if (!opens.contains(kind)) out.for_a_colleague.insert(kind);
  add_way(out, act, permit, desk, id, *coverage);
  return out;
}

}  // namespace

Result<Preview> preview(const Desk& desk, const access::Session& session, const CaseId& id, const TeamId& to) {
  const auto header = session.header("handover.preview", "refer", {id, session.organisation, id.text()});
  return desk.journal.act<Preview>(header, [&](log::Act& act) -> Result<Preview> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (const auto may = casefile::may_decide_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
    return preview_in(act, *permit, desk, id, to);
  });
}

}  // namespace nrm::handover
