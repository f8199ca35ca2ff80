#include <algorithm>
#include <array>

#include "nrm/disclosure/small_cells.hpp"
#include "store.hpp"

namespace nrm::reconciliation {
namespace {

constexpr std::int64_t kLongestList = 200;

Summary summary_of(storage::Reader& reader, const Row& row, std::optional<Side> side) {
  return {row.id,
          row.pair,
          row.period,
          row.version,
          state_of(reader, row.id, row.version),
          side,
          waiting_for(reader, row.id, row.version),
          row.opened_at};
}

std::vector<Summary> of_body(storage::Reader& reader, const access::Session& session) {
  std::vector<Summary> out;
  for (const auto& row : reader.query(
           "SELECT * FROM reconciliation WHERE from_organisation = $own OR to_organisation = $own ORDER BY opened_at "
           "DESC, id LIMIT $limit",
           {{"own", session.organisation}, {"limit", kLongestList}})) {
    const auto found = row_of(row);
    out.push_back(summary_of(reader, found, side_of(reader, found, session)));
  }
  return out;
}

std::vector<Summary> of_all(storage::Reader& reader, const access::Session& session) {
  std::vector<Summary> out;
  for (const auto& row : reader.query("SELECT * FROM reconciliation ORDER BY opened_at DESC, id LIMIT $limit",
                                      {{"limit", kLongestList}})) {
    const auto found = row_of(row);
    out.push_back(summary_of(reader, found, side_of(reader, found, session)));
  }
  return out;
}

std::optional<Stamp> stamp_of(const std::optional<UtcTime>& at, const std::optional<TeamId>& team) {
  if (!at || !team) return std::nullopt;
  return Stamp{*team, *at};
}

void set_figures(SideView& view, const Figures& figures) {
  view.figure_declared = figures.declared;
  view.matched = figures.matched;
  view.missing_here = figures.missing_here;
  view.missing_there = figures.missing_there;
  view.in_doubt = figures.in_doubt;
}

SideView side_view(storage::Reader& reader, const Row& row, Side side, const std::vector<LineRow>& lines) {
  SideView out;
  const storage::Params place{{"id", row.id}, {"version", row.version}, {"side", name_of(side)}};
  const auto declared = reader.query_one(
      "SELECT kind, encoding, at, team FROM declaration WHERE reconciliation = $id AND version = $version AND side = "
      "$side",
      place);
  if (declared) {
    out.kind = declared->text("kind") == "list" ? Declaration::Kind::list : Declaration::Kind::totals;
    out.encoding = declared->text("encoding");
    out.declared = Stamp{declared->id<TeamId>("team"), declared->time("at")};
    std::vector<Line> own;
    for (const auto& line : lines)
      if (line.line.side == side) own.push_back(line.line);
    set_figures(out, figures_of(own));
  }
  const auto signature = reader.query_one(
      "SELECT team, at FROM protocol_signature WHERE reconciliation = $id AND version = $version AND side = $side",
      place);
  if (signature) out.signature = Stamp{signature->id<TeamId>("team"), signature->time("at")};
  return out;
}

// Of a third body: a figure below ten, and whatever would give one away, is hidden.
void hide_small(View& view) {
  std::int64_t gap = 0;
  for (auto* side : {&view.sender, &view.receiver}) {
    if (!side->kind) continue;
    const auto shown =
        disclosure::shown_cells({*side->matched, *side->missing_here, *side->missing_there, *side->in_doubt});
    const std::array cells{&side->matched, &side->missing_here, &side->missing_there, &side->in_doubt};
    gap = std::max(gap, disclosure::is_small(std::abs(*side->figure_declared - *view.known)) ? std::int64_t{1} : 0);
    // All or none: they come to what was declared and to what is known, in two ways.
    if (!std::ranges::all_of(shown.cells, [](bool one) { return one; }))
      for (auto* cell : cells) cell->reset();
    if (disclosure::is_small(*side->figure_declared)) side->figure_declared.reset();
  }
  const auto known = disclosure::shown_cells({*view.known_referrals, *view.known_letters, *view.known_entered});
  if (gap != 0 || !known.total) view.known.reset();
  if (!view.known || !std::ranges::all_of(known.cells, [](bool one) { return one; })) {
    view.known_referrals.reset();
    view.known_letters.reset();
    view.known_entered.reset();
  }
}

void add_lines(storage::Reader& reader, const Desk& desk, const Row& row, std::vector<LineRow> lines, View& view) {
  std::set<std::string> wanted;
  for (auto& line : lines) {
    wanted.insert(line.line.entry);
    wanted.insert(line.line.candidates.begin(), line.line.candidates.end());
    auto parts = read_parts(reader, line.id);
    view.lines.push_back({line.id, std::move(line.line), line.state, line.explains, std::move(parts), line.chosen,
                          stamp_of(line.answered_at, line.answered_team),
                          stamp_of(line.settled_at, line.settled_team)});
  }
  for (auto& entry : read_ledger(reader, desk, row)) {
    const auto id = entry.id;
    if (wanted.contains(id)) view.entries.emplace(id, std::move(entry));
  }
}

std::vector<Version> versions_of(storage::Reader& reader, const ReconciliationId& id, std::int64_t newest) {
  std::vector<Version> out;
  for (std::int64_t number = 1; number <= newest; ++number)
    out.push_back({number, state_of(reader, id, number), read_version(reader, id, number).hash});
  return out;
}

View read_view(storage::Reader& reader, const Desk& desk, const Held& held, std::int64_t version) {
  auto row = held.row;
  View out{.summary = summary_of(reader, row, held.side)};
  out.versions = versions_of(reader, row.id, row.version);
  out.shown_version = row.version = version;
  const auto stored = read_version(reader, row.id, version);
  out.compared_at = stored.compared_at;
  out.known = stored.known_referrals + stored.known_letters + stored.known_entered;
  out.known_referrals = stored.known_referrals;
  out.known_letters = stored.known_letters;
  out.known_entered = stored.known_entered;
  auto lines = read_lines(reader, row.id, version);
  out.sender = side_view(reader, row, Side::sender, lines);
  out.receiver = side_view(reader, row, Side::receiver, lines);
  if (!held.side) {
    hide_small(out);
    return out;
  }
  add_lines(reader, desk, row, std::move(lines), out);
  out.protocol = protocol_of(reader, desk, row, version);
  out.hash = hash_of_protocol(out.protocol);
  return out;
}

}  // namespace

Result<std::vector<Summary>> list(const Desk& desk, const access::Session& session) {
  const auto header = session.header("reconciliation.list", "", {std::nullopt, session.organisation, ""});
  return desk.journal.act<std::vector<Summary>>(header, [&](log::Act& act) -> Result<std::vector<Summary>> {
    const bool coordinates = session.roles.contains(access::Role::coordinator);
    const auto permit =
        access::decide(act, session, coordinates ? access::Relation::instance : access::Relation::own_organisation);
    if (!permit) return tl::unexpected(permit.error());
    auto out = coordinates ? of_all(act.writer(), session) : of_body(act.writer(), session);
    act.note("listed", std::to_string(out.size()));
    return out;
  });
}

Result<View> view(const Desk& desk, const access::Session& session, const ReconciliationId& id,
                  std::optional<std::int64_t> version) {
  const auto header = session.header("reconciliation.view", "", {std::nullopt, session.organisation, id.text()});
  return desk.journal.act<View>(header, [&](log::Act& act) -> Result<View> {
    const auto held = hold(act, session, id);
    if (!held) return tl::unexpected(held.error());
    const auto wanted = version.value_or(held->row.version);
    if (wanted < 1 || wanted > held->row.version) return fail(nrm::problems::kNotFound);
    return read_view(act.writer(), desk, *held, wanted);
  });
}

}  // namespace nrm::reconciliation
