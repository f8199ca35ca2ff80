#include "nrm/access/members.hpp"
#include "nrm/access/notices.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/notice/mail_setting.hpp"
#include "nrm/notice/notice.hpp"
#include "nrm/notice/routes.hpp"

namespace nrm::notice {
namespace {

using access::Session;
using http::JsonReader;
using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;
using Action = Result<Response> (*)(const Desk&, const Request&, const Session&);

constexpr std::size_t kMaxCode = 16;

Result<Response> done(const Result<void>& result) {
  if (!result) return tl::unexpected(result.error());
  return http::no_content();
}

template <class Notice>
void write(JsonWriter& out, const Notice& notice, std::string_view of, bool seen) {
  out.begin_object().member("id", notice.id).member("code", notice.code).member("object", notice.object);
  out.member("at", notice.at).member("of", of).member("seen", seen).end_object();
}

Result<Response> get_notices(const Desk& desk, const Request&, const Session& session) {
  const auto own = access::list_notices(desk.access, session);
  if (!own) return tl::unexpected(own.error());
  const auto of_team = list_team_notices(desk, session);
  if (!of_team) return tl::unexpected(of_team.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& notice : *own) write(out, notice, "member", false);
  for (const auto& notice : *of_team) write(out, notice, "team", notice.seen);
  out.end_array();
  const auto fresh = std::ssize(*own) + std::ranges::count(*of_team, false, &TeamNotice::seen);
  out.member("unseen", fresh).end_object();
  return http::json(200, out.take());
}

Result<Response> delete_notice(const Desk& desk, const Request& request, const Session& session) {
  const auto id = http::path_id<access::NoticeId>(request);
  if (!id) return tl::unexpected(id.error());
  return done(access::see_notice(desk.access, session, *id));
}

Result<Response> post_sight(const Desk& desk, const Request& request, const Session& session) {
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  return done(look(desk, session));
}

Result<Response> get_mail(const Desk& desk, const Request&, const Session& session) {
  const auto setting = read_mail_setting(desk, session);
  if (!setting) return tl::unexpected(setting.error());
  JsonWriter out;
  out.begin_object().member("available", setting->available).member("mode", std::string{name_of(setting->mode)});
  out.member("hour", setting->hour).member("weekday", setting->weekday);
  out.member("address_state", std::string{name_of(setting->address_state)}).key("address");
  if (setting->address)
    out.value(setting->address->reveal());
  else
    out.null();
  out.end_object();
  return http::json(200, out.take());
}

std::string language_of(JsonReader& in, const Desk& desk) {
  return in.code("language", desk.catalogue.complete_languages());
}

Result<Response> put_mail(const Desk& desk, const Request& request, const Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  std::vector<std::string> modes;
  for (const auto mode : kModes) modes.emplace_back(name_of(mode));
  const auto mode = parse_mode(in->code("mode", modes)).value_or(Mode::none);
  const auto hour = in->has("hour") ? in->integer("hour", 0, 23) : 8;
  const auto weekday = in->has("weekday") ? in->integer("weekday", 1, 7) : 1;
  const Wish wish{mode, static_cast<int>(hour), static_cast<int>(weekday), language_of(*in, desk)};
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  return done(set_mail(desk, session, wish));
}

Result<Response> put_address(const Desk& desk, const Request& request, const Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const Personal<std::string> address{in->text<mail::kMaxAddress>("address")};
  const auto language = language_of(*in, desk);
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  return done(set_address(desk, session, address, language));
}

Result<Response> post_confirmation(const Desk& desk, const Request& request, const Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto code = in->text<kMaxCode>("code");
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  return done(confirm_address(desk, session, code));
}

Result<Response> delete_address(const Desk& desk, const Request&, const Session& session) {
  return done(remove_address(desk, session));
}

}  // namespace

std::vector<http::Route> notice_routes(const Desk& desk, access::SessionResolver sessions) {
  const auto route = [&](Method method, std::string pattern, Action action) {
    return http::Route{method, std::move(pattern),
                       [desk, sessions, action](const Request& request) -> Result<Response> {
                         const auto session = sessions(request);
                         if (!session) return tl::unexpected(session.error());
                         return action(desk, request, *session);
                       }};
  };
  return {
      route(Method::get, "/api/v1/notices", get_notices),
      route(Method::post, "/api/v1/notices/sight", post_sight),
      route(Method::del, "/api/v1/notices/{id}", delete_notice),
      route(Method::get, "/api/v1/account/mail", get_mail),
      route(Method::put, "/api/v1/account/mail", put_mail),
      route(Method::put, "/api/v1/account/mail/address", put_address),
      route(Method::del, "/api/v1/account/mail/address", delete_address),
      route(Method::post, "/api/v1/account/mail/confirmation", post_confirmation),
  };
}

}  // namespace nrm::notice
