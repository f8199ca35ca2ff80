#include "shared.hpp"

namespace nrm::directory {
namespace {

using http::Method;
using http::Request;
using http::Response;

void write(http::JsonWriter& out, const Organisation& body, const std::string& language) {
  const auto& name = body.names.empty() ? body.name : pathway::label_in(body.names, language);
  out.begin_object().member("id", body.id).member("code", body.code).member("name", name);
  write_labels(out, "names", body.names);
  out.member("kind", body.kind).member("level", body.level).member("region", body.region);
  out.member("confirmed", body.confirmed_at.has_value());
  write_codes(out, "takes_part_in", body.takes_part_in);
  out.member("last_confirmed", body.last_confirmed).member("status", body.status);
  out.member("from", body.from).member("until", body.until).end_object();
}

Result<Response> list(const Context& context, const Request& request) {
  const auto page = page_of(request);
  if (!page) return tl::unexpected(page.error());
  const auto all =
      context->journal.database().reading([](storage::Reader& reader) { return list_organisations(reader); });
  return paged<Organisation>(
      all, *page, [](const Organisation& body) { return body.id.text(); },
      [&](http::JsonWriter& out, const Organisation& body) { write(out, body, request.language); });
}

Result<Response> add(const Context& context, const Request& request, const access::Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  NewOrganisation wanted;
  wanted.code = in->text<64>("code");
  wanted.name = in->text<200>("name");
  wanted.kind = in->code("kind", context->pack.codes_of("organisation-kind"));
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto id = decided<OrganisationId>(*context, session, "directory.add-organisation", "",
                                          [&](log::Act& act) { return add_organisation(act, context->pack, wanted); });
  if (!id) return tl::unexpected(id.error());
  return http::created("/api/v1/organisations/" + id->text(),
                       http::JsonWriter{}.begin_object().member("id", *id).end_object().take());
}

Result<Response> confirm(const Context& context, const Request& request, const access::Session& session) {
  const auto id = path_id<OrganisationId>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto done = decided<void>(*context, session, "directory.confirm-organisation", id->text(),
                                  [&](log::Act& act) { return confirm_organisation(act, *id); });
  if (!done) return tl::unexpected(done.error());
  return http::no_content();
}

}  // namespace

Routes organisation_routes(const Context& context) {
  return {{Method::get, "/api/v1/organisations",
           signed_in(context,
                     [context](const Request& request, const access::Session&) { return list(context, request); })},
          {Method::post, "/api/v1/organisations",
           signed_in(context, [context](const Request& request,
                                        const access::Session& session) { return add(context, request, session); })},
          {Method::post, "/api/v1/organisations/{id}/confirmation",
           signed_in(context, [context](const Request& request, const access::Session& session) {
             return confirm(context, request, session);
           })}};
}

}  // namespace nrm::directory
