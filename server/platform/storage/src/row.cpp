#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "nrm/storage/database.hpp"

namespace nrm::storage {
namespace {

template <class T>
const T& typed(const Value& value, std::string_view column, std::string_view wanted) {
  const auto* held = std::get_if<T>(&value);
  if (held == nullptr) throw std::logic_error{fmt::format("column {} does not hold {}", column, wanted)};
  return *held;
}

}  // namespace

bool Row::is_null(std::string_view column) const {
  return std::holds_alternative<std::monostate>(at(column));
}

std::int64_t Row::integer(std::string_view column) const {
  return typed<std::int64_t>(at(column), column, "an integer");
}

const std::string& Row::text(std::string_view column) const {
  return typed<std::string>(at(column), column, "text");
}

const Bytes& Row::blob(std::string_view column) const {
  return typed<Bytes>(at(column), column, "bytes");
}

std::optional<UtcTime> Row::maybe_time(std::string_view column) const {
  return is_null(column) ? std::nullopt : std::optional{time(column)};
}

std::optional<std::string> Row::maybe_text(std::string_view column) const {
  return is_null(column) ? std::nullopt : std::optional{text(column)};
}

const Value& Row::at(std::string_view column) const {
  const auto found = std::find(columns_->begin(), columns_->end(), column);
  if (found == columns_->end()) throw std::logic_error{fmt::format("no column {} in the row", column)};
  return values_[static_cast<std::size_t>(found - columns_->begin())];
}

std::optional<Row> Reader::query_one(std::string_view sql, const Params& params) {
  auto rows = query(sql, params);
  if (rows.size() > 1) throw std::logic_error{fmt::format("SQL: more than one row from: {}", sql)};
  return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
}

}  // namespace nrm::storage
