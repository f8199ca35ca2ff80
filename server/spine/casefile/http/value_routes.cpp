// Writing values and opening compartments.
#include "nrm/access/members.hpp"
#include "nrm/casefile/history.hpp"
#include "shared.hpp"

namespace nrm::casefile {
namespace {

using http::JsonReader;
using http::JsonWriter;

Result<http::Response> write(const RoutesContext& context, const http::Request& request,
                             const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  const auto version = version_of_if_match(request);
  if (!version) return tl::unexpected(version.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto read = read_values(*in);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  if (auto faults = find_code_faults(read.values, context.pack, "/values"); !faults.empty())
    return fail(nrm::problems::kInvalid, std::move(faults));
  const auto written = do_act<std::int64_t>(
      context, session, {"case.write", *id, {}, {}}, [&](log::Act& act, const access::Permit& permit) {
        const auto today = context.pack.calendar->local_date(act.now());
        return write_versions(act, permit, *id, read.values, {today, *version, read.cleared});
      });
  if (!written) return tl::unexpected(written.error());
  auto response = http::json(200, fmt::format(R"({{"version":{}}})", *written));
  response.headers["ETag"] = etag(*written);
  return response;
}

std::string render(log::Act& act, Compartment kind, const WrittenValues& values) {
  JsonWriter out;
  out.begin_object()
      .member("compartment", access::name_of(kind))
      .member("opened_at", act.now())
      .key("values")
      .begin_object();
  for (const auto& [name, written] : values) {
    const auto* field = find_field(name);
    out.key(name).begin_object().key("value");
    write_value(out, *field, written.value.reveal());
    out.member("version", static_cast<std::int64_t>(written.version)).member("at", written.at).key("by").begin_object();
    out.member("id", written.by)
        .member("name", access::find_member_name(act.writer(), written.by))
        .end_object()
        .end_object();
  }
  return out.end_object().end_object().take();
}

std::vector<std::string> compartment_names() {
  std::vector<std::string> out;
  for (const auto kind : access::kCompartments) out.emplace_back(access::name_of(kind));
  return out;
}

Result<http::Response> open_one(const RoutesContext& context, const http::Request& request,
                                const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto kind = access::parse_compartment(in->code("compartment", compartment_names()));
  const auto purpose = in->text<64>("purpose");
  const auto reason = in->text<500>("reason");
  if (!purpose.empty() && !access::is_purpose(purpose)) in->add_fault("purpose", "not-in-list");
  if (in->ok() && count_code_points(reason) < 3) in->add_fault("reason", "too-short", {{"min", "3"}});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto body = do_act<std::string>(context, session, {"compartment.open", *id, purpose, reason},
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto values = open_compartment(act, permit, *id, *kind);
                                          if (!values) return tl::unexpected(values.error());
                                          return render(act, *kind, *values);
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(201, *body);
}

std::string render(log::Act& act, const Field& field, const std::vector<PastValue>& versions) {
  JsonWriter out;
  out.begin_object().member("field", field.name).key("items").begin_array();
  for (const auto& past : versions) {
    out.begin_object().member("version", past.version).member("at", past.at).key("by").begin_object();
    out.member("id", past.by).member("name", access::find_member_name(act.writer(), past.by)).end_object().key("value");
    if (past.value)
      write_value(out, field, past.value->reveal());
    else
      out.null();
    out.end_object();
  }
  return out.end_array().end_object().take();
}

Result<http::Response> open_past(const RoutesContext& context, const http::Request& request,
                                 const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto* field = find_field(in->text<100>("field"));
  const auto purpose = in->text<64>("purpose");
  const auto reason = in->text<500>("reason");
  if (in->ok() && field == nullptr) in->add_fault("field", "not-in-list");
  if (!purpose.empty() && !access::is_purpose(purpose)) in->add_fault("purpose", "not-in-list");
  if (in->ok() && count_code_points(reason) < 3) in->add_fault("reason", "too-short", {{"min", "3"}});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto body = do_act<std::string>(context, session, {"compartment.open", *id, purpose, reason},
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto versions = open_history(act, permit, *id, *field);
                                          if (!versions) return tl::unexpected(versions.error());
                                          return render(act, *field, *versions);
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(201, *body);
}

}  // namespace

Routes value_routes(const RoutesContext& context) {
  const auto handler = [&](auto behaviour) {
    return signed_in(context, [context, behaviour](const http::Request& request, const access::Session& session) {
      return behaviour(context, request, session);
    });
  };
  return {{http::Method::patch, "/api/v1/cases/{id}/values", handler(write)},
          {http::Method::post, "/api/v1/cases/{id}/openings", handler(open_one), {}, true},
          {http::Method::post, "/api/v1/cases/{id}/field-histories", handler(open_past), {}, true}};
}

}  // namespace nrm::casefile
