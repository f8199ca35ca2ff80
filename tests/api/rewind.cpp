#include "rewind.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "nrm/storage/testing.hpp"
#include "tables.hpp"

namespace nrm::api {
namespace {

using Columns = std::vector<std::string>;

// "a = <old a>, b = <old b>" and the like, as an expression of SQL that gives the text of an undoing statement.
std::string quoted(const Columns& columns, std::string_view pattern) {
  std::string out;
  for (const auto& column : columns)
    out += fmt::format("{}{}", out.empty() ? "" : " || ', ' || ", fmt::format(fmt::runtime(pattern), column));
  return out;
}

std::string changed(const Columns& columns) {
  std::string out;
  for (const auto& column : columns) out += fmt::format("{0}old.{1} IS NOT new.{1}", out.empty() ? "" : " OR ", column);
  return out;
}

std::string trigger(const std::string& table, std::string_view event, std::string_view when, const std::string& undo) {
  return fmt::format(
      "CREATE TRIGGER rewind_{0}_{1} AFTER {1} ON {0} {2} BEGIN INSERT INTO rewind_step (touched, undo) VALUES ('{0}', "
      "{3}); END",
      table, event, when, undo);
}

std::vector<std::string> triggers(const std::string& table, const Columns& columns) {
  return {trigger(table, "INSERT", "", fmt::format("'DELETE FROM {} WHERE rowid = ' || new.rowid", table)),
          trigger(table, "UPDATE", fmt::format("WHEN {}", changed(columns)),
                  fmt::format("'UPDATE {} SET ' || {} || ' WHERE rowid = ' || new.rowid", table,
                              quoted(columns, "'{0} = ' || quote(old.{0})"))),
          trigger(table, "DELETE", "",
                  fmt::format("'INSERT INTO {} (rowid, {}) VALUES (' || old.rowid || ', ' || {} || ')'", table,
                              fmt::join(columns, ", "), quoted(columns, "quote(old.{0})")))};
}

void write(app::testing::World& world, const std::function<void(storage::Writer&)>& work) {
  world.instance().database().write(storage::testing::WriteAccess::permit(), [&](storage::Writer& writer) {
    work(writer);
    return true;
  });
}

}  // namespace

Rewind::Rewind(app::testing::World& world) : world_{world} {
  std::vector<std::string> statements{
      "CREATE TABLE rewind_step (nth INTEGER PRIMARY KEY, touched TEXT NOT NULL, undo TEXT NOT NULL)"};
  for (const auto& table : app::tables_of(app::Instance::schemas())) {
    Columns columns;
    for (const auto& row : world_.query("SELECT name FROM pragma_table_info('" + table + "')"))
      columns.push_back(row.text("name"));
    for (auto& statement : triggers(table, columns)) statements.push_back(std::move(statement));
  }
  write(world_, [&](storage::Writer& writer) {
    for (const auto& statement : statements) writer.run(statement);
  });
}

void Rewind::mark() {
  write(world_, [](storage::Writer& writer) { writer.run("DELETE FROM rewind_step"); });
}

// The undoing itself runs the triggers: their steps go last.
std::set<std::string> Rewind::restore() {
  std::set<std::string> names;
  write(world_, [&](storage::Writer& writer) {
    for (const auto& step : writer.query("SELECT touched, undo FROM rewind_step ORDER BY nth DESC")) {
      writer.run(step.text("undo"));
      names.insert(step.text("touched"));
    }
    writer.run("DELETE FROM rewind_step");
  });
  return names;
}

}  // namespace nrm::api
