#include <algorithm>

#include <fmt/format.h>

#include "nrm/crypto/crypto.hpp"
#include "store.hpp"

namespace nrm::reconciliation {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// The first moment of the first month and the first after the last one, in the country's time.
std::pair<UtcTime, UtcTime> span_of(const Months& period, const Calendar& calendar) {
  const Date before{sys_days{period.first / 1} - days{1}};
  return {calendar.end_of(before), calendar.end_of(Date{period.last / std::chrono::last})};
}

std::vector<Entry> late_entries(storage::Reader& reader, const Row& row) {
  std::vector<Entry> out;
  for (const auto& late :
       reader.query("SELECT id, month, day, need, reference, referrals, reconciliation, line_key FROM late_entry WHERE "
                    "from_organisation = $from AND to_organisation = $to AND month >= $first AND month <= $last "
                    "ORDER BY month, id",
                    {{"from", row.pair.from},
                     {"to", row.pair.to},
                     {"first", to_text(row.period.first)},
                     {"last", to_text(row.period.last)}})) {
    const auto day = late.maybe_text("day");
    // A reconciliation of other months has lines with the same keys; what was entered there is simply known here.
    const bool own = late.id<ReconciliationId>("reconciliation") == row.id;
    out.push_back({late.text("id"), Entry::Way::entered, late.text("reference"), late.text("need"),
                   day ? parse_iso_date(*day) : std::nullopt, *parse_month(late.text("month")),
                   late.integer("referrals"), own ? late.text("line_key") : ""});
  }
  return out;
}

}  // namespace

std::vector<Entry> read_ledger(storage::Reader& reader, const Desk& desk, const Row& row) {
  std::vector<Entry> out;
  const auto& calendar = *desk.pack.calendar;
  const auto [since, until] = span_of(row.period, calendar);
  for (auto& known : desk.ledger(reader, row.pair, since, until)) {
    const auto day = calendar.local_date(known.sent_at);
    out.push_back(
        {std::move(known.id), known.way, std::move(known.reference), std::move(known.need), day, month_of(day), 1, ""});
  }
  auto late = late_entries(reader, row);
  std::ranges::move(late, std::back_inserter(out));
  return out;
}

std::string hash_of(const std::vector<Entry>& ledger) {
  std::vector<std::string> lines;
  for (const auto& entry : ledger)
    lines.push_back(fmt::format("{} {} {} {} {} {}\n", entry.id, entry.reference, entry.need, to_text(entry.month),
                                entry.day ? to_iso(*entry.day) : "-", entry.referrals));
  std::ranges::sort(lines);
  std::string all;
  for (const auto& line : lines) all += line;
  return to_hex(crypto::sha256(view_of(all)));
}

}  // namespace nrm::reconciliation
