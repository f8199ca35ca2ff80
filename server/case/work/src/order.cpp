#include "order.hpp"

#include <charconv>
#include <tuple>

namespace nrm::work {

bool is_before(const Item& a, const Item& b) {
  if (a.due_at.has_value() != b.due_at.has_value()) return a.due_at.has_value();
  return std::tie(a.due_at, a.kind, a.id) < std::tie(b.due_at, b.kind, b.id);
}

std::string cursor_of(const Item& item) {
  return fmt::format("{}:{}:{}", item.due_at ? std::to_string(item.due_at->unix_us()) : "", item.kind, item.id);
}

Result<Item> item_at(std::string_view cursor) {
  const auto first = cursor.find(':');
  const auto second = first == std::string_view::npos ? first : cursor.find(':', first + 1);
  if (second == std::string_view::npos) return fail(nrm::problems::kInvalid, {{"query:after", "not-in-list", {}}});
  Item out{.id = std::string{cursor.substr(second + 1)},
           .kind = std::string{cursor.substr(first + 1, second - first - 1)},
           .team = TeamId{Uuid{}}};
  if (first == 0) return out;
  std::int64_t us = 0;
  const auto [stop, fault] = std::from_chars(cursor.data(), cursor.data() + first, us);
  if (fault != std::errc{} || stop != cursor.data() + first)
    return fail(nrm::problems::kInvalid, {{"query:after", "not-in-list", {}}});
  out.due_at = UtcTime::from_unix_us(us);
  return out;
}

}  // namespace nrm::work
