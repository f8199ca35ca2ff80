// A letter as it goes out: plain text, to one recipient.
#pragma once

#include <string>
#include <string_view>

#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::mail {

inline constexpr std::size_t kMaxAddress = 254;  // RFC 5321, 4.5.3.1.3

// local@domain in ASCII, without quotes, comments or address literals: what a person types.
bool is_address(std::string_view text);

struct Message {
  std::string id;  // letters, digits and dashes; the same for every try, so that a repeated one is known as such
  Personal<std::string> to;
  std::string subject;
  std::string body;  // lines end with \n
};

// The bytes that follow DATA. Throws std::invalid_argument where an address is none, or id or subject holds a control
// character: nobody adds a header or a recipient.
std::string render(const Message& message, std::string_view from, UtcTime at);

}  // namespace nrm::mail
