#include <charconv>

#include "nrm/access/members.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/identification/moves.hpp"
#include "nrm/identification/routes.hpp"

namespace nrm::identification {
namespace {

using http::JsonReader;
using http::JsonWriter;

constexpr std::size_t kMaxCode = 128;
constexpr std::size_t kMaxForms = 5;

struct Call {
  const Desk& desk;
  const http::Request& request;
  const access::Session& session;
};

Result<std::int64_t> version_of(const http::Request& request) {
  auto text = request.header("if-match").value_or("");
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    return fail(nrm::problems::kInvalid, {{"header:If-Match", text.empty() ? "required" : "wrong-type", {}}});
  return version;
}

// --- what is shown ---
class ViewWriter {
 public:
  ViewWriter(const Call& call, storage::Reader& reader) : call_{call}, reader_{reader} {}

  std::string render(const View& view) {
    out_.begin_object().member("version", view.version).member("pathway_version", view.pathway_version);
    out_.member("rules_version", call_.desk.pack.pathway.version).member("open", view.open);
    write_texts("numbers", view.numbers);
    out_.key("tracks").begin_array();
    for (const auto& track : view.tracks) write(track);
    out_.end_array().key("history").begin_array();
    for (const auto& move : view.history) write(move);
    out_.end_array().key("pauses").begin_array();
    for (const auto& pause : view.pauses) write(pause);
    return out_.end_array().end_object().take();
  }

 private:
  std::string label(const pathway::Labels* labels) const {
    return labels == nullptr ? std::string{} : std::string{pathway::label_in(*labels, call_.request.language)};
  }
  const pathway::Track* track_of(std::string_view id) const { return call_.desk.pack.pathway.find_track(id); }
  // A state that the present rules do not know is called by its code.
  std::string state_label(const pathway::Track* track, const std::string& id) const {
    const auto* state = track == nullptr ? nullptr : track->find(id);
    return state == nullptr ? id : label(&state->labels);
  }
  std::string step_label(const pathway::Track* track, const std::string& id) const {
    if (track != nullptr)
      for (const auto& step : track->transitions)
        if (step.id == id) return label(&step.labels);
    return id;
  }
  void write_texts(std::string_view name, const std::vector<std::string>& texts) {
    out_.key(name).begin_array();
    for (const auto& text : texts) out_.value(text);
    out_.end_array();
  }

  void write(const TrackView& view) {
    out_.begin_object().member("track", view.track->id).member("label", label(&view.track->labels));
    out_.member("state", view.state).member("state_label", state_label(view.track, view.state));
    out_.member("since", view.since).key("times").begin_array();
    for (const auto& time : view.times) write(time);
    out_.end_array().key("moves").begin_array();
    for (const auto& move : view.moves) write(move, *view.track);
    out_.end_array().end_object();
  }

  void write(const RunningTime& time) {
    const auto& clock = time.clock;
    const bool minimum = clock.kind == pathway::ClockKind::minimum;
    out_.begin_object().member("rule", clock.rule).member("label", label(time.labels));
    out_.member("kind", pathway::name_of(clock.kind)).member("started_at", clock.started_at);
    out_.member("due_at", clock.due_at).member("state", pathway::name_of(time.state));
    out_.member("passed", minimum ? clock.breached_at.has_value() : time.is_over);
    write_texts("paused_by", clock.paused_by);
    write_texts("may_pause_for", time.may_pause_for);
    write_texts("may_resume_for", time.may_resume_for);
    out_.end_object();
  }

  void write(const OpenMove& move, const pathway::Track& track) {
    const auto& step = *move.step;
    out_.begin_object().member("transition", step.id).member("label", label(&step.labels)).member("to", step.to);
    out_.member("to_label", state_label(&track, step.to)).member("yours", move.yours);
    write_texts("lacks", move.lacks);
    write_texts("asks", move.asks);
    out_.member("not_before", move.not_before).member("not_started", move.not_started);
    out_.member("window_over", move.window_over)
        .member("not_after", move.not_after)
        .member("source", step.origin.source);
    out_.member("verified", step.origin.verified).key("who").begin_array();
    for (const auto& who : step.who) {
      out_.begin_object();
      write_texts("roles", who.roles);
      write_texts("organisation_kinds", who.organisation_kinds);
      out_.end_object();
    }
    out_.end_array().end_object();
  }

