// For tests only: the letter as whoever holds the sheet of paper reads it.
#pragma once

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace nrm::letters::testing {

inline std::string read_paper(std::string_view pdf) {
  const auto file = std::filesystem::temp_directory_path() / ("nrm-letter-" + std::to_string(::getpid()) + ".pdf");
  std::ofstream{file, std::ios::binary} << pdf;
  std::string out;
  std::array<char, 4096> piece{};
  auto* pipe = ::popen(("pdftotext -layout " + file.string() + " -").c_str(), "r");
  for (std::size_t size = 0; (size = ::fread(piece.data(), 1, piece.size(), pipe)) > 0;) out.append(piece.data(), size);
  const auto status = ::pclose(pipe);
  std::filesystem::remove(file);
  if (status != 0) throw std::runtime_error{"pdftotext cannot read the letter"};
  return out;
}

inline std::string code_on(const std::string& paper) {
  constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ-";
  constexpr std::size_t kLength = 29;
  for (std::size_t at = 0; at + kLength <= paper.size(); ++at)
    if (paper[at + 4] == '-' && paper[at + 24] == '-' &&
        paper.substr(at, kLength).find_first_not_of(kSymbols) == std::string::npos)
      return paper.substr(at, kLength);
  throw std::runtime_error{"no code stands on the paper"};
}

}  // namespace nrm::letters::testing
