#include <algorithm>

#include "nrm/access/decide.hpp"
#include "nrm/consent/grounds.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::consent {
namespace {

using Faults = std::vector<FieldProblem>;
void add(Faults& faults, std::string pointer, std::string code, std::map<std::string, std::string> params = {}) {
  faults.push_back({std::move(pointer), std::move(code), std::move(params)});
}

// Control of migration gets nothing behind her back: only she herself may ask that something is sent there.
void check_receiver(Faults& faults, const GroundFacts& facts) {
  if (!facts.receiver_known) add(faults, "/receiver_team_id", "unknown");
  if (facts.receiver_is_own_team) add(faults, "/receiver_team_id", "own-team");
  if (facts.receiver_controls_migration) add(faults, "/receiver_team_id", "controls-migration");
}

void check_reason(Faults& faults, const OtherGround& said, const pathway::Ground& ground) {
  if (const auto bad = find_text_fault(said.danger, kMaxDanger, false))
    add(faults, "/danger", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxDanger)}});
  const bool has_danger = !find_text_fault(said.danger, kMaxDanger, true);
  if (!said.article.empty() && !ground.allows_article(said.article)) add(faults, "/article", "not-in-list");
  using enum pathway::GroundNeeds;
  if (ground.needs == article && said.article.empty()) add(faults, "/article", "required");
  if (ground.needs == danger && !has_danger) add(faults, "/danger", "required");
  if (ground.needs == article_or_danger && said.article.empty() && !has_danger) add(faults, "/danger", "required");
}

// A duty by law carries her identity only where somebody has read the law.
bool may_carry_identity(const OtherGround& said, const pathway::Ground& ground, const pathway::GroundTable& table) {
  if (ground.id != pathway::kLegalDuty) return true;
  const auto* article = table.find_article(said.article);
  return article != nullptr && article->origin.is_verified();
}

void check_groups(Faults& faults, const OtherGround& said, const pathway::Ground& ground,
                  const pathway::GroundTable& table) {
  if (said.field_groups.empty()) add(faults, "/field_groups", "required");
  const auto& known = casefile::field_groups();
  for (const auto& group : said.field_groups) {
    if (std::ranges::find(known, group) == known.end())
      add(faults, "/field_groups", "not-in-list");
    else if (!ground.carries.contains(group))
      add(faults, "/field_groups", "not-carried", {{"group", group}});
  }
  if (said.field_groups.contains("identity") && !may_carry_identity(said, ground, table))
    add(faults, "/field_groups", "article-not-verified");
}

void check_until(Faults& faults, const OtherGround& said, const pathway::Ground& ground, Date today) {
  if (!said.until) return add(faults, "/until", "required");
  const Date last{std::chrono::sys_days{today} + std::chrono::days{ground.longest_days}};
  if (*said.until < today || *said.until > last)
    add(faults, "/until", "out-of-range", {{"min", to_iso(today)}, {"max", to_iso(last)}});
}

}  // namespace

std::vector<FieldProblem> find_ground_faults(const OtherGround& said, const GroundFacts& facts) {
  Faults faults;
  if (!access::is_purpose(said.purpose)) add(faults, "/purpose", "not-in-list");
  check_receiver(faults, facts);
  const auto* ground = facts.table.find(said.ground);
  if (ground == nullptr) {
    add(faults, "/ground", "not-in-list");
    return faults;
  }
  check_reason(faults, said, *ground);
  check_groups(faults, said, *ground, facts.table);
  check_until(faults, said, *ground, facts.today);
  return faults;
}

}  // namespace nrm::consent
