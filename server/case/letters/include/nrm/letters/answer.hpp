// The answer that somebody gives on the page, with nothing but what stands in the letter.
#pragma once

#include <string>

#include "nrm/letters/letter.hpp"

namespace nrm::letters {

inline constexpr std::int64_t kMaxTries = 5;  // at one letter's code; a new copy begins anew
// Of one network in an hour: a hospital's people sit behind one address.
inline constexpr std::int64_t kMaxTriesOfNetwork = 60;

struct Submission {
  std::string reference;
  std::string code;
  bool accepted = false;
  std::string reason;   // of a decline
  std::string network;  // access::network_of the caller's address
};
// One act of nobody who is signed in. kNotTaken for whatever is wrong, after the same work.
Result<void> answer(const Desk& desk, const Submission& submission);

}  // namespace nrm::letters
