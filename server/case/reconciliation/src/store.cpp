#include "store.hpp"

#include <sstream>

#include <fmt/ranges.h>

#include "nrm/directory/directory.hpp"

namespace nrm::reconciliation {
namespace {

constexpr std::string_view kLineColumns =
    "SELECT id, line_key, kind, side, explains, reference, need, day, month, entry, known, declared, candidates, "
    "repeated, state, chosen, answered_at, answered_by, answered_team, settled_at, settled_by, settled_team FROM "
    "reconciliation_line";

template <class T>
T stored(std::optional<T> value) {
  if (!value) fail_bug("a stored code word of a reconciliation is unknown");
  return *value;
}

template <class IdType>
std::optional<IdType> maybe_id(const storage::Row& row, std::string_view column) {
  if (row.is_null(column)) return std::nullopt;
  return row.id<IdType>(column);
}

std::optional<Date> maybe_day(const storage::Row& row) {
  const auto text = row.maybe_text("day");
  return text ? parse_iso_date(*text) : std::nullopt;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in{text};
  return {std::istream_iterator<std::string>{in}, {}};
}

Line line_of(const storage::Row& row) {
  return {stored(parse_line_kind(row.text("kind"))),
          stored(parse_side(row.text("side"))),
          row.text("line_key"),
          row.text("reference"),
          row.text("need"),
          maybe_day(row),
          stored(parse_month(row.text("month"))),
          row.text("entry"),
          row.integer("known"),
          row.integer("declared"),
          words_of(row.text("candidates")),
          row.flag("repeated")};
}

LineRow line_row_of(const storage::Row& row) {
  return {row.id<LineId>("id"),
          line_of(row),
          stored(parse_side(row.text("explains"))),
          row.text("state"),
          row.maybe_text("chosen"),
          row.maybe_time("answered_at"),
          maybe_id<TeamId>(row, "answered_team"),
          maybe_id<MemberId>(row, "answered_by"),
          row.maybe_time("settled_at"),
          maybe_id<TeamId>(row, "settled_team"),
          maybe_id<MemberId>(row, "settled_by")};
}

}  // namespace

Row row_of(const storage::Row& row) {
  return {row.id<ReconciliationId>("id"),
          {row.id<OrganisationId>("from_organisation"), row.id<OrganisationId>("to_organisation")},
          {stored(parse_month(row.text("first_month"))), stored(parse_month(row.text("last_month")))},
          row.integer("version"),
          row.time("opened_at")};
}

std::optional<Row> find_row(storage::Reader& reader, const ReconciliationId& id) {
  const auto row = reader.query_one("SELECT * FROM reconciliation WHERE id = $id", {{"id", id}});
  return row ? std::optional{row_of(*row)} : std::nullopt;
}

std::optional<Side> side_of(storage::Reader& reader, const Row& row, const access::Session& session) {
  if (session.organisation == row.pair.from) return Side::sender;
  if (session.organisation == row.pair.to) return Side::receiver;
  const bool coordinates = session.roles.contains(access::Role::coordinator);
  if (coordinates && directory::list_teams_of(reader, row.pair.to).empty()) return Side::receiver;
  return std::nullopt;
}

Result<Held> hold(log::Act& act, const access::Session& session, const ReconciliationId& id) {
  const auto row = find_row(act.writer(), id);
  if (!row) return fail(nrm::problems::kNotFound);
  const auto side = side_of(act.writer(), *row, session);
  const bool own = session.organisation == row->pair.from || session.organisation == row->pair.to;
  auto permit = access::decide(act, session, own ? access::Relation::own_organisation : access::Relation::instance);
  if (!permit) return tl::unexpected(permit.error());
  return Held{*row, side, std::move(*permit)};
}

std::vector<LineRow> read_lines(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  std::vector<LineRow> out;
  for (const auto& row : reader.query(fmt::format("{} WHERE reconciliation = $id AND version = $version ORDER BY side "
                                                  "DESC, month, day, need, reference, line_key",
                                                  kLineColumns),
                                      {{"id", id}, {"version", version}}))
    out.push_back(line_row_of(row));
  return out;
}

std::optional<LineRow> find_line(storage::Reader& reader, const Row& row, const LineId& id) {
  const auto found = reader.query_one(
      fmt::format("{} WHERE id = $id AND reconciliation = $reconciliation AND version = $version", kLineColumns),
      {{"id", id}, {"reconciliation", row.id}, {"version", row.version}});
  return found ? std::optional{line_row_of(*found)} : std::nullopt;
}

void insert_line(log::Act& act, const Row& row, const LineRow& line) {
  const auto& what = line.line;
  act.run(
      "INSERT INTO reconciliation_line (id, reconciliation, version, line_key, kind, side, explains, reference, need, "
      "day, month, entry, known, declared, candidates, repeated, state, chosen, answered_at, answered_by, "
      "answered_team, settled_at, settled_by, settled_team) VALUES ($id, $reconciliation, $version, $key, $kind, "
      "$side, $explains, $reference, $need, $day, $month, $entry, $known, $declared, $candidates, $repeated, $state, "
      "$chosen, $answered_at, $answered_by, $answered_team, $settled_at, $settled_by, $settled_team)",
      {{"id", line.id},
       {"reconciliation", row.id},
       {"version", row.version},
       {"key", what.key},
       {"kind", name_of(what.kind)},
       {"side", name_of(what.side)},
       {"explains", name_of(line.explains)},
       {"reference", what.reference},
       {"need", what.need},
       {"day", what.day},
       {"month", to_text(what.month)},
       {"entry", what.entry},
       {"known", what.known},
       {"declared", what.declared},
       {"candidates", fmt::format("{}", fmt::join(what.candidates, " "))},
       {"repeated", what.repeated},
       {"state", line.state},
       {"chosen", line.chosen},
       {"answered_at", line.answered_at},
       {"answered_by", line.answered_by},
       {"answered_team", line.answered_team},
       {"settled_at", line.settled_at},
       {"settled_by", line.settled_by},
       {"settled_team", line.settled_team}});
}

void delete_line(log::Act& act, const LineId& id) {
  act.run("DELETE FROM reconciliation_reason WHERE line = $id", {{"id", id}});
  act.run("DELETE FROM reconciliation_line WHERE id = $id", {{"id", id}});
}

std::vector<Part> read_parts(storage::Reader& reader, const LineId& id) {
  std::vector<Part> out;
  for (const auto& row :
       reader.query("SELECT reason, referrals, document FROM reconciliation_reason WHERE line = $id ORDER BY position",
                    {{"id", id}}))
    out.push_back({row.text("reason"), row.integer("referrals"), row.text("document")});
  return out;
}

void write_parts(log::Act& act, const LineId& id, const std::vector<Part>& parts) {
  act.run("DELETE FROM reconciliation_reason WHERE line = $id", {{"id", id}});
  for (std::size_t at = 0; at < parts.size(); ++at)
    act.run(
        "INSERT INTO reconciliation_reason (line, position, reason, referrals, document) VALUES ($id, $at, $reason, "
        "$referrals, $document)",
        {{"id", id},
         {"at", at},
         {"reason", parts[at].reason},
         {"referrals", parts[at].referrals},
         {"document", parts[at].document}});
}

std::optional<Declaration> read_declaration_of(storage::Reader& reader, const Row& row, Side side) {
  const storage::Params place{{"id", row.id}, {"version", row.version}, {"side", name_of(side)}};
  const auto head = reader.query_one(
      "SELECT kind FROM declaration WHERE reconciliation = $id AND version = $version AND side = $side", place);
  if (!head) return std::nullopt;
  Declaration out;
  out.kind = head->text("kind") == "list" ? Declaration::Kind::list : Declaration::Kind::totals;
  for (const auto& total : reader.query(
           "SELECT month, need, referrals FROM declared_total WHERE reconciliation = $id AND version = $version AND "
           "side = $side ORDER BY month, need",
           place))
    out.totals.push_back({stored(parse_month(total.text("month"))), total.text("need"), total.integer("referrals")});
  for (const auto& line : reader.query(
           "SELECT reference, day, need FROM declared_line WHERE reconciliation = $id AND version = $version AND side "
           "= $side ORDER BY position",
           place))
    out.lines.push_back({line.text("reference"), stored(maybe_day(line)), line.text("need")});
  return out;
}

VersionRow read_version(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  const auto row =
      reader.query_one("SELECT * FROM reconciliation_version WHERE reconciliation = $id AND version = $version",
                       {{"id", id}, {"version", version}});
  if (!row) fail_bug("a reconciliation without its version");
  return {version,
          row->time("compared_at"),
          row->text("ledger_hash"),
          row->integer("known_referrals"),
          row->integer("known_letters"),
          row->integer("known_entered"),
          row->maybe_text("protocol"),
          row->maybe_text("protocol_hash").value_or("")};
}

std::vector<Side> signed_by(storage::Reader& reader, const ReconciliationId& id, std::int64_t version) {
  std::vector<Side> out;
  for (const auto& row : reader.query(
           "SELECT side FROM protocol_signature WHERE reconciliation = $id AND version = $version ORDER BY at, side",
           {{"id", id}, {"version", version}}))
    out.push_back(stored(parse_side(row.text("side"))));
  return out;
}

}  // namespace nrm::reconciliation
