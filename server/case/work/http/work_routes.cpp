#include <charconv>

#include "nrm/access/members.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"
#include "nrm/work/routes.hpp"

namespace nrm::work {
namespace {

using http::JsonWriter;

constexpr std::size_t kMaxKind = 64;

Failure bad_query(const char* name) {
  return fail(nrm::problems::kInvalid, {{std::string{"query:"} + name, "not-in-list", {}}});
}

std::optional<std::string> parameter(const http::Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional{found->second};
}

std::optional<pathway::ClockState> parse_state(const std::string& name) {
  using enum pathway::ClockState;
  for (const auto state : {on_time, due_soon, overdue})
    if (name == pathway::name_of(state)) return state;
  return std::nullopt;
}

Result<void> read_size(const http::Request& request, PageRequest& page) {
  const auto limit = parameter(request, "limit");
  if (!limit) return {};
  const auto [stop, fault] = std::from_chars(limit->data(), limit->data() + limit->size(), page.size);
  if (fault == std::errc{} && stop == limit->data() + limit->size() && page.size >= 1 &&
      page.size <= PageRequest::kMaxSize)
    return {};
  return fail(nrm::problems::kInvalid,
              {{"query:limit", "out-of-range", {{"min", "1"}, {"max", std::to_string(PageRequest::kMaxSize)}}}});
}

Result<Question> question_of(const http::Request& request) {
  Question out;
  if (const auto scope = parameter(request, "scope")) {
    const auto known = parse_scope(*scope);
    if (!known) return bad_query("scope");
    out.scope = *known;
  }
  if (const auto state = parameter(request, "state")) {
    out.state = parse_state(*state);
    if (!out.state) return bad_query("state");
  }
  out.kind = parameter(request, "kind");
  if (out.kind && out.kind->size() > kMaxKind) return bad_query("kind");
  out.page.after = parameter(request, "after");
  if (auto size = read_size(request, out.page); !size) return tl::unexpected(size.error());
  return out;
}

void write_team(JsonWriter& out, storage::Reader& reader, std::string_view name, const std::optional<TeamId>& team) {
  out.key(name);
  const auto found = team ? directory::find_team(reader, *team) : std::nullopt;
  if (!found) {
    out.null();
    return;
  }
  out.begin_object().member("id", found->id).member("name", found->name);
  out.member("organisation_name", found->organisation_name).end_object();
}

void write_keeper(JsonWriter& out, storage::Reader& reader, const std::optional<MemberId>& keeper) {
  out.key("keeper");
  if (!keeper) {
    out.null();
    return;
  }
  const auto name = access::find_member_name(reader, *keeper);
  out.begin_object().member("id", *keeper).member("name", name.value_or("")).end_object();
}

void write_item(JsonWriter& out, storage::Reader& reader, const Item& item) {
  out.begin_object().member("id", item.id).member("kind", item.kind).member("label", "work." + item.kind);
  out.member("case_id", item.case_id).member("referral_id", item.referral).member("link", item.link);
  out.member("reference", item.reference).member("due_at", item.due_at);
  out.member("state", std::string{pathway::name_of(item.state)}).member("need", item.need);
  write_team(out, reader, "of_team", item.team);
  write_team(out, reader, "team", item.other);
  write_keeper(out, reader, item.keeper);
  out.end_object();
}

Result<http::Response> get_work(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto question = question_of(request);
  if (!question) return tl::unexpected(question.error());
  const auto page = list(desk, session, *question);
  if (!page) return tl::unexpected(page.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  desk.journal.database().read([&](storage::Reader& reader) {
    for (const auto& item : page->items) write_item(out, reader, item);
  });
  out.end_array().member("next", page->next).end_object();
  return http::json(200, out.take());
}

Result<http::Response> get_summary(const Desk& desk, const access::Session& session) {
  const auto counts = summarise(desk, session);
  if (!counts) return tl::unexpected(counts.error());
  JsonWriter out;
  out.begin_object().key("scopes").begin_array();
  for (const auto& [scope, count] : *counts) {
    out.begin_object().member("scope", std::string{name_of(scope)}).member("all", count.all);
    out.member("due_soon", count.due_soon).member("overdue", count.overdue).end_object();
  }
  out.end_array().end_object();
  return http::json(200, out.take());
}

}  // namespace

std::vector<http::Route> work_routes(const Desk& desk, access::SessionResolver sessions) {
  return {
      {http::Method::get, "/api/v1/work",
       [desk, sessions](const http::Request& request) -> Result<http::Response> {
         const auto session = sessions(request);
         if (!session) return tl::unexpected(session.error());
         return get_work(desk, request, *session);
       }},
      {http::Method::get, "/api/v1/work/summary",
       [desk, sessions](const http::Request& request) -> Result<http::Response> {
         const auto session = sessions(request);
         if (!session) return tl::unexpected(session.error());
         return get_summary(desk, *session);
       }},
  };
}

}  // namespace nrm::work
