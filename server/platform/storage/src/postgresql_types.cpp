#include "postgresql_types.hpp"

#include <array>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

namespace nrm::storage {
namespace {

// From PostgreSQL's pg_type; they never change.
constexpr Oid kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kUnknown = 705,
              kBpchar = 1042, kVarchar = 1043, kNumeric = 1700, kVoid = 2278;

std::array<char, 8> big_endian(std::int64_t number) {
  std::array<char, 8> out{};
  auto bits = static_cast<std::uint64_t>(number);
  for (auto byte = out.rbegin(); byte != out.rend(); ++byte, bits >>= 8U) *byte = static_cast<char>(bits & 0xffU);
  return out;
}

std::int64_t read_integer(std::string_view bytes) {
  std::uint64_t out = !bytes.empty() && static_cast<signed char>(bytes[0]) < 0 ? ~0ULL : 0;
  for (const char byte : bytes) out = (out << 8U) | static_cast<std::uint8_t>(byte);
  return static_cast<std::int64_t>(out);
}

// SUM of integers is numeric: digits in base 10000 behind a header of count, weight, sign and scale.
std::int64_t read_whole_numeric(std::string_view bytes) {
  const auto half = [&](std::size_t at) { return read_integer(bytes.substr(at * 2, 2)); };
  const auto count = half(0), weight = half(1), sign = half(2) & 0xffff;
  if (sign != 0 && sign != 0x4000) throw std::logic_error{"SQL: a number that is none"};
  if (count > weight + 1) throw std::logic_error{"SQL: a column holds a fraction; columns are text, integers or bytes"};
  std::int64_t out = 0;
  for (std::int64_t i = 0; i <= weight && count > 0; ++i) {
    const auto digit = i < count ? half(static_cast<std::size_t>(4 + i)) : 0;
    if (__builtin_mul_overflow(out, 10'000, &out) || __builtin_add_overflow(out, sign != 0 ? -digit : digit, &out))
      throw std::logic_error{"SQL: a sum does not fit in 64 bits"};
  }
  return out;
}

ConstraintViolation::Kind constraint_kind(std::string_view state) {
  if (state == "23505") return ConstraintViolation::Kind::unique;
  if (state == "23503") return ConstraintViolation::Kind::foreign_key;
  return ConstraintViolation::Kind::other;
}

}  // namespace

PostgresqlParams::PostgresqlParams(const std::vector<const Value*>& given) {
  numbers_.reserve(given.size());  // pointers into it must stay
  for (const auto* value : given) {
    if (const auto* number = std::get_if<std::int64_t>(value)) {
      add(kInt8, numbers_.emplace_back(big_endian(*number)).data(), 8);
    } else if (const auto* text = std::get_if<std::string>(value)) {
      add(kText, text->data(), text->size());
    } else if (const auto* bytes = std::get_if<Bytes>(value)) {
      // A null pointer would send NULL, not zero bytes.
      add(kBytea, bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size());
    } else {
      add(0, nullptr, 0);
    }
  }
}

void PostgresqlParams::add(Oid type, const char* value, std::size_t length) {
  if (length > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    throw std::logic_error{"SQL: a value over 2 GB"};
  types.push_back(type);
  values.push_back(value);
  lengths.push_back(static_cast<int>(length));
  formats.push_back(1);
}

std::string PostgresqlParams::signature() const {
  std::string out;
  for (const auto type : types) out.push_back(type == kInt8 ? 'i' : type == kText ? 't' : type == kBytea ? 'b' : 'n');
  return out;
}

Value read_column(const PGresult& result, int row, int column) {
  if (PQgetisnull(&result, row, column) == 1) return {};
  const std::string_view bytes{PQgetvalue(&result, row, column),
                               static_cast<std::size_t>(PQgetlength(&result, row, column))};
  switch (PQftype(&result, column)) {
    case kBool:
    case kInt2:
    case kInt4:
    case kInt8:
      return read_integer(bytes);
    case kNumeric:
      return read_whole_numeric(bytes);
    case kText:
    case kVarchar:
    case kBpchar:
    case kName:
    case kUnknown:
      return std::string{bytes};
    case kBytea:
      return Bytes(bytes.begin(), bytes.end());
    case kVoid:
      return {};
    default:
      throw std::logic_error{fmt::format("SQL: column {} is not text, integer or bytes", PQfname(&result, column))};
  }
}

void throw_postgresql(const PGresult& result, std::string_view sql) {
  const char* field = PQresultErrorField(&result, PG_DIAG_SQLSTATE);
  const std::string_view state{field == nullptr ? "" : field};
  const auto what = fmt::format("PostgreSQL: {} ({}) in: {}", PQresultErrorMessage(&result), state, sql);
  // 0A000 and 26000: another process has changed the schema under a prepared statement; a re-run prepares it anew.
  if (state == "40001" || state == "40P01" || state == "0A000" || state == "26000") throw SerializationFailure{what};
  if (state == "53100") throw DiskFull{what};
  if (state.starts_with("23")) throw ConstraintViolation{constraint_kind(state), what};
  if (state == "25006" || (state.starts_with("42") && state != "42501")) throw std::logic_error{what};
  if (state.starts_with("22")) throw std::logic_error{what};
  throw DatabaseError{what};
}

}  // namespace nrm::storage
