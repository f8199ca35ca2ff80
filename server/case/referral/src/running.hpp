// The clocks of a referral and of its questions. The referral shows copies of their times; the clocks are the truth.
#pragma once

#include "nrm/clocks/clocks.hpp"
#include "store.hpp"

namespace nrm::referral {

inline constexpr std::string_view kClockSubject = "referral";
inline constexpr std::string_view kQuestionSubject = "referral-question";
inline constexpr std::string_view kConsentPaused = "consent-paused";
inline constexpr std::string_view kQuestionOpen = "question-open";
inline constexpr std::string_view kOverdueTask = "referral-overdue";  // where the pack's rule opens a task

clocks::Subject clock_subject(const ReferralId& id);
// The answer's, from now on. When it is due.
UtcTime start_answer_clock(log::Act& act, const pathway::Pack& pack, const ReferralId& id, const TeamId& receiver,
                           bool urgent);
// The first contact's, after acceptance. Of a pack that has no such rule: none.
void start_contact_clock(log::Act& act, const pathway::Pack& pack, const ReferralRow& row);
void stop_clocks(log::Act& act, const ReferralId& id);
// Brings the shown times up to date and writes a pause or its end into the history.
void follow_clocks(log::Act& act, const ReferralId& id);

// Of the clock whose copied times these are. One that stands still is late for nobody, unless it had run out before: no
// question and no pause makes that undone.
pathway::ClockState shown_state(storage::Reader& reader, const ReferralRow& row, const pathway::ClockTimes& times,
                                UtcTime now);

// `team` must answer. A question of the receiver stops the answer's clock while it is open; one that has run out it
// does not.
void start_question_clock(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, const LineId& question,
                          const TeamId& team);
void stop_question_clock(log::Act& act, const pathway::Pack& pack, const ReferralRow& row, const LineId& question);
void stop_question_clocks(log::Act& act, const ReferralId& id);

// The kinds of jobs of referrals that were sent before; gone with the last of them.
inline constexpr std::string_view kEarlierReminder = "referral.answer-reminder";
inline constexpr std::string_view kEarlierOverdue = "referral.answer-overdue";
std::map<std::string, jobs::Handler> earlier_job_handlers(const Desk& desk);

// Warnings, breaches and moved times, as the clocks tell them.
void register_clocks(const Desk& desk);

}  // namespace nrm::referral
