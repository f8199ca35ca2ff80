#include "digest.hpp"

#include "tables.hpp"

namespace nrm::api {
namespace {

std::string bytes_of_value(const storage::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* blob = std::get_if<Bytes>(&value)) return std::string{blob->begin(), blob->end()};
  return "null";
}

std::string rows_of(app::testing::World& world, const std::string& table) {
  std::string out;
  for (const auto& row : world.query("SELECT * FROM " + table)) {
    for (const auto& value : row.values()) out += bytes_of_value(value) + '\x1f';
    out += '\x1e';
  }
  return out;
}

}  // namespace

std::map<std::string, std::string> contents_of(app::testing::World& world) {
  std::map<std::string, std::string> out;
  for (const auto& table : app::tables_of(app::Instance::schemas())) out.emplace(table, rows_of(world, table));
  return out;
}

std::map<std::string, std::string> digest_of(app::testing::World& world) {
  std::map<std::string, std::string> out;
  for (const auto& [table, rows] : contents_of(world)) {
    if (table.starts_with("log_") || table == "session" || table == "throttle" || table == "idempotency" ||
        table == "done_request")
      continue;
    out.emplace(table, std::to_string(rows.size()) + ":" + std::to_string(std::hash<std::string>{}(rows)));
  }
  return out;
}

}  // namespace nrm::api
