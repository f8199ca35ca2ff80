#include <libpq-fe.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "nrm/kernel/random.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::storage::testing {
namespace {

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct FreeInfo {
  void operator()(PQconninfoOption* info) const { PQconninfoFree(info); }
};

// Outside a transaction, which Database never is.
void command(const std::string& connection, const std::string& sql) {
  const std::unique_ptr<PGconn, Finish> handle{PQconnectdb(connection.c_str())};
  auto* result = PQexec(handle.get(), sql.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  if (!done) throw DatabaseError{fmt::format("{}: {}", sql, PQerrorMessage(handle.get()))};
}

std::string conninfo_value(std::string_view value) {
  std::string out{"'"};
  for (const char c : value) {
    if (c == '\'' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "'";
}

std::string with_database(const std::string& connection, const std::string& name) {
  const std::unique_ptr<PQconninfoOption, FreeInfo> info{PQconninfoParse(connection.c_str(), nullptr)};
  if (!info) throw DatabaseError{"NRM_TEST_POSTGRESQL is no connection string"};
  std::string out = fmt::format("dbname={}", conninfo_value(name));
  for (const auto* option = info.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && std::string_view{option->keyword} != "dbname")
      out += fmt::format(" {}={}", option->keyword, conninfo_value(option->val));
  return out;
}

std::string database_of(const std::string& connection) {
  const std::unique_ptr<PQconninfoOption, FreeInfo> info{PQconninfoParse(connection.c_str(), nullptr)};
  for (const auto* option = info.get(); option != nullptr && option->keyword != nullptr; ++option)
    if (std::string_view{option->keyword} == "dbname" && option->val != nullptr) return option->val;
  return {};
}

}  // namespace

std::string create_scratch_directory() {
  auto path = (std::filesystem::temp_directory_path() / "nrm-test-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw DatabaseError{"cannot make a temporary directory"};
  return path;
}

std::string create_scratch_postgresql(const std::string& connection) {
  SystemRandom random;
  const auto name = "nrm_test_" + to_hex(random.bytes(8));
  command(connection, fmt::format("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", name));
  return with_database(connection, name);
}

void drop_scratch_postgresql(const std::string& connection, const std::string& scratch) {
  command(connection, fmt::format("DROP DATABASE IF EXISTS {} WITH (FORCE)", database_of(scratch)));
}

}  // namespace nrm::storage::testing
