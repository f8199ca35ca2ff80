#include "asked.hpp"
#include "nrm/hsds/profile.hpp"
#include "nrm/http/json.hpp"
#include "shared.hpp"

namespace nrm::hsds {
namespace {

using http::Method;
using http::Request;
using http::Response;
using List = std::vector<Published> Edition::*;

constexpr std::string_view kSpecification =
    "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json";

// Read by anybody, by other sites' pages too; a cache may keep it as long as an edition of ours is old at most.
Response open_to_all(Response response) {
  response.headers["Cache-Control"] = "public, max-age=60";
  response.headers["Vary"] = "Accept-Language";
  response.headers["Access-Control-Allow-Origin"] = "*";
  response.headers["Cross-Origin-Resource-Policy"] = "cross-origin";
  return response;
}

const std::string& depth_of(const Published& one, const Asked& asked) {
  if (asked.full || asked.full_service) return one.full;
  return asked.minimal ? one.minimal : one.summary;
}

std::vector<const Published*> matching(const std::vector<Published>& all, const Asked& asked, const Edition& edition) {
  std::vector<const Published*> out;
  for (const auto& one : all)
    if (fits(one, asked, edition)) out.push_back(&one);
  return out;
}

const std::string& document_of(const Published& one, const Asked& asked, const Edition& edition) {
  const auto whole =
      asked.full || asked.full_service ? edition.with_services.find(one.id) : edition.with_services.end();
  return whole == edition.with_services.end() ? depth_of(one, asked) : whole->second;
}

Response as_lines(const std::vector<const Published*>& found, const Asked& asked, const Edition& edition) {
  Response out;
  out.content_type = "application/x-ndjson; charset=utf-8";
  for (const auto* one : found) out.body += document_of(*one, asked, edition) + "\n";
  return out;
}

Response as_page(const std::vector<const Published*>& found, const Asked& asked, const Edition& edition) {
  const auto pages = std::max<std::size_t>(1, (found.size() + asked.per_page - 1) / asked.per_page);
  const auto first = std::min((asked.page - 1) * asked.per_page, found.size());
  const auto last = std::min(first + asked.per_page, found.size());
  http::JsonWriter out;
  out.begin_object().member("total_items", found.size()).member("total_pages", pages);
  out.member("page_number", asked.page).member("size", last - first).member("first_page", asked.page == 1);
  out.member("last_page", asked.page >= pages).member("empty", first == last).key("contents").begin_array();
  for (auto at = first; at < last; ++at) out.raw(document_of(*found[at], asked, edition));
  out.end_array().end_object();
  return http::json(200, out.take());
}

Result<Response> list(Press& press, const Request& request, List which) {
  const auto asked = read_asked(request);
  if (!asked) return tl::unexpected(asked.error());
  const auto edition = press.edition(request.language);
  const auto found = matching((*edition).*which, *asked, *edition);
  return open_to_all(asked->lines ? as_lines(found, *asked, *edition) : as_page(found, *asked, *edition));
}

Result<Response> show(Press& press, const Request& request, List which) {
  auto asked = read_asked(request);
  if (!asked) return tl::unexpected(asked.error());
  const auto edition = press.edition(request.language);
  const auto& id = request.path_params.at("id");
  const auto& all = (*edition).*which;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Published& one) { return one.id == id; });
  if (found == all.end()) return fail(nrm::problems::kNotFound);
  const auto whole = asked->full_service ? edition->with_services.find(id) : edition->with_services.end();
  return open_to_all(http::json(200, whole == edition->with_services.end() ? found->full : whole->second));
}

// A name that a browser or a reader called this server by; never one that could end the address.
std::string host_of(const Request& request) {
  const auto host = request.header("host").value_or("");
  const bool plain = !host.empty() && host.size() <= 255 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == ':';
  });
  return plain ? host : "localhost";
}

Response root(const Request& request) {
  http::JsonWriter out;
  out.begin_object().member("version", "3.0");
  out.member("profile", "https://" + host_of(request) + "/hsds/profile").member("openapi_url", kSpecification);
  auto response = open_to_all(http::json(200, out.end_object().take()));
  response.headers["Vary"] = "Host";
  return response;
}

Response profile() {
  auto response = http::json(200, std::string{profile_schema()});
  response.content_type = "application/schema+json; charset=utf-8";
  return open_to_all(std::move(response));
}

void add(std::vector<http::Route>& routes, const std::shared_ptr<Press>& press, const std::string& path, List which) {
  routes.push_back(
      {Method::get, path, [press, which](const Request& request) { return list(*press, request, which); }});
  routes.push_back(
      {Method::get, path + "/{id}", [press, which](const Request& request) { return show(*press, request, which); }});
}

}  // namespace

std::vector<http::Route> public_routes(const Context& context) {
  const auto press = std::make_shared<Press>(
      [context](const std::string& language) {
        const auto now = context->journal.clock().now();
        return context->journal.database().reading([&](storage::Reader& reader) {
          return publish(reader, context->pack, context->rules, context->catalogue, language, now);
        });
      },
      context->journal.clock());
  std::vector<http::Route> routes;
  routes.push_back({Method::get, "/hsds", [](const Request& request) -> Result<Response> { return root(request); }});
  routes.push_back({Method::get, "/hsds/profile", [](const Request&) -> Result<Response> { return profile(); }});
  add(routes, press, "/hsds/services", &Edition::services);
  add(routes, press, "/hsds/organizations", &Edition::organisations);
  add(routes, press, "/hsds/service_at_locations", &Edition::at_locations);
  add(routes, press, "/hsds/taxonomies", &Edition::taxonomies);
  add(routes, press, "/hsds/taxonomy_terms", &Edition::terms);
  return routes;
}

}  // namespace nrm::hsds
