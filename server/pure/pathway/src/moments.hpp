// The moments that modules announce: those that a clock may start at, and those that end what the program starts.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace nrm::pathway {

inline constexpr std::string_view kMoments[] = {
    "case.opened",       "case.imported",  "basis.recorded", "referral.sent",    "referral.seen",
    "referral.accepted", "referral.asked", "letter.sent",    "handover.offered", "place.stated"};

// Only a replayed caseload tells these; the rest of the program acts on them without a name.
inline constexpr std::string_view kEndingMoments[] = {"age-class.decided",
                                                      "referral.declined",
                                                      "referral.redirected",
                                                      "referral.recalled",
                                                      "referral.contacted",
                                                      "referral.ended",
                                                      "referral.answered",
                                                      "letter.answered",
                                                      "handover.answered",
                                                      "case.closed",
                                                      "clock.ended",
                                                      "state",
                                                      "pause",
                                                      "resume"};

// Which moment ends which of the clocks that the program starts by name.
inline constexpr std::pair<std::string_view, std::string_view> kEnds[] = {
    {"referral-answer", "referral.accepted"},
    {"referral-answer", "referral.declined"},
    {"referral-answer", "referral.redirected"},
    {"referral-answer", "referral.recalled"},
    {"referral-answer-urgent", "referral.accepted"},
    {"referral-answer-urgent", "referral.declined"},
    {"referral-answer-urgent", "referral.redirected"},
    {"referral-answer-urgent", "referral.recalled"},
    {"first-contact", "referral.contacted"},
    {"first-contact", "referral.ended"},
    {"first-contact-urgent", "referral.contacted"},
    {"first-contact-urgent", "referral.ended"},
    {"question-answer", "referral.answered"},
    {"question-answer", "referral.ended"},
    {"decide-age-class", "age-class.decided"},
    {"record-basis", "basis.recorded"},
    {"letter-answer", "letter.answered"},
    {"handover-answer", "handover.answered"}};

inline bool is_moment_to_start_at(std::string_view moment) {
  return std::find(std::begin(kMoments), std::end(kMoments), moment) != std::end(kMoments);
}
inline bool is_told_moment(std::string_view moment) {
  return is_moment_to_start_at(moment) ||
         std::find(std::begin(kEndingMoments), std::end(kEndingMoments), moment) != std::end(kEndingMoments);
}

}  // namespace nrm::pathway
