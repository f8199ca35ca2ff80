#include "rewind.hpp"

#include <set>

#include "nrm/storage/testing.hpp"
#include "tables.hpp"

namespace nrm::api {
namespace {

using Values = std::vector<storage::Value>;

// What has to be taken away and what has to be put back, so that a table holds `kept` again.
struct Difference {
  storage::Rows surplus;
  storage::Rows missing;
};

storage::Rows without(const storage::Rows& rows, const storage::Rows& others) {
  std::multiset<Values> left;
  for (const auto& row : others) left.insert(row.values());
  storage::Rows out;
  for (const auto& row : rows) {
    const auto at = left.find(row.values());
    if (at == left.end())
      out.push_back(row);
    else
      left.erase(at);
  }
  return out;
}

bool has_id(const storage::Row& row) {
  return !row.columns().empty() && row.columns().front() == "id";
}

storage::Params params_of(const storage::Row& row) {
  storage::Params params;
  for (std::size_t i = 0; i < row.columns().size(); ++i) params.emplace_back(row.columns()[i], row.values()[i]);
  return params;
}

std::string listed(const storage::Row& row, const std::string& before, const std::string& between,
                   const std::string& pattern) {
  std::string out;
  for (const auto& column : row.columns()) {
    out += (out.empty() ? before : between) + pattern;
    for (auto at = out.find('*'); at != std::string::npos; at = out.find('*')) out.replace(at, 1, column);
  }
  return out;
}

// A row that others point to stays where it is and takes its old values.
bool updated(storage::Writer& writer, const std::string& table, const storage::Row& row) {
  return has_id(row) && writer.run("UPDATE " + table + " SET " + listed(row, "", ", ", "* = $*") + " WHERE id = $id",
                                   params_of(row)) == 1;
}

void remove(storage::Writer& writer, const std::string& table, const storage::Row& row, const storage::Rows& missing) {
  const bool comes_back = has_id(row) && std::any_of(missing.begin(), missing.end(), [&](const auto& other) {
                            return other.values().front() == row.values().front();
                          });
  if (!comes_back) writer.run("DELETE FROM " + table + " WHERE " + listed(row, "", " AND ", "* IS $*"), params_of(row));
}

void put_back(storage::Writer& writer, const std::string& table, const storage::Row& row) {
  if (!updated(writer, table, row))
    writer.run(
        "INSERT INTO " + table + " (" + listed(row, "", ", ", "*") + ") VALUES (" + listed(row, "", ", ", "$*") + ")",
        params_of(row));
}

}  // namespace

Rewind::Rewind(app::testing::World& world) : world_{world} {
  for (const auto& table : app::tables_of(app::Instance::schemas()))
    kept_.emplace_back(table, world_.query("SELECT * FROM " + table));
}

// Rows that point to others go first and come last: tables are in the order in which they were made.
std::set<std::string> Rewind::restore() {
  std::vector<std::pair<std::string, Difference>> changed;
  std::set<std::string> names;
  for (const auto& [table, rows] : kept_) {
    const auto now = world_.query("SELECT * FROM " + table);
    Difference difference{without(now, rows), without(rows, now)};
    if (difference.surplus.empty() && difference.missing.empty()) continue;
    names.insert(table);
    changed.emplace_back(table, std::move(difference));
  }
  if (changed.empty()) return names;
  world_.instance().database().write(storage::testing::WriteAccess::permit(), [&](storage::Writer& writer) {
    for (auto at = changed.rbegin(); at != changed.rend(); ++at)
      for (const auto& row : at->second.surplus) remove(writer, at->first, row, at->second.missing);
    for (const auto& [table, difference] : changed)
      for (const auto& row : difference.missing) put_back(writer, table, row);
    return true;
  });
  return names;
}

}  // namespace nrm::api
