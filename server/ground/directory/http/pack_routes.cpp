#include "nrm/http/packed.hpp"
#include "shared.hpp"

namespace nrm::directory {
namespace {

using http::Method;
using http::Request;
using http::Response;

void write_texts(http::JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.value(text);
  out.end_array();
}

void write_period(http::JsonWriter& out, std::string_view name, const std::optional<pathway::Period>& period) {
  out.key(name);
  if (!period) {
    out.null();
    return;
  }
  out.begin_object().member("count", period->count).member("unit", pathway::name_of(period->unit)).end_object();
}

void write_origin(http::JsonWriter& out, const pathway::Origin& origin) {
  out.member("source", origin.source).member("verified", origin.verified);
}

void write_who(http::JsonWriter& out, const std::vector<pathway::Who>& all) {
  out.key("who").begin_array();
  for (const auto& who : all) {
    out.begin_object();
    write_texts(out, "roles", who.roles);
    write_texts(out, "organisation_kinds", who.organisation_kinds);
    out.end_object();
  }
  out.end_array();
}

void write_transition(http::JsonWriter& out, const pathway::Transition& step) {
  out.begin_object().member("id", step.id).member("from", step.from).member("to", step.to);
  write_labels(out, "labels", step.labels);
  write_who(out, step.who);
  write_texts(out, "needs", step.needs);
  out.member("starts_at", step.starts_at);
  write_period(out, "earliest", step.earliest);
  write_period(out, "latest", step.latest);
  out.member("on_breach", step.on_breach);
  write_texts(out, "pauses_on", step.pauses_on);
  write_origin(out, step.origin);
  out.end_object();
}

void write_track(http::JsonWriter& out, const pathway::Track& track) {
  out.begin_object().member("id", track.id);
  write_labels(out, "labels", track.labels);
  out.key("states").begin_array();
  for (const auto& state : track.states) {
    out.begin_object().member("id", state.id);
    write_labels(out, "labels", state.labels);
    out.member("initial", state.initial).member("final", state.final).end_object();
  }
  out.end_array().key("transitions").begin_array();
  for (const auto& step : track.transitions) write_transition(out, step);
  out.end_array().end_object();
}

void write_clock(http::JsonWriter& out, const pathway::ClockRule& rule) {
  out.begin_object().member("id", rule.id);
  write_labels(out, "labels", rule.labels);
  out.member("starts_at", rule.starts_at).member("kind", std::string{name_of(rule.kind)});
  write_period(out, "due", rule.due);
  write_period(out, "warn_before", rule.warn_before);
  out.member("on_breach", rule.on_breach);
  write_texts(out, "pauses_on", rule.pauses_on);
  write_origin(out, rule.origin);
  out.end_object();
}

void write_pathway(http::JsonWriter& out, const pathway::Pathway& pathway) {
  out.key("pathway").begin_object().member("version", pathway.version).key("tracks").begin_array();
  for (const auto& track : pathway.tracks) write_track(out, track);
  out.end_array().key("clocks").begin_array();
  for (const auto& rule : pathway.clocks) write_clock(out, rule);
  out.end_array().end_object();
}

Response show_pack(const pathway::Pack& pack) {
  http::JsonWriter out;
  out.begin_object().member("id", pack.id);
  write_labels(out, "names", pack.names);
  out.member("composition_as_of", pack.composition_as_of);
  write_texts(out, "languages", pack.languages);
  out.member("time_zone", pack.time_zone).member("holidays_known_until", pack.holidays_known_until);
  write_pathway(out, pack.pathway);
  out.end_object();
  return http::json(200, out.take());
}

void write_code(http::JsonWriter& out, const pathway::Code& code) {
  out.begin_object().member("code", code.code);
  write_labels(out, "labels", code.labels);
  const bool mapped = !code.htcds_key.empty();
  out.member("htcds_key", mapped ? std::optional{code.htcds_key} : std::nullopt);
  out.member("htcds_value", mapped ? std::optional{code.htcds_value} : std::nullopt).end_object();
}

Response show_lists(const pathway::Pack& pack) {
  http::JsonWriter out;
  out.begin_object().key("lists").begin_object();
  for (const auto& list : pack.code_lists) {
    out.key(list.name).begin_array();
    for (const auto& code : list.codes) write_code(out, code);
    out.end_array();
  }
  out.end_object().end_object();
  return http::json(200, out.take());
}

Response show_regions(const pathway::Pack& pack) {
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& region : pack.regions) {
    out.begin_object().member("code", region.code);
    out.member("parent", region.parent.empty() ? std::nullopt : std::optional{region.parent});
    write_labels(out, "names", region.names);
    out.end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

// What the pack says is the same for whoever is signed in, as long as the program runs.
SignedInHandler once(Response answer) {
  return [packed = http::PackedAnswer{std::move(answer)}](
             const Request& request, const access::Session&) -> Result<Response> { return packed.to(request); };
}

}  // namespace

Routes pack_routes(const Context& context) {
  const auto& pack = context->pack;
  return {{Method::get, "/api/v1/pack", signed_in(context, once(show_pack(pack)))},
          {Method::get, "/api/v1/code-lists", signed_in(context, once(show_lists(pack)))},
          {Method::get, "/api/v1/regions", signed_in(context, once(show_regions(pack)))}};
}

}  // namespace nrm::directory
