// The legal grounds beside consent on which a country lets data be passed on, with their tables. Data of a pack.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/pathway/clock.hpp"

namespace nrm::pathway {

// The closed list that a pack chooses from. Control of migration is not on it, so no pack can bring it in.
inline constexpr std::string_view kGrounds[] = {"vital-interest", "child-protection", "legal-duty", "court-order",
                                                "public-interest"};
// Who is told beside the second person of the team.
inline constexpr std::string_view kToldParties[] = {"person", "data-protection-officer", "coordinator"};
inline constexpr std::string_view kLegalDuty = "legal-duty";

struct Article {
  std::string id;  // "by-350z-17-1"
  Labels labels;
  Origin origin;
};

enum class GroundNeeds { article, danger, article_or_danger };
std::string_view name_of(GroundNeeds needs);  // "article", "danger", "article-or-danger"

struct Ground {
  std::string id;  // one of kGrounds
  Labels labels;
  bool withdrawable = false;    // whether her own word ends it
  std::set<std::string> tells;  // of kToldParties; the data protection officer always
  GroundNeeds needs = GroundNeeds::article;
  std::vector<std::string> articles;  // of the pack's list
  std::set<std::string> carries;      // field groups that may be passed on at most
  int longest_days = 30;
  Origin origin;
  bool allows_article(std::string_view article) const;
};

// Times in which the people around a basis act; a pack states its own.
struct GroundTable {
  int ask_again_days = 14;                            // before a consent ends she can be asked anew
  Period second_person{24, PeriodUnit::hours};        // to confirm a ground beside consent
  Period review{3, PeriodUnit::working_days};         // of the data protection officer
  Period tell_person{3, PeriodUnit::calendar_days};   // that data was passed on without her consent
  Period find_representative{24, PeriodUnit::hours};  // after one was removed
  std::vector<Article> articles;
  std::vector<Ground> grounds;
  const Ground* find(std::string_view id) const;
  const Article* find_article(std::string_view id) const;
};

}  // namespace nrm::pathway