  void write(const PastMove& move) {
    const auto* track = track_of(move.track);
    out_.begin_object().member("id", move.id).member("track", move.track).member("transition", move.transition);
    out_.member("label", step_label(track, move.transition)).member("from_label", state_label(track, move.from));
    out_.member("to_label", state_label(track, move.to)).member("at", move.at);
    out_.member("by", access::find_member_name(reader_, move.by).value_or(std::string{}));
    const auto team = directory::find_team(reader_, move.team);
    out_.member("team", team ? team->name : std::string{}).member("pathway_version", move.pathway_version);
    write_said(move.said);
    out_.end_object();
  }
  std::string name_of(const std::optional<MemberId>& member) {
    return member ? access::find_member_name(reader_, *member).value_or(std::string{}) : std::string{};
  }
  std::string name_of(const std::optional<TeamId>& id) {
    const auto team = id ? directory::find_team(reader_, *id) : std::nullopt;
    return team ? team->name : std::string{};
  }
  void write(const PastPause& pause) {
    const auto* track = track_of(pause.track);
    out_.begin_object().member("track", pause.track).member("label", label(track ? &track->labels : nullptr));
    out_.member("reason", pause.reason).member("at", pause.at).member("by", name_of(std::optional{pause.by}));
    out_.member("team", name_of(std::optional{pause.team})).member("ended_at", pause.ended_at);
    out_.member("ended_by", name_of(pause.ended_by)).member("ended_by_team", name_of(pause.ended_by_team)).end_object();
  }
  void write_said(const std::map<std::string, std::string>& said) {
    const auto text = [&](const char* name) {
      const auto at = said.find(name);
      return at == said.end() ? std::string{} : at->second;
    };
    out_.member("reason", text("reason")).member("decided_on", text("decided-on"));
    out_.member("exceptional", said.contains("exceptional"));
    out_.member("decision_number", text("decision-number")).key("forms").begin_array();
    for (const auto& [name, kept] : said)
      if (name.starts_with("form:"))
        out_.begin_object()
            .member("form", name.substr(5))
            .member("kept", kept)
            .member("number", text(("form-number:" + name.substr(5)).c_str()))
            .end_object();
    out_.end_array();
  }

  const Call& call_;
  storage::Reader& reader_;
  JsonWriter out_;
};

Result<http::Response> get_moves(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto view = look(call.desk, call.session, *id);
  if (!view) return tl::unexpected(view.error());
  const auto body = call.desk.journal.database().reading([&](storage::Reader& reader) {
    return ViewWriter{call, reader}.render(*view);
  });
  auto response = http::json(200, body);
  response.headers["ETag"] = "\"" + std::to_string(view->version) + "\"";
  return response;
}

// --- what is done ---
std::optional<Decision> read_decision(JsonReader& in) {
  if (!in.has("decision")) return std::nullopt;
  auto part = in.object("decision");
  if (!part) return std::nullopt;
  const auto on = part->date("on");
  auto number = part->text<kMaxNumber>("number", JsonReader::optional);
  return Decision{on.value_or(Date{}), std::move(number)};
}

std::vector<FormAnswer> read_forms(JsonReader& in) {
  std::vector<FormAnswer> out;
  for (auto& part : in.objects("forms", kMaxForms, JsonReader::optional)) {
    FormAnswer answer;
    answer.form = part.text<kMaxCode>("form");
    answer.kept = parse_kept(part.code("kept", {"paper", "other-system"})).value_or(Kept::paper);
    answer.number = part.text<kMaxNumber>("number");
    out.push_back(std::move(answer));
  }
  return out;
}

Result<http::Response> post_move(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  NewMove input;
  input.transition = in->text<kMaxCode>("transition");
  input.reason = in->text<kMaxReason>("reason", JsonReader::optional);
  input.decision = read_decision(*in);
  input.forms = read_forms(*in);
  input.exceptional = in->boolean("exceptional", JsonReader::optional);
  input.adopt_pathway = in->boolean("adopt_pathway", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto version = version_of(call.request);
  if (!version) return tl::unexpected(version.error());
  const auto moved = move(call.desk, call.session, *id, *version, input);
  if (!moved) return tl::unexpected(moved.error());
  JsonWriter out;
  out.begin_object().member("id", moved->id).member("track", moved->track).member("state", moved->state);
  out.member("version", moved->version).end_object();
  return http::created("/api/v1/cases/" + id->text() + "/moves", out.take());
}

using Stop = Result<void> (*)(const Desk&, const access::Session&, const CaseId&, const std::string&,
                              const std::string&);
Result<http::Response> post_stop(const Call& call, Stop stop, bool stands_still) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto track = in->text<kMaxCode>("track");
  const auto reason = in->text<kMaxCode>("reason");
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = stop(call.desk, call.session, *id, track, reason);
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("track", track).member("stands_still", stands_still).end_object();
  return http::json(201, out.take());
}

Result<http::Response> post_pause(const Call& call) {
  return post_stop(call, pause, true);
}
Result<http::Response> post_resumption(const Call& call) {
  return post_stop(call, resume, false);
}

}  // namespace

std::vector<http::Route> identification_routes(const Desk& desk, access::SessionResolver sessions) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) -> http::Handler {
    return [desk, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour({desk, request, *session});
    };
  };
  using enum http::Method;
  return {{get, "/api/v1/cases/{id}/moves", handler(get_moves)},
          {post, "/api/v1/cases/{id}/moves", handler(post_move)},
          {post, "/api/v1/cases/{id}/track-pause", handler(post_pause)},
          {post, "/api/v1/cases/{id}/track-resumption", handler(post_resumption)}};
}

}  // namespace nrm::identification
