// How many notices make one mail.
#pragma once

#include "setting_row.hpp"

namespace nrm::notice {

inline constexpr std::chrono::minutes kQuiet{10};
inline constexpr std::string_view kAtOnceJob = "notice.mail";
inline constexpr std::string_view kDigestJob = "notice.digest";
// The courier's words for its letters.
inline constexpr std::string_view kWaitingLetter = "waiting";
inline constexpr std::string_view kDigestLetter = "digest";
inline constexpr std::string_view kCodeLetter = "code";

// Something came for her: a mail of hers is due, at the earliest ten minutes after the one before.
void gather(log::Act& act, const MemberId& member);
// The next digest by her wish, or none. In place of what was planned.
void plan_digest(log::Act& act, const SettingRow& row, const pathway::Pack& pack);
void put_letter(log::Act& act, std::string_view kind, const MemberId& member);

}  // namespace nrm::notice
