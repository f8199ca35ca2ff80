#include "rows.hpp"

#include <fmt/ranges.h>

namespace nrm::directory {

std::string join_codes(const std::set<std::string>& codes) {
  return fmt::format("{}", fmt::join(codes, ";"));
}

std::set<std::string> split_codes(std::string_view text) {
  std::set<std::string> out;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(';'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    if (!part.empty()) out.emplace(part);
  }
  return out;
}

std::map<std::string, pathway::Labels> read_names(storage::Reader& reader, std::string_view sql,
                                                  const storage::Params& params) {
  std::map<std::string, pathway::Labels> out;
  for (const auto& row : reader.query(sql, params))
    out[row.text("owner")].emplace(row.text("language"), row.text("name"));
  return out;
}

}  // namespace nrm::directory
