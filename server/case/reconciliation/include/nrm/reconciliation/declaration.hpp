// What a body declares that it sent to, or received from, another one in a period: totals, or a list. No names.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::reconciliation {

// Of the pair. The sender declares what it sent, the receiver what it received.
enum class Side { sender, receiver };
std::string_view name_of(Side side);
std::optional<Side> parse_side(std::string_view name);
inline Side other(Side side) {
  return side == Side::sender ? Side::receiver : Side::sender;
}

// A month of the pack's calendar, in its time zone. As text: 2017-04.
using Month = std::chrono::year_month;
std::string to_text(Month month);
std::optional<Month> parse_month(std::string_view text);
inline Month month_of(Date day) {
  return day.year() / day.month();
}
struct Months {
  Month first{};
  Month last{};
  bool contains(Month month) const { return first <= month && month <= last; }
};
inline constexpr int kMaxMonths = 24;           // two years: what people can still explain
inline constexpr std::size_t kMaxLines = 2000;  // of a list: a ministry's year to one receiver, with room
inline constexpr std::int64_t kMaxTotal = 100'000;
inline constexpr std::size_t kMaxReference = 40;  // code points

struct DeclaredTotal {
  Month month{};
  std::string need;  // of the pack's list "service"
  std::int64_t referrals = 0;
};
struct DeclaredLine {
  std::string reference;  // the referral's, or the body's own number; may be empty
  Date day{};
  std::string need;
};
struct Declaration {
  enum class Kind { totals, list };
  Kind kind = Kind::totals;
  std::vector<DeclaredTotal> totals;
  std::vector<DeclaredLine> lines;
};

// Whether a text could be or hold somebody's name, a telephone number or a passport's: what has no place in a list. Own
// numbers are short groups of digits and capitals: "12/2017-3", "BY-7KQ2-M4XD".
bool is_plain_number(std::string_view reference);

struct ReadFile {
  Declaration declaration;
  std::string encoding;  // "utf-8", "windows-1251"
};
// A table with the columns number, date and need, in any order, separated by comma, semicolon or tab; UTF-8 with or
// without a mark, or Windows-1251. Anything else in it is refused, by line and column ("/12/date"), and nothing of the
// refused cell is repeated. docs/methods/reconciliation.md shows one.
Result<ReadFile> read_declaration(std::string_view bytes, const pathway::Pack& pack, const Months& period);
// The faults of typed totals.
std::vector<FieldProblem> find_faults(const std::vector<DeclaredTotal>& totals, const pathway::Pack& pack,
                                      const Months& period);

}  // namespace nrm::reconciliation
