#include "nrm/duty/routes.hpp"

#include <charconv>

#include "nrm/access/cover.hpp"
#include "nrm/access/members.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "shared.hpp"

namespace nrm::duty {
namespace {

using http::JsonReader;
using http::JsonWriter;
using http::Response;

std::string wall_text(int minute) {
  return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

// "00:00" to "24:00".
std::optional<int> parse_wall(const std::string& text) {
  int hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto number = [&](std::size_t at, int& to) {
    const auto [stop, fault] = std::from_chars(text.data() + at, text.data() + at + 2, to);
    return fault == std::errc{} && stop == text.data() + at + 2;
  };
  if (!number(0, hour) || !number(3, minute) || hour < 0 || minute < 0 || minute > 59) return std::nullopt;
  const int out = hour * 60 + minute;
  return out <= kDayMinutes ? std::optional{out} : std::nullopt;
}

int read_wall(JsonReader& in, const char* name) {
  const auto minute = parse_wall(in.text<5>(name));
  if (!minute && in.ok()) in.add_fault(name, "not-a-time-of-day");
  return minute.value_or(0);
}

std::vector<Shift> read_week(JsonReader& in) {
  std::vector<Shift> out;
  for (auto& part : in.objects("shifts", kMaxShifts)) {
    Shift shift;
    shift.weekday = static_cast<int>(part.integer("weekday", 1, 7));
    shift.from = read_wall(part, "from") % kDayMinutes;
    shift.until = read_wall(part, "until");
    shift.phone = part.text<kMaxPhone>("phone");
    shift.member = part.id<MemberId>("member_id", JsonReader::optional);
    out.push_back(std::move(shift));
  }
  return out;
}

void write_member(JsonWriter& out, storage::Reader& reader, const std::optional<MemberId>& member) {
  out.key("member");
  const auto name = member ? access::find_member_name(reader, *member) : std::nullopt;
  if (!name) {
    out.null();
    return;
  }
  out.begin_object().member("id", *member).member("name", *name).end_object();
}

// What a sender needs: whom to call now. Reading it leaves no leaf: it holds nothing about a person, and must go on
// while the disk is full.
Result<Response> get_duty(const Call& call) {
  const auto team = path_team(call);
  if (!team) return tl::unexpected(team.error());
  return call.access.database().reading([&](storage::Reader& reader) -> Result<Response> {
    const auto found = directory::find_team(reader, *team);
    if (!found || found->closed_at) return fail(nrm::problems::kNotFound);
    const auto now = call.access.now();
    const auto roster = roster_of(reader, *team, now);
    const WallClock wall{call.pack.time_zone};
    JsonWriter out;
    out.begin_object().member("team_id", *team).member("has_roster", roster.exists).key("now").begin_array();
    for (const auto& stretch : on_duty_at(roster, wall, now))
      out.begin_object().member("phone", stretch.phone).member("until", stretch.until).end_object();
    out.end_array().member("next_change_at", next_change(roster, wall, now)).end_object();
    return http::json(200, out.take());
  });
}

void write_week(JsonWriter& out, storage::Reader& reader, const Roster& roster) {
  out.key("shifts").begin_array();
  for (const auto& shift : roster.week) {
    out.begin_object().member("weekday", shift.weekday).member("from", wall_text(shift.from));
    out.member("until", wall_text(shift.until)).member("phone", shift.phone);
    write_member(out, reader, shift.member);
    out.end_object();
  }
  out.end_array().key("exceptions").begin_array();
  for (const auto& exception : roster.exceptions) {
    out.begin_object().member("id", exception.id).member("from", exception.from).member("until", exception.until);
    out.member("phone", exception.phone);
    write_member(out, reader, exception.member);
    out.end_object();
  }
  out.end_array();
}

void write_stretches(JsonWriter& out, storage::Reader& reader, const char* name, const std::vector<Stretch>& all) {
  out.key(name).begin_array();
  for (const auto& stretch : all) {
    out.begin_object().member("from", stretch.from).member("until", stretch.until).member("phone", stretch.phone);
    write_member(out, reader, stretch.member);
    out.end_object();
  }
  out.end_array();
}

// The team's own: who it is, the week, what differs from it, and where nobody is.
Result<Response> get_roster(const Call& call) {
  const auto team = path_team(call);
  if (!team) return tl::unexpected(team.error());
  if (*team != call.session.team) return fail(nrm::problems::kNotFound);
  return call.access.database().reading([&](storage::Reader& reader) -> Result<Response> {
    const auto now = call.access.now();
    const auto roster = roster_of(reader, *team, now);
    const WallClock wall{call.pack.time_zone};
    JsonWriter out;
    out.begin_object().member("version", roster.version).member("exists", roster.exists);
    write_week(out, reader, roster);
    write_stretches(out, reader, "coming", stretches(roster, wall, now, now + kLookAhead));
    write_stretches(out, reader, "gaps",
                    roster.exists ? gaps(roster, wall, now, now + kLookAhead) : std::vector<Stretch>{});
    auto response = http::json(200, out.end_object().take());
    response.headers.emplace("ETag", "\"" + std::to_string(roster.version) + "\"");
    return response;
  });
}

Result<std::int64_t> expected_version(const http::Request& request) {
  const auto text = request.header("if-match").value_or("");
  std::int64_t out = 0;
  const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
  const char* end = text.data() + (quoted ? text.size() - 1 : 0);
  if (quoted) {
    const auto [stop, fault] = std::from_chars(text.data() + 1, end, out);
    if (fault == std::errc{} && stop == end) return out;
  }
  return fail(nrm::problems::kInvalid, {{"header:If-Match", text.empty() ? "required" : "wrong-type", {}}});
}

Result<Response> put_week(const Call& call) {
  const auto team = path_team(call);
  if (!team) return tl::unexpected(team.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto week = read_week(*in);
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto expected = expected_version(call.request);
  if (!expected) return tl::unexpected(expected.error());
  const auto version = set_week(call.access.journal, call.session, *team, week, *expected);
  if (!version) return tl::unexpected(version.error());
  JsonWriter out;
  auto response = http::json(200, out.begin_object().member("version", *version).end_object().take());
  response.headers.emplace("ETag", "\"" + std::to_string(*version) + "\"");
  return response;
}

Result<Response> post_exception(const Call& call) {
  const auto team = path_team(call);
  if (!team) return tl::unexpected(team.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto from = in->time("from");
  const auto until = in->time("until");
  const auto phone = in->text<kMaxPhone>("phone", JsonReader::optional);
  const auto member = in->id<MemberId>("member_id", JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto id = add_exception(call.access.journal, call.session, *team, {*from, *until, phone, member});
  if (!id) return tl::unexpected(id.error());
  return http::created(fmt::format("/api/v1/teams/{}/duty/exceptions/{}", team->text(), id->text()),
                       JsonWriter{}.begin_object().member("id", *id).end_object().take());
}

Result<Response> delete_exception(const Call& call) {
  const auto team = path_team(call);
  const auto id = http::path_id<ExceptionId>(call.request, "exception_id");
  if (!team || !id) return fail(nrm::problems::kNotFound);
  if (const auto done = remove_exception(call.access.journal, call.session, *team, *id); !done)
    return tl::unexpected(done.error());
  return http::no_content();
}

}  // namespace

std::vector<http::Route> duty_routes(const access::AccessContext& access, const pathway::Pack& pack,
                                     access::SessionResolver sessions) {
  using http::Method;
  const auto route = [&](Method method, std::string pattern, Result<Response> (*action)(const Call&)) {
    return http::Route{method, std::move(pattern),
                       [&access, &pack, sessions, action](const http::Request& request) -> Result<Response> {
                         const auto session = sessions(request);
                         if (!session) return tl::unexpected(session.error());
                         return action({access, pack, request, *session});
                       }};
  };
  return {
      route(Method::get, "/api/v1/teams/{id}/duty", get_duty),
      route(Method::get, "/api/v1/teams/{id}/duty/roster", get_roster),
      route(Method::put, "/api/v1/teams/{id}/duty/roster", put_week),
      route(Method::post, "/api/v1/teams/{id}/duty/exceptions", post_exception),
      route(Method::del, "/api/v1/teams/{id}/duty/exceptions/{exception_id}", delete_exception),
      route(Method::get, "/api/v1/leaves", get_leaves),
      route(Method::del, "/api/v1/leaves/{id}", delete_leave),
  };
}

}  // namespace nrm::duty
