// Pages of text for print. Knows nothing of what they say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "nrm/kernel/bytes.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::pdf {

enum class Style { heading, body, strong, small, code };

struct Paragraph {
  Style style = Style::body;
  std::string text;  // valid UTF-8; a line break begins a new line
};

struct Page {
  std::string language;  // BCP 47: chooses among the shapes of a letter
  bool right_to_left = false;
  std::vector<Paragraph> paragraphs;
};

struct Document {
  std::string title;  // shown by readers in place of the file's name
  Date date;          // what the file says of when it was made
  std::vector<Page> pages;
};

enum class Fault {
  no_font,   // the machine has no font for some letter
  too_long,  // a page does not hold its text at the smallest size
};

// Throws std::runtime_error where the library fails (memory, a broken font).
tl::expected<Bytes, Fault> write(const Document& document);

// The text in Unicode isolates, so that it neither takes part in nor disturbs the direction of what stands around it.
std::string isolated(std::string_view text);
// As isolated, and always from left to right: numbers, codes, addresses.
std::string isolated_left_to_right(std::string_view text);

}  // namespace nrm::pdf
