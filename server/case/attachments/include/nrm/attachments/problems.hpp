// What a user of attachments can be told.
#pragma once

#include <vector>

#include "nrm/kernel/problem.hpp"

namespace nrm::attachments {

namespace problems {
inline constexpr ProblemType kCaseFull{"attachments.case-full", 409};    // 200 files or 1 GiB
inline constexpr ProblemType kTooLarge{"attachments.too-large", 413};    // over 50 MiB
inline constexpr ProblemType kEmpty{"attachments.empty", 422};           // no byte came
inline constexpr ProblemType kProgram{"attachments.program", 422};       // a computer would run it
inline constexpr ProblemType kOtherType{"attachments.other-type", 422};  // the name says one type, the content another
inline constexpr ProblemType kHugePicture{"attachments.huge-picture", 422};  // more pixels than any camera takes
inline constexpr ProblemType kMalicious{"attachments.malicious", 422};       // the scanner found something
inline constexpr ProblemType kNotScanned{"attachments.not-scanned", 503};    // the scanner does not answer
inline constexpr ProblemType kComplete{"attachments.complete", 409};         // its content has come already
inline constexpr ProblemType kHeld{"attachments.held", 409};                 // a legal hold keeps it
inline constexpr ProblemType kBroken{"attachments.broken", 409};             // does not fit its seal
}  // namespace problems
std::vector<ProblemType> attachments_problems();

}  // namespace nrm::attachments
