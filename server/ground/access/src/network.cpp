#include <arpa/inet.h>

#include <array>

#include "nrm/access/accounts.hpp"

namespace nrm::access {

std::string network_of(std::string_view address) {
  const std::string text{address};
  std::array<std::uint8_t, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    bytes[3] = 0;
    inet_ntop(AF_INET, bytes.data(), out.data(), out.size());
    return fmt::format("{}/24", out.data());
  }
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) {
    std::fill(bytes.begin() + 7, bytes.end(), std::uint8_t{0});
    inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
    return fmt::format("{}/56", out.data());
  }
  return text.substr(0, 64);
}

}  // namespace nrm::access
