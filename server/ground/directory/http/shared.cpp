#include "shared.hpp"

#include <charconv>

#include "nrm/access/keyring.hpp"

namespace nrm::directory {

http::Handler signed_in(const Context& context, SignedInHandler handler) {
  return [context, handler = std::move(handler)](const http::Request& request) -> Result<http::Response> {
    const auto session = context->session(request);
    if (!session) return tl::unexpected(session.error());
    return handler(request, *session);
  };
}

Result<Page> page_of(const http::Request& request) {
  Page page;
  if (const auto after = request.query.find("after"); after != request.query.end()) page.after = after->second;
  const auto limit = request.query.find("limit");
  if (limit == request.query.end()) return page;
  const auto& text = limit->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page.limit);
  if (error != std::errc{} || end != text.data() + text.size() || page.limit < 1 || page.limit > 50)
    return fail(nrm::problems::kInvalid, {{"query:limit", "out-of-range", {{"min", "1"}, {"max", "50"}}}});
  return page;
}

void write_labels(http::JsonWriter& out, std::string_view name, const pathway::Labels& labels) {
  out.key(name).begin_object();
  for (const auto& [language, text] : labels) out.member(language, text);
  out.end_object();
}

void write_codes(http::JsonWriter& out, std::string_view name, const std::set<std::string>& codes) {
  out.key(name).begin_array();
  for (const auto& code : codes) out.value(code);
  out.end_array();
}

std::vector<http::Route> directory_routes(DirectoryContext context) {
  if (!context.can_receive)
    context.can_receive = [](storage::Reader& reader, const TeamId& team) {
      return access::team_public_key(reader, team, access::Compartment::casework).has_value();
    };
  const auto shared = std::make_shared<const DirectoryContext>(std::move(context));
  Routes all;
  for (auto& part : {organisation_routes(shared), team_routes(shared), offer_routes(shared), number_routes(shared),
                     pack_routes(shared)})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace nrm::directory
