#include <algorithm>
#include <cctype>

#include "query.hpp"

namespace nrm::log {

namespace {

using http::JsonWriter;
using http::Request;
using http::Response;

void write_actor(JsonWriter& out, const Actor& actor) {
  const auto kind = actor.kind == Actor::Kind::member  ? "member"
                    : actor.kind == Actor::Kind::clock ? "clock"
                                                       : "system";
  out.key("actor").begin_object().member("kind", kind).member("member", actor.member).member("team", actor.team);
  out.member("rule", actor.rule).end_object();
}

void write_sequence(JsonWriter& out, const Entry& entry) {
  out.key("sequence");
  if (entry.sequence) {
    out.value(static_cast<std::int64_t>(*entry.sequence));
  } else {
    out.null();
  }
}

// An entry that she may not open is shown as the tree shows it: that something of this class happened in this hour;
// and why it stays closed.
void write_sealed(JsonWriter& out, const Entry& entry, std::string_view why) {
  out.begin_object();
  write_sequence(out, entry);
  out.member("at", UtcTime::from_unix_us(entry.hour * 3'600'000'000)).key("actor").null();
  out.member("action", entry.action_class).member("case_id", entry.case_id);
  out.member("opened", false).member("closed_because", why).end_object();
}

void write_opened(JsonWriter& out, const Entry& entry, const Detail& detail) {
  out.begin_object();
  write_sequence(out, entry);
  out.member("at", detail.time);
  write_actor(out, detail.actor);
  out.member("action", detail.action).member("purpose", detail.purpose).member("object", detail.object);
  out.member("outcome", detail.outcome).member("problem", detail.problem).member("reason", detail.reason);
  out.member("request", detail.request);
  out.member("case_id", entry.case_id).member("opened", true).key("notes").begin_object();
  for (const auto& [name, value] : detail.notes) out.member(name, value);
  out.end_object().end_object();
}

// What is asked: of the leaf in the clear, and of its detail once it is opened.
struct AuditQuery {
  EntryQuery entries;
  std::string outcome;
  std::string request;
  std::optional<MemberId> member;
  std::string case_ending;  // the end of a case's number, as screens show it

  bool asks_detail() const { return !outcome.empty() || !request.empty() || member; }
  bool wants(const std::optional<Detail>& detail) const {
    if (!asks_detail()) return true;
    return detail && (outcome.empty() || detail->outcome == outcome) &&
           (request.empty() || detail->request == request) && (!member || detail->actor.member == member);
  }
};

// One answer: as many entries as a page holds, looked for in at most so many leaves; a rare one is found page by page.
class Search {
 public:
  Search(Act& act, const AuditorView& view, const AuditQuery& asked)
      : act_{act}, view_{view}, asked_{asked}, query_{asked.entries} {
    query_.organisation = view.organisation;
  }

  Result<Response> run() {
    out_.begin_object().key("items").begin_array();
    do {
      const auto page = read_entries(act_.writer(), query_);
      next_ = page.next;
      for (const auto& entry : page.items) {
        if (is_full() && entry.sequence) {
          next_ = last_;
          break;
        }
        look_at(entry);
      }
      query_.page.after = next_;
    } while (next_ && !is_full() && looked_at_ < kMostLeaves);
    act_.note("entries", std::to_string(shown_));
    out_.end_array().member("next", next_).end_object();
    return http::json(200, out_.take());
  }

 private:
  // Each is a box to open: a tenth of a second's work.
  static constexpr int kMostLeaves = 1000;

  bool is_full() const { return shown_ >= query_.page.size; }

  void look_at(const Entry& entry) {
    ++looked_at_;
    if (entry.sequence) last_ = std::to_string(*entry.sequence);
    if (!asked_.case_ending.empty() && !(entry.case_id && entry.case_id->text().ends_with(asked_.case_ending))) return;
    const auto seed = view_.seed_for(act_, entry);
    const auto detail = seed ? open_entry(*seed, entry) : std::nullopt;
    if (!asked_.wants(detail)) return;
    ++shown_;
    if (detail)
      write_opened(out_, entry, *detail);
    else
      write_sealed(out_, entry, !entry.sealed_detail ? "erased" : !seed ? "no-key" : "does-not-fit");
  }

  Act& act_;
  const AuditorView& view_;
  const AuditQuery& asked_;
  EntryQuery query_;
  JsonWriter out_;
  std::optional<std::string> next_;
  std::optional<std::string> last_;
  int shown_ = 0;
  int looked_at_ = 0;
};

Result<Response> get_status(Act& act) {
  const auto now = status(act.writer());
  JsonWriter out;
  out.begin_object().member("size", static_cast<std::int64_t>(now.size));
  out.member("unnumbered", static_cast<std::int64_t>(now.unnumbered)).member("checkpoint_at", now.checkpoint_at);
  out.key("witnesses").begin_array();
  for (const auto& witness : now.witnesses) {
    out.begin_object().member("name", witness.name).member("size", static_cast<std::int64_t>(witness.size));
    out.member("at", witness.at).end_object();
  }
  out.end_array().end_object();
  return http::json(200, out.take());
}

std::string text_at(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string{} : found->second.substr(0, 255);
}

Failure bad_query(const std::string& name, std::string code) {
  return fail(nrm::problems::kInvalid, {{"query:" + name, std::move(code), {}}});
}

template <class IdType>
Result<std::optional<IdType>> maybe_id_of(const Request& request, const std::string& name) {
  const auto text = text_at(request, name);
  if (text.empty()) return std::nullopt;
  const auto id = IdType::parse(text);
  if (!id) return bad_query(name, "not-an-id");
  return id;
}

Result<std::optional<std::int64_t>> maybe_hour_of(const Request& request, const std::string& name) {
  const auto text = text_at(request, name);
  if (text.empty()) return std::nullopt;
  const auto time = parse_rfc3339(text);
  if (!time) return bad_query(name, "wrong-type");
  return time->unix_hours();
}

Result<void> read_span(const Request& request, EntryQuery& out) {
  const auto from = maybe_hour_of(request, "from");
  if (!from) return Failure{from.error()};
  const auto until = maybe_hour_of(request, "until");
  if (!until) return Failure{until.error()};
  out.from_hour = *from;
  out.until_hour = *until;
  return {};
}

// The whole number, or its last six digits.
Result<void> read_case(const Request& request, AuditQuery& out) {
  constexpr std::size_t kEnding = 6;
  auto text = text_at(request, "case");
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (text.size() == kEnding && text.find_first_not_of("0123456789abcdef") == std::string::npos) {
    out.case_ending = std::move(text);
    return {};
  }
  const auto id = maybe_id_of<CaseId>(request, "case");
  if (!id) return Failure{id.error()};
  out.entries.case_id = *id;
  return {};
}

Result<EntryQuery> query_of(const Request& request);

Result<AuditQuery> audit_query_of(const Request& request) {
  AuditQuery out;
  auto entries = query_of(request);
  if (!entries) return Failure{entries.error()};
  out.entries = std::move(*entries);
  if (auto span = read_span(request, out.entries); !span) return Failure{span.error()};
  if (auto read = read_case(request, out); !read) return Failure{read.error()};
  const auto member = maybe_id_of<MemberId>(request, "member");
  if (!member) return Failure{member.error()};
  out.member = *member;
  out.outcome = text_at(request, "outcome");
  if (!out.outcome.empty() && out.outcome != "done" && out.outcome != "refused")
    return bad_query("outcome", "not-in-list");
  out.request = text_at(request, "request");
  return out;
}

Result<EntryQuery> query_of(const Request& request) {
  EntryQuery out;
  const auto after = maybe_number_of(request, "after");
  if (!after) return Failure{after.error()};
  if (*after) out.page.after = std::to_string(**after);
  const auto limit = maybe_number_of(request, "limit");
  if (!limit) return Failure{limit.error()};
  if (*limit && (**limit == 0 || **limit > PageRequest::kMaxSize)) {
    return fail(nrm::problems::kInvalid, {{"query:limit", "out-of-range", {{"min", "1"}, {"max", "50"}}}});
  }
  if (*limit) out.page.size = static_cast<int>(**limit);
  const auto action = request.query.find("action");
  if (action != request.query.end()) out.action_class = action->second.substr(0, 255);
  return out;
}

}  // namespace

std::vector<http::Route> auditor_routes(const AsAuditor& as_auditor) {
  const auto entries = [as_auditor](const Request& request) -> Result<Response> {
    const auto query = audit_query_of(request);
    if (!query) return Failure{query.error()};
    return as_auditor(request, "log.read-entries", [&](Act& act, const AuditorView& view) {
      return Search{act, view, *query}.run();
    });
  };
  const auto state = [as_auditor](const Request& request) {
    return as_auditor(request, "log.read-status", [](Act& act, const AuditorView&) { return get_status(act); });
  };
  return {{http::Method::get, "/api/v1/log/entries", entries}, {http::Method::get, "/api/v1/log/status", state}};
}

}  // namespace nrm::log
