#include <algorithm>

#include "faults.hpp"
#include "nrm/casefile/shape.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kMaxCodes = 50;
constexpr std::size_t kMaxCode = 100;

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= kMaxCode && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_' || letter == '.';
  });
}

// No citizenship at all, and asked but not known: each stands alone.
bool stands_alone(std::string_view list, std::string_view code) {
  return list == "citizenship" && (code == "none" || code == "unknown");
}

bool is_country(std::string_view code) {
  return code.size() == 2 && std::ranges::all_of(code, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

bool is_listed(std::string_view list, std::string_view code) {
  if (list == "country") return is_country(code);
  if (list == "citizenship") return is_country(code) || stands_alone(list, code);
  const auto found = closed_lists().find(list);
  return found == closed_lists().end() || std::ranges::find(found->second, code) != found->second.end();
}

}  // namespace

Fault fault(std::string pointer, std::string code) {
  return FieldProblem{std::move(pointer), std::move(code), {}};
}

Fault too_many(std::string pointer, std::size_t max) {
  return FieldProblem{std::move(pointer), "too-many", {{"max", std::to_string(max)}}};
}

Fault text_fault(std::string_view text, std::size_t max, const std::string& pointer) {
  const auto found = find_text_fault(text, max, false);
  if (!found) return std::nullopt;
  return FieldProblem{pointer, std::string{code_of(*found)}, {{"max", std::to_string(max)}}};
}

Fault code_fault(std::string_view list, std::string_view code, const std::string& pointer) {
  return is_code(code) && is_listed(list, code) ? std::nullopt : fault(pointer, "not-in-list");
}

Fault codes_fault(std::string_view list, const JsonValue& value, const std::string& pointer) {
  if (value.array() == nullptr) return fault(pointer, "wrong-type");
  if (value.array()->size() > kMaxCodes) return too_many(pointer, kMaxCodes);
  std::vector<std::string> seen;
  for (const auto& item : *value.array()) {
    const auto at = pointer + "/" + std::to_string(seen.size());
    if (item.text() == nullptr) return fault(at, "wrong-type");
    if (auto bad = code_fault(list, *item.text(), at)) return bad;
    if (stands_alone(list, *item.text()) && value.array()->size() > 1) return fault(at, "contradicts");
    if (std::ranges::find(seen, *item.text()) != seen.end()) return fault(at, "contradicts");
    seen.push_back(*item.text());
  }
  return std::nullopt;
}

}  // namespace nrm::casefile
