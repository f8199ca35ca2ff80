#include "json_text.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "nrm/kernel/text.hpp"

namespace nrm::casefile {
namespace {

constexpr int kMaxDepth = 4;  // the deepest shape is an array of objects

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_{text} {}

  std::optional<JsonValue> document() {
    auto value = element(0);
    if (!value) return std::nullopt;
    skip_space();
    return rest_.empty() ? value : std::nullopt;
  }

 private:
  std::optional<JsonValue> element(int depth) {
    skip_space();
    if (rest_.empty() || depth > kMaxDepth) return std::nullopt;
    if (rest_.front() == '{') return object(depth);
    if (rest_.front() == '[') return array(depth);
    if (rest_.front() == '"') {
      auto text = string();
      return text ? std::optional{JsonValue{std::move(*text)}} : std::nullopt;
    }
    if (take("true")) return JsonValue{true};
    if (take("false")) return JsonValue{false};
    if (take("null")) return JsonValue{};
    return std::nullopt;
  }

  std::optional<JsonValue> object(int depth) {
    JsonObject out;
    take("{");
    if (skip_space(), take("}")) return JsonValue{std::move(out)};
    do {
      skip_space();
      auto name = string();
      if (!name || out.contains(*name)) return std::nullopt;
      if (skip_space(), !take(":")) return std::nullopt;
      auto value = element(depth + 1);
      if (!value) return std::nullopt;
      out.emplace(std::move(*name), std::move(*value));
      skip_space();
    } while (take(","));
    return take("}") ? std::optional{JsonValue{std::move(out)}} : std::nullopt;
  }

  std::optional<JsonValue> array(int depth) {
    JsonArray out;
    take("[");
    if (skip_space(), take("]")) return JsonValue{std::move(out)};
    do {
      auto value = element(depth + 1);
      if (!value) return std::nullopt;
      out.push_back(std::move(*value));
      skip_space();
    } while (take(","));
    return take("]") ? std::optional{JsonValue{std::move(out)}} : std::nullopt;
  }

  std::optional<std::string> string() {
    if (!take("\"")) return std::nullopt;
    std::string out;
    while (!rest_.empty()) {
      const auto plain = std::min(rest_.find_first_of("\"\\"), rest_.size());
      if (has_control(rest_.substr(0, plain))) return std::nullopt;
      out += rest_.substr(0, plain);
      rest_.remove_prefix(plain);
      if (rest_.empty()) return std::nullopt;
      const char letter = rest_.front();
      rest_.remove_prefix(1);
      if (letter == '"') return is_valid_utf8(out) ? std::optional{std::move(out)} : std::nullopt;
      if (!escape(out)) return std::nullopt;
    }
    return std::nullopt;
  }

  static bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char letter) { return static_cast<unsigned char>(letter) < 0x20; });
  }

  bool escape(std::string& out) {
    if (rest_.empty()) return false;
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view kFrom = "\"\\/bfnrt";
    constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    if (const auto at = kFrom.find(letter); at != std::string_view::npos) {
      out.push_back(kTo[at]);
      return true;
    }
    return letter == 'u' && unicode(out);
  }

  bool unicode(std::string& out) {
    auto point = four_hex();
    if (!point || (*point >= 0xdc00 && *point < 0xe000)) return false;
    if (*point >= 0xd800 && *point < 0xdc00) {
      if (!take("\\u")) return false;
      const auto low = four_hex();
      if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
      point = 0x10000 + ((*point - 0xd800) << 10U) + (*low - 0xdc00);
    }
    append_utf8(out, *point);
    return true;
  }

  std::optional<std::uint32_t> four_hex() {
    if (rest_.size() < 4) return std::nullopt;
    std::uint32_t out = 0;
    for (int i = 0; i < 4; ++i) {
      const auto digit = std::string_view{"0123456789abcdef"}.find(static_cast<char>(rest_.front() | 0x20));
      if (digit == std::string_view::npos) return std::nullopt;
      out = out * 16 + static_cast<std::uint32_t>(digit);
      rest_.remove_prefix(1);
    }
    return out;
  }

  static void append_utf8(std::string& out, std::uint32_t point) {
    const auto tail = [&](unsigned shift) { out.push_back(static_cast<char>(0x80U | ((point >> shift) & 0x3fU))); };
    if (point < 0x80) {
      out.push_back(static_cast<char>(point));
    } else if (point < 0x800) {
      out.push_back(static_cast<char>(0xc0U | (point >> 6U)));
      tail(0);
    } else if (point < 0x10000) {
      out.push_back(static_cast<char>(0xe0U | (point >> 12U)));
      tail(6), tail(0);
    } else {
      out.push_back(static_cast<char>(0xf0U | (point >> 18U)));
      tail(12), tail(6), tail(0);
    }
  }

  void skip_space() {
    while (!rest_.empty() && std::string_view{" \t\r\n"}.find(rest_.front()) != std::string_view::npos)
      rest_.remove_prefix(1);
  }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<JsonValue> parse_json(std::string_view text) {
  return Parser{text}.document();
}

std::string member_text(const JsonObject& object, std::string_view name) {
  const auto at = object.find(name);
  const auto* text = at == object.end() ? nullptr : at->second.text();
  return text != nullptr ? *text : std::string{};
}

std::string json_string(std::string_view text) {
  std::string out{"\""};
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      out.push_back('\\');
      out.push_back(letter);
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(letter)));
    } else {
      out.push_back(letter);
    }
  }
  return out + "\"";
}

std::string json_strings(const std::vector<std::string>& texts) {
  std::string out{"["};
  for (const auto& text : texts) out += (out.size() > 1 ? "," : "") + json_string(text);
  return out + "]";
}

std::string json_of(const JsonValue& value) {
  if (const auto* text = value.text()) return json_string(*text);
  if (const auto* flag = value.flag()) return *flag ? "true" : "false";
  std::string out;
  if (const auto* items = value.array()) {
    for (const auto& item : *items) out += (out.empty() ? "" : ",") + json_of(item);
    return "[" + out + "]";
  }
  if (value.object() == nullptr) return "null";
  for (const auto& [name, member] : *value.object())
    out += (out.empty() ? "" : ",") + json_string(name) + ":" + json_of(member);
  return "{" + out + "}";
}

}  // namespace nrm::casefile
