#include "code.hpp"

#include "nrm/kernel/reference.hpp"

namespace nrm::letters {
namespace {

constexpr std::size_t kGroups = 3;
constexpr std::size_t kGroupSymbols = 8;
constexpr std::string_view kCodePrefix = "C-";
constexpr std::size_t kMaxTyped = 100;  // bytes; a code with every dash and space that somebody may put into it

// Printed dashes come back as whatever the keyboard or a phone's correction makes of them.
std::string without_separators(std::string_view typed) {
  std::string out;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const auto letter = typed[i];
    if (letter == ' ' || letter == '-' || letter == '\t') continue;
    const auto three = typed.substr(i, 3);
    if (three == "\u2010" || three == "\u2011" || three == "\u2012" || three == "\u2013" || three == "\u2014") {
      i += 2;
      continue;
    }
    out.push_back(letter);
  }
  return out;
}

}  // namespace

SecretText make_code(Random& random) {
  std::string out;
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (!out.empty()) out += "-";
    out += make_reference("C", random).substr(kCodePrefix.size());
  }
  return SecretText{std::move(out)};
}

std::optional<SecretText> parse_code(std::string_view typed) {
  if (typed.size() > kMaxTyped) return std::nullopt;
  const auto symbols = without_separators(typed);
  if (symbols.size() != kGroups * kGroupSymbols) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < kGroups; ++i) {
    const auto group = parse_reference(std::string{kCodePrefix} + symbols.substr(i * kGroupSymbols, kGroupSymbols));
    if (!group) return std::nullopt;
    if (!out.empty()) out += "-";
    out += group->substr(kCodePrefix.size());
  }
  return SecretText{std::move(out)};
}

std::optional<std::string> parse_typed_reference(std::string_view typed) {
  if (typed.size() > kMaxTyped) return std::nullopt;
  auto symbols = without_separators(typed);
  if (symbols.size() != 1 + kGroupSymbols || (symbols[0] != 'R' && symbols[0] != 'r')) return std::nullopt;
  return parse_reference(std::string{kReferencePrefix} + "-" + symbols.substr(1));
}

Bytes hash_of(const LetterId& id, const SecretText& code) {
  const auto digest = crypto::sha256({view_of("opennrm letter code 1"), ByteView{id.uuid()}, view_of(code.expose())});
  return {digest.begin(), digest.end()};
}

}  // namespace nrm::letters
