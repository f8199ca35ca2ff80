#include "answer_head.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "nrm/http/stream.hpp"
#include "nrm/kernel/id.hpp"

namespace nrm::http {
namespace {

constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html";
constexpr std::string_view kDataPolicy = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";
constexpr std::string_view kNothingAllowed =
    "accelerometer=(), ambient-light-sensor=(), autoplay=(), battery=(), bluetooth=(), browsing-topics=(), camera=(), "
    "display-capture=(), document-domain=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), "
    "gyroscope=(), hid=(), idle-detection=(), interest-cohort=(), keyboard-map=(), local-fonts=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-create=(), "
    "publickey-credentials-get=(), screen-wake-lock=(), serial=(), speaker-selection=(), storage-access=(), "
    "sync-xhr=(), usb=(), web-share=(), window-management=(), xr-spatial-tracking=()";

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 422:
      return "Unprocessable Content";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "-";
  }
}

bool has_body(int status) {
  return status != 204 && status != 304;
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  if (value.find_first_of(std::string_view{"\r\n\0", 3}) != value.npos) fail_bug("a header value holds a line break");
  fmt::format_to(std::back_inserter(out), "{}: {}\r\n", name, value);
}

}  // namespace

std::string_view content_of(const Response& response) {
  return response.shared_body ? std::string_view{*response.shared_body} : std::string_view{response.body};
}

std::uint64_t content_length_of(const Response& response) {
  return response.source ? response.source->size() : content_of(response).size();
}

void add_standing_headers(const Request& request, Response& response) {
  const bool page = response.content_type.starts_with("text/html");
  auto& headers = response.headers;
  headers.emplace("Content-Security-Policy", page ? kPagePolicy : kDataPolicy);
  headers.emplace("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  headers.emplace("X-Content-Type-Options", "nosniff");
  headers.emplace("X-Frame-Options", "DENY");
  headers.emplace("Referrer-Policy", "no-referrer");
  headers.emplace("Cross-Origin-Opener-Policy", "same-origin");
  headers.emplace("Cross-Origin-Resource-Policy", "same-origin");
  headers.emplace("Cross-Origin-Embedder-Policy", "require-corp");
  headers.emplace("Permissions-Policy", kNothingAllowed);
  headers.emplace("X-Robots-Tag", "noindex, nofollow");
  headers.emplace("Cache-Control", "no-store");
  headers.emplace("X-Request-Id", request.id);
}

std::string answer_head(const Response& response, bool keep_alive, UtcTime now) {
  auto out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
  append_header(out, "Date", fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now.unix_us() / 1'000'000)));
  if (has_body(response.status)) {
    if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
    append_header(out, "Content-Length", std::to_string(content_length_of(response)));
  }
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  if (!keep_alive) append_header(out, "Connection", "close");
  return out + "\r\n";
}

}  // namespace nrm::http
