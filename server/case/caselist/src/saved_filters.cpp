#include "nrm/casefile/team_note.hpp"
#include "nrm/caselist/saved_filter.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::caselist {
namespace {

constexpr std::string_view kKind = "case-filter";

// A shared filter is the team's, one's own is nobody else's.
constexpr std::string_view kSeen = "team = $team AND (made_by = $member OR shared = 1) ";

storage::Params seen_by(const access::Permit& permit) {
  return {{"team", permit.session().team}, {"member", permit.session().member}};
}

std::int64_t count_of(log::Act& act, const access::Permit& permit, bool shared) {
  auto params = seen_by(permit);
  params.emplace_back("shared", shared);
  return act
      .query(
          "SELECT COUNT(*) AS filters FROM case_filter WHERE team = $team AND shared = $shared AND (shared = 1 OR "
          "made_by = $member)",
          params)
      .at(0)
      .integer("filters");
}

}  // namespace

Result<FilterId> save_filter(log::Act& act, const access::Permit& permit, const NewFilter& input) {
  if (const auto bad = find_text_fault(input.name, kMaxName, true))
    return fail(nrm::problems::kInvalid, {{"/name", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxName)}}}});
  if (count_of(act, permit, input.shared) >= static_cast<std::int64_t>(kMaxFilters))
    return fail(problems::kTooManyFilters);
  const auto id = FilterId::random(act.random());
  const auto sealed = casefile::TeamNotes{act, permit}.seal({kKind, id.uuid(), 1}, input.name);
  if (!sealed) return tl::unexpected(sealed.error());
  act.run(
      "INSERT INTO case_filter (id, team, made_by, made_at, shared, words, sealed_name) VALUES ($id, $team, $member, "
      "$now, $shared, $words, $name)",
      {{"id", id},
       {"team", permit.session().team},
       {"member", permit.session().member},
       {"now", act.now()},
       {"shared", input.shared},
       {"words", casefile::to_json_text(input.words)},
       {"name", *sealed}});
  return id;
}

Result<std::vector<SavedFilter>> list_filters(log::Act& act, const access::Permit& permit) {
  casefile::TeamNotes notes{act, permit};
  std::vector<SavedFilter> out;
  for (const auto& row :
       act.query(fmt::format("SELECT id, made_by, shared, words, sealed_name FROM case_filter WHERE {} "
                             "ORDER BY made_at, id",
                             kSeen),
                 seen_by(permit))) {
    const auto id = row.id<FilterId>("id");
    const auto name = notes.open({kKind, id.uuid(), 1}, row.blob("sealed_name"));
    if (!name) return tl::unexpected(name.error());
    out.push_back({id, *name, casefile::from_json_text(row.text("words")), row.flag("shared"),
                   row.id<MemberId>("made_by") == permit.session().member});
  }
  return out;
}

Result<void> delete_filter(log::Act& act, const access::Permit& permit, const FilterId& id) {
  auto params = seen_by(permit);
  params.emplace_back("id", id);
  params.emplace_back("manager", permit.session().roles.contains(access::Role::case_manager));
  const auto gone = act.run(
      "DELETE FROM case_filter WHERE id = $id AND team = $team AND (made_by = $member OR (shared = 1 AND $manager = "
      "1))",
      params);
  if (gone == 0) return fail(nrm::problems::kNotFound);
  return {};
}

}  // namespace nrm::caselist
