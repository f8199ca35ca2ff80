// Values to and from libpq's binary form, and its errors to this module's.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresqlResult = std::unique_ptr<PGresult, ClearResult>;

// Points into the values it was made from and into itself: neither copied nor moved.
class PostgresqlParams {
 public:
  explicit PostgresqlParams(const std::vector<const Value*>& values);
  PostgresqlParams(const PostgresqlParams&) = delete;
  PostgresqlParams& operator=(const PostgresqlParams&) = delete;

  int count() const { return static_cast<int>(types.size()); }
  // One letter a parameter: the same text prepared for other types is another statement.
  std::string signature() const;

  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;

 private:
  void add(Oid type, const char* value, std::size_t length);
  std::vector<std::array<char, 8>> numbers_;
};

// Throws std::logic_error for a type that is neither text, integer nor bytes.
Value read_column(const PGresult& result, int row, int column);

// Throws what the error means.
[[noreturn]] void throw_postgresql(const PGresult& result, std::string_view sql);

}  // namespace nrm::storage
