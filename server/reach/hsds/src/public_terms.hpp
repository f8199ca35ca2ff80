// The taxonomies that the public directory speaks: this country's kinds of service under the types of support of HTCDS
// 2.0, and the marks of the NRM profile.
#pragma once

#include "document.hpp"
#include "nrm/hsds/publish.hpp"

namespace nrm::hsds {

// One identifier for one thing, the same on every server and at any time; tells nothing of the parts.
std::string published_id(std::string_view what, std::string_view part, std::string_view other = {});

struct Words {
  const pathway::Pack& pack;
  const i18n::Catalogue& catalogue;
  std::string language;
  std::string kind(std::string_view code) const;  // the label of a kind of service
  std::string label(std::string_view list, std::string_view code) const;
  std::string text(std::string_view key) const { return catalogue.text(language, key); }
};

inline constexpr std::string_view kReferralOnly = "referral-only";    // nobody can go there uncalled for
inline constexpr std::string_view kPlaceWithheld = "place-withheld";  // the place was taken out of the document

std::string kind_term_id(std::string_view kind);
std::string mark_term_id(std::string_view mark);
// With the whole taxonomy inside, as a document of its own.
json::object kind_term(const Words& words, const pathway::Code& kind);
json::object mark_term(const Words& words, std::string_view mark);
// How a service bears a term; `bearer` is its identifier.
json::object attribute_of(const std::string& bearer, json::object term);

void publish_terms(const Words& words, Edition& edition);

}  // namespace nrm::hsds
