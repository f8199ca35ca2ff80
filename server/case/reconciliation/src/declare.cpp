#include "acting.hpp"

namespace nrm::reconciliation {
namespace {

void write_lines(log::Act& act, const Row& row, Side side, const Declaration& declaration) {
  std::int64_t position = 0;
  for (const auto& line : declaration.lines)
    act.run(
        "INSERT INTO declared_line (reconciliation, version, side, position, reference, day, need) VALUES ($id, "
        "$version, $side, $position, $reference, $day, $need)",
        {{"id", row.id},
         {"version", row.version},
         {"side", name_of(side)},
         {"position", ++position},
         {"reference", line.reference},
         {"day", line.day},
         {"need", line.need}});
}

void write_totals(log::Act& act, const Row& row, Side side, const Declaration& declaration) {
  for (const auto& total : declaration.totals)
    act.run(
        "INSERT INTO declared_total (reconciliation, version, side, month, need, referrals) VALUES ($id, $version, "
        "$side, $month, $need, $referrals)",
        {{"id", row.id},
         {"version", row.version},
         {"side", name_of(side)},
         {"month", to_text(total.month)},
         {"need", total.need},
         {"referrals", total.referrals}});
}

void clear(log::Act& act, const Row& row, Side side) {
  for (const auto* statement :
       {"DELETE FROM declared_line WHERE reconciliation = $id AND version = $version AND side = $side",
        "DELETE FROM declared_total WHERE reconciliation = $id AND version = $version AND side = $side",
        "DELETE FROM declaration WHERE reconciliation = $id AND version = $version AND side = $side"})
    act.run(statement, {{"id", row.id}, {"version", row.version}, {"side", name_of(side)}});
}

// A list says one by one what was entered by totals before: counted in both ways it would be there twice.
void drop_entered_totals(log::Act& act, const Row& row) {
  act.run("DELETE FROM late_entry WHERE reconciliation = $id AND day IS NULL", {{"id", row.id}});
}

void write(log::Act& act, const access::Session& session, const Row& row, Side side, const Declaration& declaration,
           const std::string& encoding) {
  const bool is_list = declaration.kind == Declaration::Kind::list;
  clear(act, row, side);
  if (is_list) drop_entered_totals(act, row);
  act.run(
      "INSERT INTO declaration (reconciliation, version, side, kind, encoding, at, member, team) VALUES ($id, "
      "$version, $side, $kind, $encoding, $now, $member, $team)",
      {{"id", row.id},
       {"version", row.version},
       {"side", name_of(side)},
       {"kind", is_list ? "list" : "totals"},
       {"encoding", encoding},
       {"now", act.now()},
       {"member", session.member},
       {"team", session.team}});
  write_lines(act, row, side, declaration);
  write_totals(act, row, side, declaration);
}

Result<void> replace(log::Act& act, const Desk& desk, const access::Session& session, const Row& held, Side side,
                     const ReadFile& read) {
  const bool is_signed = !signed_by(act.writer(), held.id, held.version).empty();
  const auto row = is_signed ? begin_version(act, held) : held;
  write(act, session, row, side, read.declaration, read.encoding);
  rebuild(act, desk, row, is_signed ? std::optional{held.version} : std::nullopt);
  return {};
}

}  // namespace

Result<void> declare_totals(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                            const std::vector<DeclaredTotal>& totals) {
  return as_side<void>(desk, session, "reconciliation.declare", id,
                       [&](log::Act& act, const Row& row, Side side) -> Result<void> {
                         auto faults = find_faults(totals, desk.pack, row.period);
                         if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
                         return replace(act, desk, session, row, side, {{Declaration::Kind::totals, totals, {}}, ""});
                       });
}

Result<void> declare_list(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                          const std::string& bytes) {
  return as_side<void>(desk, session, "reconciliation.declare", id,
                       [&](log::Act& act, const Row& row, Side side) -> Result<void> {
                         const auto read = read_declaration(bytes, desk.pack, row.period);
                         if (!read) return tl::unexpected(read.error());
                         return replace(act, desk, session, row, side, *read);
                       });
}

Result<void> compare_anew(const Desk& desk, const access::Session& session, const ReconciliationId& id) {
  return as_side<void>(desk, session, "reconciliation.compare", id,
                       [&](log::Act& act, const Row& held, Side) -> Result<void> {
                         const bool is_signed = !signed_by(act.writer(), id, held.version).empty();
                         const auto before = read_version(act.writer(), id, held.version).ledger_hash;
                         if (is_signed && hash_of(read_ledger(act.writer(), desk, held)) == before)
                           return fail(problems::kSigned);
                         const auto row = is_signed ? begin_version(act, held) : held;
                         rebuild(act, desk, row, is_signed ? std::optional{held.version} : std::nullopt);
                         return {};
                       });
}

}  // namespace nrm::reconciliation
