#include "nrm/hsds/hsds.hpp"
#include "nrm/http/json.hpp"
#include "shared.hpp"

namespace nrm::hsds {
namespace {

using http::Request;
using http::Response;

void write(http::JsonWriter& out, const Waiting& one) {
  out.begin_object().member("organisation_id", one.organisation).member("name", one.name);
  out.member("confirmed", one.confirmed).member("changed_services", one.changed_services).end_object();
}

void write(http::JsonWriter& out, const Unmapped& one) {
  out.begin_object().member("service_id", one.service).member("name", one.name);
  out.member("organisation_id", one.organisation).member("organisation_name", one.organisation_name);
  out.key("terms").begin_array();
  for (const auto& term : one.terms) out.value(term);
  out.end_array().end_object();
}

template <class T>
void write_all(http::JsonWriter& out, std::string_view name, const std::vector<T>& all) {
  out.key(name).begin_array();
  for (const auto& one : all) write(out, one);
  out.end_array();
}

// Nothing about a person, so reading it leaves no leaf, like the rest of the directory.
Result<Response> show(const Context& context, const Request& request) {
  const auto session = context->session(request);
  if (!session) return tl::unexpected(session.error());
  if (!session->roles.contains(access::Role::administrator)) return fail(nrm::problems::kNotFound);
  http::JsonWriter out;
  out.begin_object();
  context->journal.database().reading([&](storage::Reader& reader) {
    write_all(out, "waiting", list_waiting(reader));
    write_all(out, "not_mapped", list_unmapped(reader));
    return true;
  });
  return http::json(200, out.end_object().take());
}

}  // namespace

std::vector<http::Route> administrator_routes(const Context& context) {
  return {{http::Method::get, "/api/v1/directory-imports",
           [context](const Request& request) { return show(context, request); }}};
}

std::vector<http::Route> hsds_routes(HsdsContext context) {
  const auto shared = std::make_shared<const HsdsContext>(std::move(context));
  auto routes = public_routes(shared);
  auto more = administrator_routes(shared);
  routes.insert(routes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return routes;
}

}  // namespace nrm::hsds
