// What a team offers of one service, and to whom: in closed codes, so that everybody who asks is compared alike. What
// nobody has said stays unknown and is told as unknown; it keeps nobody out. No address is here, and for a confidential
// place none may be written anywhere else.
#pragma once

#include <span>

#include "nrm/directory/directory.hpp"

namespace nrm::directory {

// What a provider says to a question about its conditions.
inline constexpr std::string_view kYes = "yes";
inline constexpr std::string_view kNo = "no";
inline constexpr std::string_view kOpeningHours[] = {"day-and-night", "every-day", "working-days", "by-appointment"};
inline constexpr std::size_t kMaxLanguages = 60;
inline constexpr std::size_t kMaxRegions = 200;

struct Offer {
  std::string service;                // of the list "service", one that the team has
  std::set<std::string> sexes;        // of the list "sex": who is taken; empty: nobody has said
  std::set<std::string> age_classes;  // of the list "age-class"; empty: nobody has said
  std::string with_children;          // whether a person who brings children is taken: kYes, kNo, or empty
  std::string without_documents;      // whether a person who has none is taken
  std::string disability_access;      // whether it can be reached and used with a disability
  std::string asks_residence;         // whether it asks for a residence status
  std::set<std::string> languages;    // ISO 639, two letters where there are two; empty: nobody has said
  std::set<std::string> regions;      // regions and districts of the pack that are served; empty: nobody has said
  std::string hours;                  // of kOpeningHours, or empty
  bool confidential = false;          // where it is may stand nowhere: it is told by telephone, to whoever brings her
};

struct DescribedOffer : Offer {
  TeamId team;
  std::int64_t version = 0;  // 0: nobody has described it yet
  std::optional<UtcTime> described_at = std::nullopt;
};

// A two-letter code of ISO 639-1, or three letters as ISO 639-3 has them.
bool is_language_code(std::string_view code);
std::span<const std::string_view> two_letter_languages();

// Inside an act, under the caller's decision. In place of what was described before; kernel.conflict where somebody
// else described it since `version`.
Result<void> describe_offer(log::Act& act, const pathway::Pack& pack, const TeamId& team, const Offer& offer,
                            std::int64_t version);
// A team was taken in by another: what only the old one described goes with it, and a place that was confidential stays
// so.
void move_offers(log::Act& act, const TeamId& from, const TeamId& into);

// One for each service that the team has, described or not, in the order of their codes.
std::vector<DescribedOffer> offers_of(storage::Reader& reader, const Team& team);
// Those described for the service, of every team, in the order of the teams' ids.
std::vector<DescribedOffer> offers_for(storage::Reader& reader, std::string_view service);
// Whether any offer of the team is: then nothing about where it is may leave this instance.
bool is_confidential(storage::Reader& reader, const TeamId& team);

}  // namespace nrm::directory
