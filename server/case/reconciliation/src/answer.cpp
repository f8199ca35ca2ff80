#include <algorithm>

#include "acting.hpp"

namespace nrm::reconciliation {
namespace {

Failure at_part(std::size_t at, const char* field, const char* code) {
  return fail(nrm::problems::kInvalid, {{fmt::format("/parts/{}/{}", at, field), code, {}}});
}

bool other_declared_list(log::Act& act, const Row& row, Side side) {
  const auto declaration = read_declaration_of(act.writer(), row, other(side));
  return declaration && declaration->kind == Declaration::Kind::list;
}

// Only what is declared and not here can be entered; where the other body has a list, one by one from there.
bool may_enter(log::Act& act, const Row& row, const LineRow& line) {
  if (line.line.kind == Line::Kind::missing_here) return true;
  return line.line.kind == Line::Kind::total && line.line.declared > line.line.known &&
         !other_declared_list(act, row, line.line.side);
}

Result<void> check_parts(log::Act& act, const Row& row, const LineRow& line, const std::vector<Part>& parts) {
  std::int64_t sum = 0;
  std::set<std::string> seen;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    const auto& part = parts[at];
    if (!seen.insert(part.reason).second) return at_part(at, "reason", "contradicts");
    if (part.reason == kEnter && !may_enter(act, row, line)) return at_part(at, "reason", "not-in-list");
    if (part.reason == "other" && part.document.empty()) return at_part(at, "document", "required");
    if (!part.document.empty() && !is_plain_number(part.document)) return at_part(at, "document", "name-like");
    sum += part.referrals;
  }
  if (sum == line.line.size()) return {};
  return fail(
      nrm::problems::kInvalid,
      {{"/parts", "wrong-sum", {{"expected", std::to_string(line.line.size())}, {"sum", std::to_string(sum)}}}});
}

Result<void> check(log::Act& act, const Row& row, const LineRow& line, const Answer& answer) {
  const bool in_doubt = line.line.kind == Line::Kind::in_doubt;
  if (in_doubt != answer.entry.has_value() || in_doubt != answer.parts.empty())
    return fail(nrm::problems::kInvalid, {{in_doubt ? "/entry" : "/parts", "required", {}}});
  if (!in_doubt) return check_parts(act, row, line, answer.parts);
  const auto& candidates = line.line.candidates;
  if (answer.entry->empty() || std::ranges::find(candidates, *answer.entry) != candidates.end()) return {};
  return fail(nrm::problems::kInvalid, {{"/entry", "not-in-list", {}}});
}

void write_answer(log::Act& act, const access::Session& session, const LineRow& line, const Answer& answer) {
  act.run(
      "UPDATE reconciliation_line SET state = 'answered', chosen = $chosen, answered_at = $now, answered_by = $member, "
      "answered_team = $team WHERE id = $id",
      {{"id", line.id},
       {"chosen", answer.entry},
       {"now", act.now()},
       {"member", session.member},
       {"team", session.team}});
  write_parts(act, line.id, answer.parts);
}

// The lines in their order, each of this version, in that state, and the side's to act on.
Result<std::vector<LineRow>> take(log::Act& act, const Row& row, const LineIds& ids, std::string_view state,
                                  const std::function<bool(const LineRow&)>& is_its) {
  if (!signed_by(act.writer(), row.id, row.version).empty()) return fail(problems::kSigned);
  std::vector<LineRow> out;
  std::set<LineId> seen;
  for (const auto& id : ids) {
    auto line = find_line(act.writer(), row, id);
    if (!line || !seen.insert(id).second)
      return fail(nrm::problems::kInvalid, {{fmt::format("/lines/{}", out.size()), "unknown", {}}});
    if (!is_its(*line)) return fail(problems::kNotYours);
    if (line->state != state) return fail(nrm::problems::kConflict);
    out.push_back(std::move(*line));
  }
  act.note("lines", std::to_string(out.size()));
  return out;
}

void choose(log::Act& act, const Row& row, const Line& line, const std::string& entry) {
  act.run(
      "INSERT INTO reconciliation_choice (reconciliation, version, line_key, entry) VALUES ($id, $version, $key, "
      "$entry) ON CONFLICT (reconciliation, version, line_key) DO UPDATE SET entry = excluded.entry",
      {{"id", row.id}, {"version", row.version}, {"key", line.key}, {"entry", entry}});
}

// Both bodies may have declared it: it is entered once. A body's own numbers begin anew each year, so only what was
// entered here is the same.
std::optional<std::string> entered_before(log::Act& act, const Row& row, const Line& line) {
  if (line.kind != Line::Kind::total && line.reference.empty()) return std::nullopt;
  const auto found =
      line.kind == Line::Kind::total
          ? act.query_one(
                "SELECT id FROM late_entry WHERE reconciliation = $id AND version = $version AND day IS NULL AND month "
                "= $month AND need = $need AND line_key <> $key",
                {{"id", row.id},
                 {"version", row.version},
                 {"month", to_text(line.month)},
                 {"need", line.need},
                 {"key", line.key}})
          : act.query_one("SELECT id FROM late_entry WHERE reconciliation = $id AND reference = $reference",
                          {{"id", row.id}, {"reference", line.reference}});
  return found ? std::optional{found->text("id")} : std::nullopt;
}

// What was entered before for the same total, be it in an older version, is part of the gap that is settled now. The
// older protocol is text by now. How many went.
std::int64_t drop_earlier_entry(log::Act& act, const Row& row, const Line& total) {
  return act.run("DELETE FROM late_entry WHERE reconciliation = $id AND day IS NULL AND line_key = $key",
                 {{"id", row.id}, {"key", total.key}});
}

std::string enter(log::Act& act, const Row& row, const Line& line, std::int64_t referrals) {
  if (auto before = entered_before(act, row, line)) return *before;
  if (line.kind == Line::Kind::total) drop_earlier_entry(act, row, line);
  auto id = "late:" + ReconciliationId::random(act.random()).text();
  act.run(
      "INSERT INTO late_entry (id, from_organisation, to_organisation, month, day, need, reference, referrals, "
      "reconciliation, version, line_key, at) VALUES ($id, $from, $to, $month, $day, $need, $reference, $referrals, "
      "$reconciliation, $version, $key, $now)",
      {{"id", id},
       {"from", row.pair.from},
       {"to", row.pair.to},
       {"month", to_text(line.month)},
       {"day", line.day},
       {"need", line.need},
       {"reference", line.reference},
       {"referrals", referrals},
       {"reconciliation", row.id},
       {"version", row.version},
       {"key", line.key},
       {"now", act.now()}});
  return id;
}

// What follows from an answer that both agree on. True where the lines must be compared anew.
bool carry_out(log::Act& act, const Row& row, const LineRow& line) {
  if (line.chosen) {
    choose(act, row, line.line, *line.chosen);
    return true;
  }
  for (const auto& part : read_parts(act.writer(), line.id)) {
    if (part.reason != kEnter) continue;
    const auto entry = enter(act, row, line.line, part.referrals);
    if (line.line.kind == Line::Kind::missing_here) choose(act, row, line.line, entry);
    return true;
  }
  return line.line.kind == Line::Kind::total && drop_earlier_entry(act, row, line.line) > 0;
}

void settle(log::Act& act, const access::Session& session, const LineRow& line) {
  act.run(
      "UPDATE reconciliation_line SET state = 'settled', settled_at = $now, settled_by = $member, settled_team = $team "
      "WHERE id = $id",
      {{"id", line.id}, {"now", act.now()}, {"member", session.member}, {"team", session.team}});
}

}  // namespace

