#include "nrm/kernel/reference.hpp"

#include <array>

namespace nrm {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kRandomSymbols = 7;

// Odd weights modulo 32 catch every single wrong symbol and most swaps of neighbours.
std::size_t check_value(std::string_view symbols) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < symbols.size(); ++i) sum += kSymbols.find(symbols[i]) * (2 * i + 3);
  return sum % 32;
}

char canonical(char letter) {
  if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  if (letter == 'O') return '0';
  if (letter == 'I' || letter == 'L') return '1';
  return letter;
}

}  // namespace

std::string make_reference(std::string_view prefix, Random& random) {
  std::array<std::uint8_t, kRandomSymbols> bytes{};
  random.fill(bytes);
  std::string symbols;
  for (const auto byte : bytes) symbols.push_back(kSymbols[byte & 31U]);
  symbols.push_back(kSymbols[check_value(symbols)]);
  return std::string{prefix} + "-" + symbols.substr(0, 4) + "-" + symbols.substr(4);
}

std::optional<std::string> parse_reference(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash > 4) return std::nullopt;
  std::string prefix, symbols;
  for (const char letter : text.substr(0, dash))
    prefix.push_back(static_cast<char>(letter >= 'a' && letter <= 'z' ? letter - 32 : letter));
  for (const char letter : text.substr(dash + 1))
    if (letter != '-') symbols.push_back(canonical(letter));
  if (symbols.size() != kRandomSymbols + 1 || symbols.find_first_not_of(kSymbols) != std::string::npos)
    return std::nullopt;
  if (kSymbols[check_value(symbols.substr(0, kRandomSymbols))] != symbols.back()) return std::nullopt;
  return prefix + "-" + symbols.substr(0, 4) + "-" + symbols.substr(4);
}

}  // namespace nrm
