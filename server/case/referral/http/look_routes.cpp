#include <charconv>

#include "shared.hpp"

namespace nrm::referral {
namespace {

struct Query {
  Box box = Box::in;
  std::optional<State> state;
  PageRequest page;
};

Failure bad_query(const char* name) {
  return fail(nrm::problems::kInvalid, {{std::string{"query:"} + name, "not-in-list", {}}});
}

std::optional<std::string> parameter(const http::Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional{found->second};
}

Result<PageRequest> page_of(const http::Request& request) {
  PageRequest out;
  out.after = parameter(request, "after");
  if (const auto limit = parameter(request, "limit")) {
    const auto [stop, fault] = std::from_chars(limit->data(), limit->data() + limit->size(), out.size);
    if (fault != std::errc{} || stop != limit->data() + limit->size() || out.size < 1 ||
        out.size > PageRequest::kMaxSize)
      return fail(nrm::problems::kInvalid,
                  {{"query:limit", "out-of-range", {{"min", "1"}, {"max", std::to_string(PageRequest::kMaxSize)}}}});
  }
  return out;
}

Result<Query> query_of(const http::Request& request) {
  Query out;
  const auto box = parameter(request, "box").value_or("in");
  if (box != "in" && box != "out") return bad_query("box");
  out.box = box == "in" ? Box::in : Box::out;
  if (const auto state = parameter(request, "state")) {
    out.state = parse_state(*state);
    if (!out.state) return bad_query("state");
  }
  auto page = page_of(request);
  if (!page) return tl::unexpected(page.error());
  out.page = std::move(*page);
  return out;
}

void write_history(http::JsonWriter& out, const Desk& desk, const View& view) {
  out.key("history").begin_array();
  for (const auto& item : view.history) {
    out.begin_object().member("state", item.what).member("at", item.at);
    write_team(out, desk, "actor_team", item.actor_team);
    out.member("reason_code", item.reason_code);
    write_team(out, desk, "about_team", item.about_team);
    out.end_object();
  }
  out.end_array();
}

void write_line(http::JsonWriter& out, const Desk& desk, const View& view) {
  out.key("line").begin_array();
  for (const auto& item : view.line) {
    out.begin_object().member("id", item.id).member("kind", item.kind);
    write_team(out, desk, "from_team", item.from_team);
    out.member("at", item.at).member("question_id", item.question).key("text");
    if (item.text)
      out.value(item.text->reveal());
    else
      out.null();
    out.end_object();
  }
  out.end_array();
}

// What has an address here; the others are not offered.
bool has_route(ArrowName arrow) {
  switch (arrow) {
    case ArrowName::accept:
    case ArrowName::decline:
    case ArrowName::recall:
    case ArrowName::make_first_contact:
    case ArrowName::begin_help:
    case ArrowName::complete:
    case ArrowName::end:
    case ArrowName::redirect:
      return true;
    default:
      return false;
  }
}

void write_chain(http::JsonWriter& out, const Desk& desk, const View& view) {
  out.key("chain").begin_array();
  for (const auto& link : view.chain) {
    out.begin_object().member("id", link.id).member("reference", link.reference);
    write_team(out, desk, "to_team", link.to_team);
    out.member("state", std::string{name_of(link.state)}).member("position", link.position);
    out.member("stands_by", link.stands_by);
    write_texts(out, "fields", link.fields);
    out.end_object();
  }
  out.end_array();
}

// What only the sender is shown: the others see an empty chain.
void write_whereabouts(http::JsonWriter& out, const Desk& desk, const View& view) {
  out.member("move_on", std::string{name_of(view.move_on)});
  write_chain(out, desk, view);
  out.member("previous_id", view.previous).member("next_id", view.next).key("coordination");
  if (!view.coordination) {
    out.null();
    return;
  }
  out.begin_object().member("since", view.coordination->since);
  write_team(out, desk, "suggestion", view.coordination->suggestion);
  out.member("suggested_at", view.coordination->suggested_at).end_object();
}

}  // namespace

Result<http::Response> get_referrals(const Call& call) {
  const auto query = query_of(call.request);
  if (!query) return tl::unexpected(query.error());
  const auto page = list(call.desk, call.session, query->box, query->state, query->page);
  if (!page) return tl::unexpected(page.error());
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& summary : page->items) {
    out.begin_object();
    write_summary(out, call.desk, summary);
    out.end_object();
  }
  out.end_array().member("next", page->next).end_object();
  return http::json(200, out.take());
}

Result<http::Response> get_referral(const Call& call) {
  const auto id = http::path_id<ReferralId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto view = read(call.desk, call.session, *id);
  if (!view) return tl::unexpected(view.error());
  http::JsonWriter out;
  out.begin_object();
  write_summary(out, call.desk, view->summary);
  out.member("version", view->version).member("reason_code", view->reason_code).member("case_id", view->case_id);
  write_team(out, call.desk, "suggestion", view->suggestion);
  write_history(out, call.desk, *view);
  write_line(out, call.desk, *view);
  out.key("allowed").begin_array();
  for (const auto arrow : view->allowed)
    if (has_route(arrow)) out.value(name_of(arrow));
  out.end_array().member("correctable", view->correctable).key("carried").begin_array();
  for (const auto& field : view->carried)
    out.begin_object().member("name", field.name).member("changed", field.changed).end_object();
  out.end_array().member("place_wanted", view->place_wanted).member("place", view->place);
  write_whereabouts(out, call.desk, *view);
  out.end_object();
  auto response = http::json(200, out.take());
  response.headers.emplace("ETag", "\"" + std::to_string(view->version) + "\"");
  return response;
}

}  // namespace nrm::referral
