// How much one member opens: capped, counted durably, and told to whoever watches over it.
#pragma once

#include <string_view>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

namespace problems {
inline constexpr ProblemType kOpeningCap{"casefile.opening-cap", 429};
}  // namespace problems

// Different cases and parcels that one member opens. A night with a bus of forty people stays below the first, a busy
// week's day below the second; copying a team's cases does not.
inline constexpr int kOpeningsAnHour = 60;
inline constexpr int kOpeningsADay = 200;

// Moments; the object is the case's or the referral's id, the act's header tells who.
inline constexpr std::string_view kCompartmentOpened = "compartment.opened";
inline constexpr std::string_view kCaseViewed = "case.viewed";
inline constexpr std::string_view kCaseFound = "case.found";  // by a search
inline constexpr std::string_view kOpeningCapReached = "compartment.cap-reached";
// Whoever writes many cases into a file reacts with this; the object is the act's own.
inline constexpr std::string_view kListExported = "list.exported";

// Counts an opening of a case or a parcel; kOpeningCap with the seconds to wait where it would be one too many. Opening
// again what was opened within the hour is no further case.
Result<void> count_opening(log::Act& act, const access::Permit& permit, std::string_view object);
// How many different cases the member opened since then that a colleague keeps.
std::int64_t colleagues_cases_opened(storage::Reader& reader, const MemberId& member, UtcTime since);

// Who reads, in codes: her roles that hold the kinds, and the kinds; words with a space between.
struct ReaderWords {
  std::string roles;
  std::string kinds;
};
ReaderWords reader_words(const access::Session& session, const std::set<Compartment>& kinds);
// What the leaf of an opening tells of the reader beside her id: her roles that hold the kinds, and her body's kind, as
// they are at this moment. The account for the person is made of them.
void note_reader(log::Act& act, const access::Session& session, const std::set<Compartment>& kinds);

}  // namespace nrm::casefile
