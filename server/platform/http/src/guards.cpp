#include "guards.hpp"

#include "header_values.hpp"

namespace nrm::http {

bool is_api_path(std::string_view path) {
  return path == "/api" || path.starts_with("/api/");
}

bool is_foreign(const Request& request, bool tls) {
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (!is_api_path(request.path)) return false;
  // "none" is an address that somebody typed or kept.
  if (const auto site = request.header("sec-fetch-site"); site && *site != "same-origin" && !(reads && *site == "none"))
    return true;
  if (reads) return false;
  if (request.header("x-nrm") != "1") return true;
  const auto origin = request.header("origin");
  const auto ours = (tls ? "https://" : "http://") + lower(request.header("host").value_or(""));
  return origin && lower(*origin) != ours;
}

}  // namespace nrm::http
