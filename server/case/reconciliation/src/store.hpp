// The rows of a reconciliation, and who of the two bodies a session is. Inside an act only.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/reconciliation/reconciliation.hpp"

namespace nrm::reconciliation {

struct Row {
  ReconciliationId id;
  Pair pair;
  Months period;
  std::int64_t version;
  UtcTime opened_at;
};
std::optional<Row> find_row(storage::Reader& reader, const ReconciliationId& id);
Row row_of(const storage::Row& row);
// Its own body's; for one without a team here, which answers on paper, whoever coordinates writes down what it says.
std::optional<Side> side_of(storage::Reader& reader, const Row& row, const access::Session& session);

// A reconciliation as the session may act on it.
struct Held {
  Row row;
  std::optional<Side> side;
  access::Permit permit;
};
// Loads, finds the session's side, decides. A stranger and a missing row get the same kNotFound.
Result<Held> hold(log::Act& act, const access::Session& session, const ReconciliationId& id);

struct LineRow {
  LineId id;
  Line line;
  Side explains;
  std::string state;
  std::optional<std::string> chosen;
  std::optional<UtcTime> answered_at;
  std::optional<TeamId> answered_team;
  std::optional<MemberId> answered_by;
  std::optional<UtcTime> settled_at;
  std::optional<TeamId> settled_team;
  std::optional<MemberId> settled_by;
};
// Both sides', the sender's first; by day.
std::vector<LineRow> read_lines(storage::Reader& reader, const ReconciliationId& id, std::int64_t version);
std::optional<LineRow> find_line(storage::Reader& reader, const Row& row, const LineId& id);
void insert_line(log::Act& act, const Row& row, const LineRow& line);
void delete_line(log::Act& act, const LineId& id);
std::vector<Part> read_parts(storage::Reader& reader, const LineId& id);
void write_parts(log::Act& act, const LineId& id, const std::vector<Part>& parts);

std::optional<Declaration> read_declaration_of(storage::Reader& reader, const Row& row, Side side);

struct VersionRow {
  std::int64_t number;
  UtcTime compared_at;
  std::string ledger_hash;
  std::int64_t known_referrals;
  std::int64_t known_letters;
  std::int64_t known_entered;
  std::optional<std::string> protocol;
  std::string hash;  // empty: nobody has signed
};
VersionRow read_version(storage::Reader& reader, const ReconciliationId& id, std::int64_t version);
std::vector<Side> signed_by(storage::Reader& reader, const ReconciliationId& id, std::int64_t version);
State state_of(storage::Reader& reader, const ReconciliationId& id, std::int64_t version);
Waiting waiting_for(storage::Reader& reader, const ReconciliationId& id, std::int64_t version);

// Referrals, letters and late entries between the two in the period.
std::vector<Entry> read_ledger(storage::Reader& reader, const Desk& desk, const Row& row);
std::string hash_of(const std::vector<Entry>& ledger);

// Compares each side's declaration with the ledger and keeps what people said of lines that are still the same; those
// of `before`, an older version, are taken along.
void rebuild(log::Act& act, const Desk& desk, const Row& row, std::optional<std::int64_t> before = std::nullopt);
// A version without declarations' lines yet; what the older one declared and chose goes along.
Row begin_version(log::Act& act, const Row& row);

// What both sign: plain text, the same for both, made of what is stored.
std::string protocol_of(storage::Reader& reader, const Desk& desk, const Row& row, std::int64_t version);
std::string hash_of_protocol(const std::string& text);

}  // namespace nrm::reconciliation
