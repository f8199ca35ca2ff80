// Who is there and what waits for whom: work lists, duty, leave, notices, and mail by a real server.
#include <stdexcept>

#include "walk.hpp"

namespace nrm::api {

std::vector<std::string> Walk::mails() const {
  std::vector<std::string> out;
  for (const auto& line : smtp_.mails()) {
    const auto bytes = text_of(json::parse(line), "bytes");
    const auto end = bytes.find("\r\n\r\n");
    auto coded = bytes.substr(end + 4);
    std::erase_if(coded, [](char c) { return c == '\r' || c == '\n'; });
    const auto body = from_base64(coded);
    if (!body) throw std::runtime_error{"a mail that cannot be read: " + bytes};
    out.push_back(bytes.substr(0, end) + "\n\n" + nrm::text_of(*body));
  }
  return out;
}

void Walk::be_mailed(const Account& who) {
  const auto address = canary("address") + "@post.example";
  must(204, who, Method::put, "/api/v1/account/mail/address", json::object{{"address", address}, {"language", "en"}});
  world_.instance().catch_up();
  const auto text = mails().back();
  const auto code = text.substr(text.find_first_of("0123456789", text.find("\n\n")), 8);
  must(204, who, Method::post, "/api/v1/account/mail/confirmation", json::object{{"code", code}});
  must(204, who, Method::put, "/api/v1/account/mail",
       json::object{{"mode", "at-once"}, {"hour", 7}, {"weekday", 1}, {"language", "en"}});
  must(200, who, Method::get, "/api/v1/account/mail");
}

void Walk::see_work() {
  for (const auto* scope : {"mine", "team"})
    must(200, officer, Method::get, std::string{"/api/v1/work?limit=20&scope="} + scope);
  must(200, officer, Method::get, "/api/v1/work/summary");
  must(200, manager, Method::get, "/api/v1/work?scope=organisation");
  must(200, officer, Method::get, "/api/v1/notices");
  must(204, officer, Method::post, "/api/v1/notices/sight");
}

void Walk::be_on_duty() {
  const auto path = "/api/v1/teams/" + border + "/duty";
  must(200, manager, Method::get, path + "/roster");
  json::array shifts;
  for (int weekday = 1; weekday <= 7; ++weekday)
    shifts.push_back(json::object{{"weekday", weekday},
                                  {"from", "20:00"},
                                  {"until", "08:00"},
                                  {"phone", "+375 17 000-00-01"},
                                  {"member_id", officer.member.text()}});
  must(200, manager, Method::put, path + "/roster", json::object{{"shifts", shifts}}, {{"if-match", "\"1\""}});
  const auto exception = must(201, manager, Method::post, path + "/exceptions",
                              json::object{{"from", to_rfc3339(world_.now() + std::chrono::hours{1})},
                                           {"until", to_rfc3339(world_.now() + std::chrono::hours{9})},
                                           {"phone", "112"},
                                           {"member_id", nullptr}});
  must(200, provider, Method::get, path);
  must(204, manager, Method::del, path + "/exceptions/" + text_of(exception, "id"));
}

void Walk::go_on_leave() {
  const auto leave = must(201, officer, Method::post, "/api/v1/members/" + officer.member.text() + "/leave-cover",
                          json::object{{"cover_member_id", manager.member.text()},
                                       {"from", to_rfc3339(world_.now()).substr(0, 10)},
                                       {"until", to_rfc3339(world_.now() + std::chrono::hours{240}).substr(0, 10)}});
  must(200, manager, Method::get, "/api/v1/leaves");
  must(200, manager, Method::get, "/api/v1/work?scope=mine");
  must(204, manager, Method::del, "/api/v1/leaves/" + text_of(leave, "id"));
}

void Walk::be_mailed_no_more(const Account& who) {
  must(204, who, Method::del, "/api/v1/account/mail/address");
}

}  // namespace nrm::api
