#include "nrm/access/keyring.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/own_key.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/crypto/crypto.hpp"
#include "rows.hpp"

namespace nrm::htcds {
namespace {

inline constexpr ProblemType kDiffers{"htcds.differs-from-imported", 409};  // never leaves this file as a problem

// Keyed, so that the table tells nobody without the team's key which rows it knows. A key of its own: it outlives every
// rotation, and comes along when teams are merged, so that what came in before is still recognised.
Result<std::vector<casefile::OwnKey>> row_keys(log::Act& act, const access::Permit& permit) {
  return casefile::own_keys(act, permit, "import-rows", access::Compartment::casework);
}

std::string hash(const Key32& key, std::string_view text) {
  return to_hex(crypto::keyed_hash(key, view_of(text)));
}

struct Mark {
  std::string source;
  std::string content;
};

Mark mark_of(const Key32& key, const Taking& taking) {
  return {hash(key, taking.source.identity), hash(key, taking.source.content)};
}

enum class Known { no, same, differs };
Known find_row(log::Act& act, const access::Session& session, const std::vector<casefile::OwnKey>& keys,
               const Taking& taking) {
  for (const auto& own : keys) {
    const auto mark = mark_of(own.key, taking);
    const auto row = act.query_one("SELECT content FROM import_row WHERE team = $team AND source = $source",
                                   {{"team", session.team}, {"source", mark.source}});
    if (row) return row->text("content") == mark.content ? Known::same : Known::differs;
  }
  return Known::no;
}

Result<CaseId> make_case(log::Act& act, const access::Permit& permit, const Taking& taking, const pathway::Pack& pack) {
  if (auto faults = casefile::find_code_faults(taking.values, pack, "/values"); !faults.empty())
    return fail(nrm::problems::kInvalid, std::move(faults));
  auto input = casefile::new_case_under(pack, taking.values, act.now());
  input.basis_missing = true;
  const auto opened = casefile::open_case(act, permit, input);
  if (!opened) return tl::unexpected(opened.error());
  for (const auto& [kind, cells] : taking.as_written) {
    const auto kept =
        casefile::keep_note(act, permit, opened->id, kind, std::string{casefile::kAsWrittenNote}, encode_cells(cells));
    if (!kept) return tl::unexpected(kept.error());
  }
  return opened->id;
}

Result<Taken> take_in_act(log::Act& act, const access::Session& session, const Taking& taking,
                          const pathway::Pack& pack) {
  const auto permit = access::decide(act, session, access::Relation::own_team);
  if (!permit) return tl::unexpected(permit.error());
  const auto keys = row_keys(act, *permit);
  if (!keys) return tl::unexpected(keys.error());
  const auto known = find_row(act, session, *keys, taking);
  if (known == Known::differs) return fail(kDiffers);
  if (known == Known::same) return Taken::already_there;
  const auto mark = mark_of(keys->front().key, taking);
  const auto id = make_case(act, *permit, taking, pack);
  if (!id) return tl::unexpected(id.error());
  act.run(
      "INSERT INTO import_row (team, source, content, case_id, position, at) "
      "VALUES ($team, $source, $content, $case, $position, $at)",
      {{"team", session.team},
       {"source", mark.source},
       {"content", mark.content},
       {"case", *id},
       {"position", taking.position},
       {"at", act.now()}});
  return Taken::imported;
}

std::string column_of(const std::string& pointer) {
  const auto slash = pointer.find_last_of("/.");
  return slash == std::string::npos ? pointer : pointer.substr(slash + 1);
}

}  // namespace

Result<Taken> take_in(log::Journal& journal, const access::Session& session, std::string action, const Taking& taking,
                      const pathway::Pack& pack) {
  const auto header = session.header(std::move(action), "assist", {std::nullopt, session.organisation, {}});
  return journal.act<Taken>(header, [&](log::Act& act) { return take_in_act(act, session, taking, pack); });
}

void refuse(ImportReport& report, int row, int line, const std::vector<std::pair<std::string, std::string>>& faults) {
  ++report.refused;
  for (const auto& [column, reason] : faults) report.refusals.push_back({row, line, column, reason});
}

Result<void> count(ImportReport& report, const Result<Taken>& taken, int row, int line) {
  if (taken) {
    ++(*taken == Taken::imported ? report.imported : report.already_there);
    return {};
  }
  const auto& problem = taken.error();
  if (problem.type == kDiffers) {
    refuse(report, row, line, {{"", "differs-from-imported"}});
    return {};
  }
  if (!(problem.type == nrm::problems::kInvalid)) return tl::unexpected(problem);
  std::vector<std::pair<std::string, std::string>> faults;
  for (const auto& field : problem.fields) faults.emplace_back(column_of(field.pointer), field.code);
  if (faults.empty()) faults.emplace_back("", "wrong-type");
  refuse(report, row, line, faults);
  return {};
}

}  // namespace nrm::htcds
