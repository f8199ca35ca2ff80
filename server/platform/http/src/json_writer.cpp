#include <algorithm>

#include <fmt/format.h>

#include "nrm/http/json.hpp"

namespace nrm::http {

JsonWriter& JsonWriter::begin_object() {
  separate();
  out_ += '{';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_ += '}';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  out_ += '[';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_ += ']';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  quote(name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  quote(text);
  return *this;
}

JsonWriter& JsonWriter::flag(bool flag) {
  return raw(flag ? "true" : "false");
}
JsonWriter& JsonWriter::number_text(std::string_view digits) {
  return raw(digits);
}
JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

namespace {

// The two-character escapes; 0 where there is none.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

// How much from the front is written as it stands. 0xE2 begins a line separator, or a letter that is written all the
// same.
std::size_t plain_length(std::string_view text) {
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7F && c != '\xE2';
  };
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
}

// U+2028 and U+2029 end a line in JavaScript before 2019 and in some log viewers.
bool is_line_separator(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "\xE2\x80" && at + 2 < text.size() && (text[at + 2] == '\xA8' || text[at + 2] == '\xA9');
}

}  // namespace

void JsonWriter::quote(std::string_view text) {
  if (!is_valid_utf8(text)) fail_bug("JSON is written from a text that is not UTF-8");
  out_ += '"';
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto plain = plain_length(text.substr(at));
    out_ += text.substr(at, plain);
    at += plain;
    if (at == text.size()) break;
    const char c = text[at];
    if (const char escape = short_escape(c)) {
      (out_ += '\\') += escape;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == 0x7F) {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else if (c == '\xE2' && is_line_separator(text, at)) {
      out_ += text[at + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

}  // namespace nrm::http
