#include "mix.hpp"

#include <fmt/format.h>

#include <map>
#include <stdexcept>

namespace nrm::bench {
namespace {

Answer must(TlsClient& client, const std::string& request, int status) {
  auto answer = client.ask(request);
  if (answer.status != status)
    throw std::runtime_error{fmt::format("{} answered {}: {}", request.substr(0, request.find('\r')), answer.status,
                                         answer.body.substr(0, 300))};
  return answer;
}

// Of a flat document of ours: the text or number after "name":
std::string member(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":");
  if (at == json.npos) throw std::runtime_error{"no " + name + " in the answer"};
  auto from = at + name.size() + 3;
  if (json[from] == '"') ++from;
  return json.substr(from, json.find_first_of("\",}", from) - from);
}

}  // namespace

bool is_write(Kind kind) {
  return kind == Kind::write || kind == Kind::new_case;
}

std::vector<Share> parse_mix(const std::string& text) {
  static const std::map<std::string, Kind> kinds{{"get", Kind::get},     {"list", Kind::list}, {"look", Kind::look},
                                                 {"open", Kind::open},   {"work", Kind::work}, {"write", Kind::write},
                                                 {"new", Kind::new_case}};
  std::vector<Share> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto piece = text.substr(at, end - at);
    const auto equals = piece.find('=');
    const auto kind = kinds.find(piece.substr(0, equals));
    if (equals == piece.npos || kind == kinds.end()) throw std::runtime_error{"no such share: " + piece};
    out.push_back({kind->second, std::stoi(piece.substr(equals + 1))});
    at = end + 1;
  }
  return out;
}

Asker::Asker(const Setting& setting, std::vector<Share> mix, unsigned number)
    : setting_{setting}, mix_{std::move(mix)}, number_{number}, random_{std::random_device{}()} {}

Kind Asker::next() {
  int all = 0;
  for (const auto& share : mix_) all += share.parts;
  auto drawn = std::uniform_int_distribution<int>{0, all - 1}(random_);
  for (const auto& share : mix_) {
    if (drawn < share.parts) return share.kind;
    drawn -= share.parts;
  }
  return mix_.back().kind;
}

void Asker::ask(TlsClient& client, Kind kind) {
  switch (kind) {
    case Kind::get:
      must(client, get(setting_.path), 200);
      return;
    case Kind::list:
      must(client, get("/api/v1/cases?limit=50"), 200);
      return;
    case Kind::look:
      must(client, get("/api/v1/cases/" + any_case()), 200);
      return;
    case Kind::open:
      must(client,
           send("POST", "/api/v1/cases/" + any_case() + "/openings",
                R"({"compartment":"casework","purpose":"assist","reason":"to measure it"})"),
           201);
      return;
    case Kind::work:
      must(client, get("/api/v1/work"), 200);
      return;
    case Kind::write:
      write_own_case(client);
      return;
    case Kind::new_case:
      open_own_case(client);
      return;
  }
}

std::string Asker::get(const std::string& path) const {
  const auto cookie = setting_.cookies.empty()
                          ? std::string{}
                          : fmt::format("Cookie: {}\r\n", setting_.cookies[number_ % setting_.cookies.size()]);
  return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nX-NRM: 1\r\n{}\r\n", path,
                     cookie);
}

std::string Asker::send(const std::string& method, const std::string& path, const std::string& body,
                        const std::string& more) {
  return fmt::format(
      "{} {} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nX-NRM: 1\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\nIdempotency-Key: {:016x}{:016x}\r\nCookie: {}\r\n{}\r\n{}",
      method, path, body.size(), random_(), random_(), setting_.cookies[number_ % setting_.cookies.size()], more, body);
}

void Asker::open_own_case(TlsClient& client) {
  const auto body = fmt::format(
      R"json({{"values":{{"identity.names":[{{"name":"Fictional person {}","kind":"as-written"}}],)json"
      R"("casework.age-class":{{"class":"adult","reason":"own-statement"}},"casework.summary":"Fictional."}}}})",
      random_());
  const auto opened = must(client, send("POST", "/api/v1/cases", body), 201);
  own_case_ = member(opened.body, "id");
  own_version_ = "1";
}

void Asker::write_own_case(TlsClient& client) {
  if (own_case_.empty()) return open_own_case(client);
  const auto body = fmt::format(R"({{"values":{{"casework.summary":"Changed {}. Fictional."}}}})", random_());
  const auto written = must(
      client,
      send("PATCH", "/api/v1/cases/" + own_case_ + "/values", body, fmt::format("If-Match: \"{}\"\r\n", own_version_)),
      200);
  own_version_ = member(written.body, "version");
}

const std::string& Asker::any_case() {
  return setting_.cases.at(std::uniform_int_distribution<std::size_t>{0, setting_.cases.size() - 1}(random_));
}

}  // namespace nrm::bench
