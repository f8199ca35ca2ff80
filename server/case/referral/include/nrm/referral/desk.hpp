// What the behaviours need beside a session: where acts go and the country's rules. And what the module brings along.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/jobs/jobs.hpp"
#include "nrm/log/act.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::referral {

// The pathway's clocks of a referral.
inline constexpr std::string_view kAnswerRule = "referral-answer";
inline constexpr std::string_view kUrgentAnswerRule = "referral-answer-urgent";
inline constexpr std::string_view kFirstContactRule = "first-contact";
inline constexpr std::string_view kUrgentFirstContactRule = "first-contact-urgent";
inline constexpr std::string_view kQuestionRule = "question-answer";

// Both outlive the desk. Thread-safe.
struct Desk {
  log::Journal& journal;
  const pathway::Pack& pack;
};
// A pack without the rule is a fault of the founding, not of a user: throws std::logic_error.
const pathway::ClockRule& answer_rule(const pathway::Pack& pack, bool urgent);

storage::Schema schema();
std::vector<ProblemType> referral_problems();
// Moving on after a refusal: an act by clock(rule), once, over any restart.
std::map<std::string, jobs::Handler> job_handlers(const Desk& desk);
// What follows when a basis ends, a clock warns or runs out, a team or a case ends. At start, before the first act.
void register_reactions(const Desk& desk);

}  // namespace nrm::referral
