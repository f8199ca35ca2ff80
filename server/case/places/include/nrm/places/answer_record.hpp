// How a team answered those who asked it, as the module that knows referrals counts it. Figures about a team, never
// about a person.
#pragma once

#include <functional>
#include <optional>

#include "nrm/kernel/id.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::places {

struct AnswerRecord {
  std::int64_t asked = 0;                    // referrals whose time to answer has come, answered or not
  std::int64_t in_time = 0;                  // of those: answered before it was over
  std::optional<std::int64_t> median_hours;  // from sent to answered; none where nothing was answered
};
// Of one team; nothing was asked of most.
using AnswerRecords = std::function<AnswerRecord(storage::Reader&, const TeamId&)>;

}  // namespace nrm::places
