#include "rewind.hpp"

#include <set>

#include "nrm/storage/testing.hpp"
#include "tables.hpp"

namespace nrm::api {
namespace {

bool same(const storage::Rows& a, const storage::Rows& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.values() == y.values(); });
}

std::string insert_of(const std::string& table, const storage::Row& row) {
  std::string columns, values;
  for (const auto& column : row.columns()) {
    columns += (columns.empty() ? "" : ", ") + column;
    values += (values.empty() ? "$" : ", $") + column;
  }
  return "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")";
}

void put_back(storage::Writer& writer, const std::string& table, const storage::Rows& rows) {
  writer.run("DELETE FROM " + table);
  for (const auto& row : rows) {
    storage::Params params;
    for (std::size_t i = 0; i < row.columns().size(); ++i) params.emplace_back(row.columns()[i], row.values()[i]);
    writer.run(insert_of(table, row), params);
  }
}

}  // namespace

Rewind::Rewind(app::testing::World& world) : world_{world} {
  for (const auto& table : app::tables_of(app::Instance::schemas()))
    kept_.emplace(table, world_.query("SELECT * FROM " + table));
}

std::set<std::string> Rewind::restore() {
  std::set<std::string> changed;
  for (const auto& [table, rows] : kept_)
    if (!same(world_.query("SELECT * FROM " + table), rows)) changed.insert(table);
  if (changed.empty()) return changed;
  world_.instance().database().write(storage::testing::WriteAccess::permit(), [&](storage::Writer& writer) {
    for (const auto& table : changed) put_back(writer, table, kept_.at(table));
    return true;
  });
  return changed;
}

}  // namespace nrm::api
