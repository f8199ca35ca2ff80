#include "shared.hpp"

namespace nrm::directory {
namespace {

using http::Method;
using http::Request;
using http::Response;

void write(http::JsonWriter& out, const Number& number) {
  out.begin_object().member("id", number.id).member("number", number.number);
  write_labels(out, "names", number.names);
  out.member("hours", number.hours).member("topic", number.topic).member("source", number.source);
  out.member("verified", number.verified).member("confirmed", number.confirmed_at.has_value()).end_object();
}

// A number nobody has called yet is shown only to who can confirm it: everyone else would dial it.
Result<Response> list(const Context& context, const access::Session& session) {
  auto all = context->journal.database().reading([](storage::Reader& reader) { return list_numbers(reader); });
  if (!session.roles.contains(access::Role::administrator))
    std::erase_if(all, [](const Number& number) { return !number.confirmed_at; });
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& number : all) write(out, number);
  out.end_array().key("next").null().end_object();
  return http::json(200, out.take());
}

Result<Response> confirm(const Context& context, const Request& request, const access::Session& session) {
  const auto id = path_id<NumberId>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto done = decided<void>(*context, session, "directory.confirm-number", id->text(),
                                  [&](log::Act& act) { return confirm_number(act, *id); });
  if (!done) return tl::unexpected(done.error());
  return http::no_content();
}

}  // namespace

Routes number_routes(const Context& context) {
  return {{Method::get, "/api/v1/numbers",
           signed_in(context,
                     [context](const Request&, const access::Session& session) { return list(context, session); })},
          {Method::post, "/api/v1/numbers/{id}/confirmation",
           signed_in(context, [context](const Request& request, const access::Session& session) {
             return confirm(context, request, session);
           })}};
}

}  // namespace nrm::directory
