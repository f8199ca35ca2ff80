// Search, timeline, and the list of fields.
#include "nrm/access/members.hpp"
#include "nrm/casefile/shape.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/packed.hpp"
#include "nrm/log/entries.hpp"
#include "shared.hpp"

namespace nrm::casefile {
namespace {

using http::JsonReader;
using http::JsonWriter;

Result<http::Response> search(const RoutesContext& context, const http::Request& request,
                              const access::Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto text = in->text<200>("text");
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto found = do_act<std::vector<Found>>(
      context, session, {"case.search", std::nullopt, {}, {}},
      [&](log::Act& act, const access::Permit& permit) { return search_cases(act, permit, text); });
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : *found) {
    out.begin_object().member("id", item.id).member("reference", item.reference).member("label", item.label.reveal());
    out.member("score", item.score).end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

void write_actor(JsonWriter& out, storage::Reader& reader, const log::Actor& actor) {
  out.key("actor").begin_object().member("name",
                                         actor.member ? access::find_member_name(reader, *actor.member) : std::nullopt);
  const auto team = actor.team ? directory::find_team(reader, *actor.team) : std::nullopt;
  out.member("team", team ? std::optional{team->name} : std::nullopt).end_object();
}

void write_detail(JsonWriter& out, storage::Reader& reader, const log::Detail& detail) {
  out.begin_object().member("at", detail.time);
  write_actor(out, reader, detail.actor);
  out.member("action", detail.action).member("object", detail.object).member("purpose", detail.purpose);
  out.member("reason", detail.reason).member("outcome", detail.outcome).key("notes").begin_object();
  for (const auto& [name, value] : detail.notes) out.member(name, value);
  out.end_object().end_object();
}

std::string render(log::Act& act, const Key32& seed, const Page<log::Entry>& page) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& entry : page.items)
    if (const auto detail = log::open_entry(seed, entry)) write_detail(out, act.writer(), *detail);
  return out.end_array().member("next", page.next).end_object().take();
}

Result<http::Response> timeline(const RoutesContext& context, const http::Request& request,
                                const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  const auto page = page_of(request);
  if (!page) return tl::unexpected(page.error());
  const auto body = do_act<std::string>(context, session, {"case.timeline", *id, {}, {}},
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto seed = open_case_log_key(act, permit, *id);
                                          if (!seed) return tl::unexpected(seed.error());
                                          log::EntryQuery query;
                                          query.case_id = *id;
                                          query.page = *page;
                                          return render(act, *seed, log::read_entries(act.writer(), query));
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

// What a form for the value is made from.
void write_shape(JsonWriter& out, const Shape& shape) {
  out.key("shape").begin_object().member("most", static_cast<std::int64_t>(shape.most)).key("members").begin_array();
  for (const auto& member : shape.members) {
    out.begin_object().member("name", member.name).member("kind", member.kind);
    out.member("max", static_cast<std::int64_t>(member.most)).member("required", member.required).end_object();
  }
  out.end_array().end_object();
}

http::PackedAnswer table_of_fields() {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& field : fields()) {
    out.begin_object().member("name", field.name).member("compartment", access::name_of(field.compartment));
    out.member("group", field.group)
        .member("kind", field.kind)
        .member("max", static_cast<std::int64_t>(field.max_code_points));
    out.key("who_sees").begin_array();
    for (const auto role : who_sees(field.compartment)) out.value(role);
    out.end_array().member("kept_as", field.retention_class).member("third_person", field.third_person);
    if (const auto* shape = shape_of(field)) write_shape(out, *shape);
    out.end_object();
  }
  return http::PackedAnswer{http::json(200, out.end_array().end_object().take())};
}

}  // namespace

Routes look_routes(const RoutesContext& context) {
  const auto handler = [&](auto behaviour) {
    return signed_in(context, [context, behaviour](const http::Request& request, const access::Session& session) {
      return behaviour(context, request, session);
    });
  };
  return {{http::Method::post, "/api/v1/case-searches", handler(search), {}, true},
          {http::Method::get, "/api/v1/cases/{id}/timeline", handler(timeline)},
          {http::Method::get, "/api/v1/fields",
           signed_in(context,
                     [table = table_of_fields()](const http::Request& request, const access::Session&)
                         -> Result<http::Response> { return table.to(request); })}};
}

Routes casefile_routes(const RoutesContext& context) {
  Routes all = case_routes(context);
  for (auto more : {value_routes(context), look_routes(context), restriction_routes(context), key_routes(context),
                    team_end_routes(context)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace nrm::casefile
