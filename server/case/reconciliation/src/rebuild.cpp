// Comparing anew: lines that are still the same keep what people said of them.
#include <algorithm>

#include "store.hpp"

namespace nrm::reconciliation {
namespace {

Settled read_choices(storage::Reader& reader, const Row& row) {
  Settled out;
  for (const auto& choice : reader.query(
           "SELECT line_key, entry FROM reconciliation_choice WHERE reconciliation = $id AND version = $version",
           {{"id", row.id}, {"version", row.version}}))
    out.emplace(choice.text("line_key"), choice.text("entry"));
  return out;
}

std::vector<Line> compare_both(storage::Reader& reader, const Row& row, const std::vector<Entry>& ledger) {
  std::vector<Line> out;
  const auto choices = read_choices(reader, row);
  for (const auto side : {Side::sender, Side::receiver})
    if (const auto declaration = read_declaration_of(reader, row, side))
      std::ranges::move(compare(ledger, side, *declaration, choices), std::back_inserter(out));
  return out;
}

bool is_same(const Line& before, const Line& now) {
  return before.kind == now.kind && before.known == now.known && before.declared == now.declared &&
         before.entry == now.entry && before.candidates == now.candidates && before.repeated == now.repeated;
}

std::string first_state(const Line& line) {
  const bool agrees =
      line.kind == Line::Kind::matched || (line.kind == Line::Kind::total && line.known == line.declared);
  return agrees ? "matched" : "open";
}

LineRow fresh(log::Act& act, Line line) {
  const auto explaining = explains(line);
  auto state = first_state(line);
  return {
      .id = LineId::random(act.random()), .line = std::move(line), .explains = explaining, .state = std::move(state)};
}

using ByKey = std::map<std::string, LineRow>;

ByKey by_key(std::vector<LineRow> lines) {
  ByKey out;
  for (auto& line : lines) {
    auto key = line.line.key;
    out.emplace(std::move(key), std::move(line));
  }
  return out;
}

// What was said of the same line in an older version goes along under a new id: the old version stays as it was signed.
void copy_line(log::Act& act, const Row& row, LineRow old) {
  const auto parts = read_parts(act.writer(), old.id);
  old.id = LineId::random(act.random());
  insert_line(act, row, old);
  write_parts(act, old.id, parts);
}

// Both agree which entry it is: what they said stays beside the match.
bool was_settled_as_match(const LineRow& before, const Line& now) {
  return before.state == "settled" && now.kind == Line::Kind::matched && before.line.kind != Line::Kind::matched;
}

void mark_matched(log::Act& act, const LineRow& before, const Line& now) {
  act.run("UPDATE reconciliation_line SET kind = $kind, entry = $entry, known = $known, candidates = '' WHERE id = $id",
          {{"id", before.id}, {"kind", name_of(now.kind)}, {"entry", now.entry}, {"known", now.known}});
}

void write_lines(log::Act& act, const Row& row, std::vector<Line> lines, ByKey here, const ByKey& older) {
  for (auto& line : lines) {
    const auto found = here.find(line.key);
    bool stays = found != here.end() && is_same(found->second.line, line);
    if (found != here.end() && was_settled_as_match(found->second, line)) {
      mark_matched(act, found->second, line);
      stays = true;
    }
    if (found != here.end() && !stays) delete_line(act, found->second.id);
    if (found != here.end()) here.erase(found);
    if (stays) continue;
    const auto before = older.find(line.key);
    if (before != older.end() && is_same(before->second.line, line)) {
      copy_line(act, row, before->second);
    } else {
      insert_line(act, row, fresh(act, std::move(line)));
    }
  }
  for (const auto& [key, gone] : here) delete_line(act, gone.id);
}

void rewrite_lines(log::Act& act, const Row& row, const std::vector<Entry>& ledger,
                   std::optional<std::int64_t> before) {
  auto here = by_key(read_lines(act.writer(), row.id, row.version));
  const auto older = before ? by_key(read_lines(act.writer(), row.id, *before)) : ByKey{};
  write_lines(act, row, compare_both(act.writer(), row, ledger), std::move(here), older);
}

// What was entered for a total that is declared no more, or that agrees without it, is nothing that anybody knows of.
std::int64_t drop_idle_entries(log::Act& act, const Row& row) {
  return act.run(
      "DELETE FROM late_entry WHERE reconciliation = $id AND day IS NULL AND NOT EXISTS (SELECT 1 FROM "
      "reconciliation_line l WHERE l.reconciliation = $id AND l.version = $version AND l.line_key = "
      "late_entry.line_key AND l.state <> 'matched')",
      {{"id", row.id}, {"version", row.version}});
}

void write_version(log::Act& act, const Row& row, const std::vector<Entry>& ledger) {
  std::map<Entry::Way, std::int64_t> known;
  for (const auto& entry : ledger) known[entry.way] += entry.referrals;
  act.run(
      "INSERT INTO reconciliation_version (reconciliation, version, compared_at, ledger_hash, known_referrals, "
      "known_letters, known_entered) VALUES ($id, $version, $now, $hash, $referrals, $letters, $entered) ON CONFLICT "
      "(reconciliation, version) DO UPDATE SET compared_at = excluded.compared_at, ledger_hash = "
      "excluded.ledger_hash, known_referrals = excluded.known_referrals, known_letters = excluded.known_letters, "
      "known_entered = excluded.known_entered",
      {{"id", row.id},
       {"version", row.version},
       {"now", act.now()},
       {"hash", hash_of(ledger)},
       {"referrals", known[Entry::Way::referral]},
       {"letters", known[Entry::Way::letter]},
       {"entered", known[Entry::Way::entered]}});
}

}  // namespace

void rebuild(log::Act& act, const Desk& desk, const Row& row, std::optional<std::int64_t> before) {
  auto ledger = read_ledger(act.writer(), desk, row);
  rewrite_lines(act, row, ledger, before);
  if (drop_idle_entries(act, row) > 0) {
    ledger = read_ledger(act.writer(), desk, row);
    rewrite_lines(act, row, ledger, before);
  }
  write_version(act, row, ledger);
}

Row begin_version(log::Act& act, const Row& row) {
  auto next = row;
  ++next.version;
  const storage::Params versions{{"id", row.id}, {"old", row.version}, {"new", next.version}};
  act.run("UPDATE reconciliation SET version = $new WHERE id = $id AND version = $old", versions);
  for (const auto* copy :
       {"INSERT INTO declaration (reconciliation, version, side, kind, encoding, at, member, team) SELECT "
        "reconciliation, CAST($new AS BIGINT), side, kind, encoding, at, member, team FROM declaration WHERE "
        "reconciliation = $id AND version = $old",
        "INSERT INTO declared_total (reconciliation, version, side, month, need, referrals) SELECT reconciliation, "
        "CAST($new AS BIGINT), side, month, need, referrals FROM declared_total WHERE reconciliation = $id AND "
        "version = $old",
        "INSERT INTO declared_line (reconciliation, version, side, position, reference, day, need) SELECT "
        "reconciliation, CAST($new AS BIGINT), side, position, reference, day, need FROM declared_line WHERE "
        "reconciliation = $id AND version = $old",
        "INSERT INTO reconciliation_choice (reconciliation, version, line_key, entry) SELECT reconciliation, "
        "CAST($new AS BIGINT), line_key, entry FROM reconciliation_choice WHERE reconciliation = $id AND version = "
        "$old"})
    act.run(copy, versions);
  act.note("version", std::to_string(next.version));
  return next;
}

}  // namespace nrm::reconciliation
