#include "nrm/mail/message.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

#include "nrm/kernel/bytes.hpp"

namespace nrm::mail {
namespace {

constexpr std::size_t kMaxLocal = 64;
constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kWordBytes = 42;  // 56 letters of base64, so an encoded word stays under its 75 characters

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_dotted(std::string_view text, std::size_t max_part, std::string_view also) {
  std::size_t length = 0;
  for (const char c : text) {
    if (c == '.') {
      if (length == 0) return false;
      length = 0;
      continue;
    }
    if ((!is_letter_or_digit(c) && also.find(c) == std::string_view::npos) || ++length > max_part) return false;
  }
  return length > 0;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool goes_on(char c) {
  return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

// RFC 2047: words of whole characters, each short enough.
std::string header_text(std::string_view text) {
  if (is_ascii(text)) return std::string{text};
  std::string out;
  while (!text.empty()) {
    auto size = std::min(kWordBytes, text.size());
    while (size < text.size() && size > 0 && goes_on(text[size])) --size;
    out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", to_base64(view_of(text.substr(0, size))));
    text.remove_prefix(size);
  }
  return out;
}

// RFC 5322: "Thu, 26 Nov 2026 02:00:00 +0000", in no language of the machine.
std::string date_of(UtcTime at) {
  using namespace std::chrono;
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_time<microseconds> time{microseconds{at.unix_us()}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(time - day)};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays.at(weekday{day}.c_encoding()),
                     unsigned{date.day()}, kMonths.at(unsigned{date.month()} - 1), int{date.year()},
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string lines_of(std::string_view body) {
  std::string text;
  for (const char c : body) {
    if (c == '\n') text += '\r';
    text += c;
  }
  const auto coded = to_base64(view_of(text));
  std::string out;
  for (std::size_t at = 0; at < coded.size(); at += 76) out += coded.substr(at, 76) + "\r\n";
  return out;
}

}  // namespace

bool is_address(std::string_view text) {
  const auto at = text.rfind('@');
  if (text.size() > kMaxAddress || at == std::string_view::npos || at > kMaxLocal) return false;
  const auto domain = text.substr(at + 1);
  if (!is_dotted(text.substr(0, at), kMaxLocal, "!#$%&'*+-/=?^_`{|}~")) return false;
  if (!is_dotted(domain, kMaxLabel, "-") || domain.find('.') == std::string_view::npos) return false;
  return !domain.starts_with('-') && !domain.ends_with('-');
}

std::string render(const Message& message, std::string_view from, UtcTime at) {
  const auto& to = message.to.reveal();
  if (!is_address(to) || !is_address(from)) throw std::invalid_argument{"an address is none"};
  if (message.id.empty() || !std::ranges::all_of(message.id, [](char c) { return is_letter_or_digit(c) || c == '-'; }))
    throw std::invalid_argument{"the letter's id cannot be one of a message"};
  if (message.subject.empty() || has_control(message.subject))
    throw std::invalid_argument{"a subject is one line of text"};
  const auto domain = from.substr(from.rfind('@') + 1);
  return fmt::format(
      "Date: {}\r\nFrom: {}\r\nTo: {}\r\nMessage-ID: <{}@{}>\r\nSubject: {}\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: "
      "auto-generated\r\n"
      "\r\n{}",
      date_of(at), from, to, message.id, domain, header_text(message.subject), lines_of(message.body));
}

}  // namespace nrm::mail
