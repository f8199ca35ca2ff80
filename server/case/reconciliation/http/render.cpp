#include "render.hpp"

#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"

namespace nrm::reconciliation {
namespace {

using http::JsonWriter;

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

class Renderer {
 public:
  explicit Renderer(storage::Reader& reader) : reader_{reader} {}

  std::string render(const std::vector<Summary>& list) {
    out_.begin_object().key("items").begin_array();
    for (const auto& one : list) {
      out_.begin_object();
      write_summary(one);
      out_.end_object();
    }
    return out_.end_array().end_object().take();
  }

  std::string render(const View& view) {
    out_.begin_object();
    write_summary(view.summary);
    write_versions(view);
    out_.member("compared_at", view.compared_at).member("known", view.known);
    out_.member("known_referrals", view.known_referrals).member("known_letters", view.known_letters);
    out_.member("known_entered", view.known_entered);
    write_side("sender", view.sender);
    write_side("receiver", view.receiver);
    out_.key("lines").begin_array();
    for (const auto& line : view.lines) write_line(view, line);
    out_.end_array().member("protocol", text_or_null(view.protocol)).member("hash", text_or_null(view.hash));
    return out_.end_object().take();
  }

 private:
  void write_body(std::string_view key, const OrganisationId& id) {
    const auto found = directory::find_organisation(reader_, id);
    out_.key(key).begin_object().member("id", id).member("name", found ? found->name : "").end_object();
  }

  void write_summary(const Summary& one) {
    out_.member("id", one.id);
    write_body("from", one.pair.from);
    write_body("to", one.pair.to);
    out_.member("first_month", to_text(one.period.first)).member("last_month", to_text(one.period.last));
    out_.member("version", one.version).member("state", name_of(one.state));
    out_.member("side", one.side ? std::optional{std::string{name_of(*one.side)}} : std::nullopt);
    out_.key("waiting").begin_array();
    if (one.waiting.sender) out_.value("sender");
    if (one.waiting.receiver) out_.value("receiver");
    out_.end_array().member("opened_at", one.opened_at);
  }

  void write_versions(const View& view) {
    out_.member("shown_version", view.shown_version).key("versions").begin_array();
    for (const auto& version : view.versions)
      out_.begin_object()
          .member("version", version.number)
          .member("state", name_of(version.state))
          .member("hash", text_or_null(version.hash))
          .end_object();
    out_.end_array();
  }

  std::string team(const TeamId& id) {
    const auto known = teams_.find(id);
    if (known != teams_.end()) return known->second;
    const auto found = directory::find_team(reader_, id);
    return teams_[id] = found ? found->name : "";
  }

  void write_stamp(std::string_view at, std::string_view by, const std::optional<Stamp>& stamp) {
    out_.key(at).value(stamp ? std::optional{stamp->at} : std::nullopt);
    out_.key(by).value(stamp ? std::optional{team(stamp->team)} : std::nullopt);
  }

  void write_side(std::string_view key, const SideView& side) {
    std::optional<std::string> kind;
    if (side.kind) kind = *side.kind == Declaration::Kind::list ? "list" : "totals";
    out_.key(key).begin_object().member("kind", kind).member("encoding", text_or_null(side.encoding));
    write_stamp("declared_at", "declared_by", side.declared);
    write_stamp("signed_at", "signed_by", side.signature);
    out_.member("declared", side.figure_declared).member("matched", side.matched);
    out_.member("missing_here", side.missing_here).member("missing_there", side.missing_there);
    out_.member("in_doubt", side.in_doubt).end_object();
  }

  void write_entry(const View& view, const std::string& id) {
    const auto found = view.entries.find(id);
    if (found == view.entries.end()) {
      out_.null();
      return;
    }
    const auto& entry = found->second;
    out_.begin_object().member("entry", entry.id).member("way", name_of(entry.way));
    out_.member("reference", text_or_null(entry.reference)).member("need", entry.need);
    out_.member("day", entry.day).end_object();
  }

  void write_line(const View& view, const LineView& line) {
    const auto& what = line.line;
    out_.begin_object().member("id", line.id).member("side", name_of(what.side));
    out_.member("kind", name_of(what.kind)).member("explains", name_of(line.explains)).member("state", line.state);
    out_.member("reference", text_or_null(what.reference)).member("need", what.need).member("day", what.day);
    out_.member("month", to_text(what.month)).member("known", what.known).member("declared", what.declared);
    out_.member("repeated", what.repeated).key("entry");
    write_entry(view, what.entry);
    out_.key("candidates").begin_array();
    for (const auto& candidate : what.candidates)
      if (view.entries.contains(candidate)) write_entry(view, candidate);
    out_.end_array().key("reasons").begin_array();
    for (const auto& part : line.parts)
      out_.begin_object()
          .member("reason", part.reason)
          .member("referrals", part.referrals)
          .member("document", text_or_null(part.document))
          .end_object();
    out_.end_array().member("chosen", line.chosen);
    write_stamp("answered_at", "answered_by", line.answered);
    write_stamp("settled_at", "settled_by", line.settled);
    out_.end_object();
  }

  storage::Reader& reader_;
  JsonWriter out_;
  std::map<TeamId, std::string> teams_;
};

}  // namespace

std::string render(storage::Database& database, const std::vector<Summary>& list) {
  return database.reading([&](storage::Reader& reader) { return Renderer{reader}.render(list); });
}

std::string render(storage::Database& database, const View& view) {
  return database.reading([&](storage::Reader& reader) { return Renderer{reader}.render(view); });
}

}  // namespace nrm::reconciliation
