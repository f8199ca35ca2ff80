#include <fmt/format.h>

#include "nrm/reconciliation/declaration.hpp"

namespace nrm::reconciliation {

std::string_view name_of(Side side) {
  return side == Side::sender ? "sender" : "receiver";
}

std::optional<Side> parse_side(std::string_view name) {
  if (name == "sender") return Side::sender;
  if (name == "receiver") return Side::receiver;
  return std::nullopt;
}

std::string to_text(Month month) {
  return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

std::optional<Month> parse_month(std::string_view text) {
  const auto first = parse_iso_date(std::string{text} + "-01");
  if (text.size() != 7 || !first) return std::nullopt;
  return month_of(*first);
}

}  // namespace nrm::reconciliation
