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

// An entry that she may not open is shown as the tree shows it: that something of this class happened in this hour.
void write_sealed(JsonWriter& out, const Entry& entry) {
  out.begin_object();
  write_sequence(out, entry);
  out.member("at", UtcTime::from_unix_us(entry.hour * 3'600'000'000)).key("actor").null();
  out.member("action", entry.action_class).member("opened", false).end_object();
}

void write_opened(JsonWriter& out, const Entry& entry, const Detail& detail) {
  out.begin_object();
  write_sequence(out, entry);
  out.member("at", detail.time);
  write_actor(out, detail.actor);
  out.member("action", detail.action).member("purpose", detail.purpose).member("object", detail.object);
  out.member("outcome", detail.outcome).member("problem", detail.problem).member("reason", detail.reason);
  out.member("case_id", entry.case_id).member("opened", true).key("notes").begin_object();
  for (const auto& [name, value] : detail.notes) out.member(name, value);
  out.end_object().end_object();
}

void write_entry(JsonWriter& out, Act& act, const AuditorView& view, const Entry& entry) {
  const auto seed = view.seed_for(act, entry);
  const auto detail = seed ? open_entry(*seed, entry) : std::nullopt;
  if (detail) {
    write_opened(out, entry, *detail);
  } else {
    write_sealed(out, entry);
  }
}

Result<Response> get_entries(Act& act, const AuditorView& view, const EntryQuery& asked) {
  auto query = asked;
  query.organisation = view.organisation;
  const auto page = read_entries(act.writer(), query);
  act.note("entries", std::to_string(page.items.size()));
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& entry : page.items) write_entry(out, act, view, entry);
  out.end_array().member("next", page.next).end_object();
  return http::json(200, out.take());
}

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
    const auto query = query_of(request);
    if (!query) return Failure{query.error()};
    return as_auditor(request, "log.read-entries",
                      [&](Act& act, const AuditorView& view) { return get_entries(act, view, *query); });
  };
  const auto state = [as_auditor](const Request& request) {
    return as_auditor(request, "log.read-status", [](Act& act, const AuditorView&) { return get_status(act); });
  };
  return {{http::Method::get, "/api/v1/log/entries", entries}, {http::Method::get, "/api/v1/log/status", state}};
}

}  // namespace nrm::log