Result<void> answer(const Desk& desk, const access::Session& session, const ReconciliationId& id, const LineIds& lines,
                    const Answer& answer) {
  return as_side<void>(
      desk, session, "reconciliation.answer", id, [&](log::Act& act, const Row& row, Side side) -> Result<void> {
        const auto taken = take(act, row, lines, "open", [side](const LineRow& line) { return line.explains == side; });
        if (!taken) return tl::unexpected(taken.error());
        for (const auto& line : *taken) {
          if (const auto fine = check(act, row, line, answer); !fine) return fine;
          write_answer(act, session, line, answer);
        }
        return {};
      });
}

Result<void> confirm(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                     const LineIds& lines) {
  return as_side<void>(
      desk, session, "reconciliation.confirm", id, [&](log::Act& act, const Row& row, Side side) -> Result<void> {
        const auto taken =
            take(act, row, lines, "answered", [side](const LineRow& line) { return line.explains != side; });
        if (!taken) return tl::unexpected(taken.error());
        bool changes = false;
        for (const auto& line : *taken) {
          settle(act, session, line);
          changes = carry_out(act, row, line) || changes;
        }
        if (changes) rebuild(act, desk, row);
        return {};
      });
}

Result<void> give_back(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                       const LineIds& lines) {
  return as_side<void>(
      desk, session, "reconciliation.give-back", id, [&](log::Act& act, const Row& row, Side side) -> Result<void> {
        const auto taken =
            take(act, row, lines, "answered", [side](const LineRow& line) { return line.explains != side; });
        if (!taken) return tl::unexpected(taken.error());
        for (const auto& line : *taken) {
          write_parts(act, line.id, {});
          act.run("UPDATE reconciliation_line SET state = 'open', chosen = NULL WHERE id = $id", {{"id", line.id}});
        }
        return {};
      });
}

}  // namespace nrm::reconciliation
