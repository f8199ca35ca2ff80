// The text that both bodies sign. Its format is part of what was signed: a change is another format number.
#include <fmt/format.h>

#include "nrm/crypto/crypto.hpp"
#include "nrm/directory/directory.hpp"
#include "store.hpp"

namespace nrm::reconciliation {
namespace {

constexpr int kFormat = 1;

class Protocol {
 public:
  Protocol(storage::Reader& reader, const Desk& desk, const Row& row, std::int64_t version)
      : reader_{reader}, desk_{desk}, row_{row}, version_{read_version(reader, row.id, version)} {
    row_.version = version;
  }

  std::string write() {
    write_head();
    const auto lines = read_lines(reader_, row_.id, row_.version);
    for (const auto side : {Side::sender, Side::receiver}) write_side(side, lines);
    return std::move(out_);
  }

 private:
  template <class... Parts>
  void put(fmt::format_string<Parts...> form, Parts&&... parts) {
    out_ += fmt::format(form, std::forward<Parts>(parts)...);
    out_ += '\n';
  }

  std::string body(const OrganisationId& id) {
    const auto found = directory::find_organisation(reader_, id);
    return fmt::format("{} ({})", found ? found->name : "", id.text());
  }
  std::string team(const std::optional<TeamId>& id) {
    const auto found = id ? directory::find_team(reader_, *id) : std::nullopt;
    return found ? found->name : "";
  }

  void write_head() {
    put("Reconciliation of referrals, format {}", kFormat);
    put("number: {}", row_.id.text());
    put("version: {}", row_.version);
    put("sender: {}", body(row_.pair.from));
    put("receiver: {}", body(row_.pair.to));
    put("months: {} to {}, {}", to_text(row_.period.first), to_text(row_.period.last), desk_.pack.time_zone);
    put("compared at: {}", to_rfc3339(version_.compared_at));
    put("known in the ledger: {} (referrals {}, letters {}, entered late {})",
        version_.known_referrals + version_.known_letters + version_.known_entered, version_.known_referrals,
        version_.known_letters, version_.known_entered);
    put("the ledger's SHA-256: {}", version_.ledger_hash);
  }

  void write_side(Side side, const std::vector<LineRow>& lines) {
    const auto row = reader_.query_one(
        "SELECT kind, at, team FROM declaration WHERE reconciliation = $id AND version = $version AND side = $side",
        {{"id", row_.id}, {"version", row_.version}, {"side", name_of(side)}});
    if (!row) return put("the {} declares nothing", name_of(side));
    std::vector<Line> own;
    for (const auto& line : lines)
      if (line.line.side == side) own.push_back(line.line);
    const auto figures = figures_of(own);
    put("the {} declares by {}: {}, at {}, {}", name_of(side), row->text("kind"), figures.declared,
        to_rfc3339(row->time("at")), team(row->id<TeamId>("team")));
    put("matched {}, missing here {}, missing there {}, in doubt {}", figures.matched, figures.missing_here,
        figures.missing_there, figures.in_doubt);
    for (const auto& line : lines)
      if (line.line.side == side) write_line(line);
  }

  void write_line(const LineRow& row) {
    const auto& line = row.line;
    put("- {} {} {} {}: known {}, declared {}, {}", name_of(line.kind),
        line.day ? to_iso(*line.day) : to_text(line.month), line.need, line.reference.empty() ? "-" : line.reference,
        line.known, line.declared, row.state);
    for (const auto& part : read_parts(reader_, row.id))
      put("  {} {}{}{}", part.reason, part.referrals, part.document.empty() ? "" : ", document ", part.document);
    if (row.chosen) put("  {}", row.chosen->empty() ? "none of the candidates" : "the same as " + *row.chosen);
    if (row.answered_at) put("  said by {}, {}", team(row.answered_team), to_rfc3339(*row.answered_at));
    if (row.settled_at) put("  agreed by {}, {}", team(row.settled_team), to_rfc3339(*row.settled_at));
  }

  storage::Reader& reader_;
  const Desk& desk_;
  Row row_;
  VersionRow version_;
  std::string out_;
};

}  // namespace

std::string protocol_of(storage::Reader& reader, const Desk& desk, const Row& row, std::int64_t version) {
  if (auto frozen = read_version(reader, row.id, version).protocol) return std::move(*frozen);
  return Protocol{reader, desk, row, version}.write();
}

std::string hash_of_protocol(const std::string& text) {
  return to_hex(crypto::sha256(view_of(text)));
}

}  // namespace nrm::reconciliation
