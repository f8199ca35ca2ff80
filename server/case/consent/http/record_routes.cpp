#include "nrm/access/decide.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/speakers.hpp"
#include "read_conversation.hpp"
#include "shared.hpp"

namespace nrm::consent {
namespace {

using http::JsonReader;
using http::JsonWriter;

struct Listed {
  std::string items;  // JSON
  Attention attention;
};

Result<Listed> list_in(const Call& call, log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (const auto may = casefile::may_work_on(act.writer(), call.session, id); !may) return tl::unexpected(may.error());
  JsonWriter out;
  out.begin_array();
  for (const auto& basis : bases_of_case(act.writer(), id, act.now())) {
    if (!concerns(act.writer(), basis, id, call.session.team)) continue;
    out.begin_object();
    write_basis(out, call.context.pack, act.writer(), basis);
    out.end_object();
  }
  out.end_array();
  // A joint team that does not hold her casework sees what was agreed, and not who spoke.
  const auto attention = attention_of(act, permit, call.context.pack, id);
  if (!attention && attention.error().type != nrm::problems::kNotFound) return tl::unexpected(attention.error());
  return Listed{out.take(), attention.value_or(Attention{})};
}

Result<Listed> list_once(const Call& call, const CaseId& id) {
  return do_act<Listed>(call, "basis.list", id,
                        [&](log::Act& act, const access::Permit& permit) { return list_in(call, act, permit, id); });
}

using Follow = Result<std::size_t> (*)(log::Act&, const access::Permit&, const pathway::Pack&, const CaseId&);

// Only a session can see that she has come of age, and that somebody is suspected in another of her cases; the first
// that looks ends what others agreed to for her. Where that cannot be written now, looking goes on.
bool ends_more(const Call& call, const CaseId& id, const std::string& action, Follow end) {
  const auto ended = do_act<std::size_t>(call, action, id, [&](log::Act& act, const access::Permit& permit) {
    return end(act, permit, call.context.pack, id);
  });
  return ended && *ended > 0;
}

bool follow(const Call& call, const CaseId& id, const Attention& attention) {
  bool more = attention.suspicion_unheard && ends_more(call, id, "basis.suspect-representative", hear_suspicion);
  if (attention.ask_herself) more = ends_more(call, id, "basis.end-by-age", end_spoken_for) || more;
  return more;
}

}  // namespace

Result<http::Response> show_text(const Call& call) {
  const auto* text = call.context.pack.find_consent_text(call.request.path_params.at("language"));
  if (text == nullptr) return fail(nrm::problems::kNotFound);
  JsonWriter out;
  out.begin_object().member("language", text->language).member("version", text->version);
  out.key("checked_by").begin_array();
  for (const auto& who : text->checked_by) out.value(who);
  out.end_array().key("points").begin_array();
  for (const auto& point : text->points)
    out.begin_object().member("id", point.id).member("text", point.text).end_object();
  out.end_array().member("direction", text->direction).member("may_record", !text->checked_by.empty()).end_object();
  return http::json(200, out.take());
}

Result<http::Response> record_basis(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto said = read_conversation(*in, call.session.member);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto basis = do_act<BasisId>(call, "basis.record", *id, [&](log::Act& act, const access::Permit& permit) {
    return record(act, permit, call.context.pack, *id, *said);
  });
  if (!basis) return tl::unexpected(basis.error());
  JsonWriter out;
  out.begin_object().member("id", *basis).member("decision", name_of(said->decision)).end_object();
  return http::created(bases_path(*id), out.take());
}

Result<http::Response> list_bases(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto listed = list_once(call, *id);
  if (!listed) return tl::unexpected(listed.error());
  if (follow(call, *id, listed->attention)) listed = list_once(call, *id);
  if (!listed) return tl::unexpected(listed.error());
  JsonWriter out;
  out.begin_object().key("items").raw(listed->items);
  out.key("attention")
      .begin_object()
      .member("ask_herself", listed->attention.ask_herself)
      .member("find_representative", listed->attention.find_representative)
      .end_object();
  return http::json(200, out.end_object().take());
}

Result<http::Response> record_notice(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  in->code("kind", {"without-name"});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto counted = do_act<void>(call, "notice.record", *id, [&](log::Act& act, const access::Permit& permit) {
    return record_notice_without_name(act, permit, *id);
  });
  if (!counted) return tl::unexpected(counted.error());
  return http::created("/api/v1/cases/" + id->text(), R"({"kind":"without-name"})");
}

Result<http::Response> suspect(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  Suspicion suspicion;
  if (in->code("who", {"guardian", "representative"}) == "representative") suspicion.who = SpokenTo::representative;
  suspicion.name = in->text<kMaxPersonName>("name", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto ended =
      do_act<std::size_t>(call, "basis.suspect-representative", *id, [&](log::Act& act, const access::Permit& permit) {
        return suspect_representative(act, permit, call.context.pack, *id, suspicion);
      });
  if (!ended) return tl::unexpected(ended.error());
  JsonWriter out;
  out.begin_object().member("ended", *ended).end_object();
  return http::created(bases_path(*id), out.take());
}

}  // namespace nrm::consent
