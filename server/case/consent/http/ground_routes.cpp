#include "nrm/access/decide.hpp"
#include "shared.hpp"

namespace nrm::consent {
namespace {

using http::JsonReader;
using http::JsonWriter;

void write_labels(JsonWriter& out, const pathway::Labels& labels) {
  out.key("labels").begin_object();
  for (const auto& [language, text] : labels) out.member(language, text);
  out.end_object();
}

void write_texts(JsonWriter& out, std::string_view name, const auto& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.value(text);
  out.end_array();
}

void write_ground(JsonWriter& out, const pathway::Ground& ground) {
  out.begin_object().member("id", ground.id);
  write_labels(out, ground.labels);
  out.member("withdrawable", ground.withdrawable).member("needs", pathway::name_of(ground.needs));
  write_texts(out, "tells", ground.tells);
  write_texts(out, "articles", ground.articles);
  write_texts(out, "carries", ground.carries);
  out.member("longest_days", ground.longest_days).member("verified", ground.origin.is_verified()).end_object();
}

void write_article(JsonWriter& out, const pathway::Article& article) {
  out.begin_object().member("id", article.id);
  write_labels(out, article.labels);
  out.member("source", article.origin.source).member("verified", article.origin.is_verified()).end_object();
}

OtherGround read_ground(JsonReader& in, std::optional<TeamId>& receiver) {
  receiver = in.id<TeamId>("receiver_team_id");
  OtherGround said{.ground = in.text<64>("ground"),
                   .article = in.text<64>("article", JsonReader::optional),
                   .danger = in.text<kMaxDanger>("danger", JsonReader::optional),
                   .purpose = in.text<64>("purpose"),
                   .receiver = receiver.value_or(TeamId{Uuid{}}),
                   .field_groups = {},
                   .until = std::nullopt};
  const auto& groups = casefile::field_groups();
  for (auto& group : in.codes("field_groups", {groups.begin(), groups.end()}, groups.size()))
    said.field_groups.insert(std::move(group));
  said.until = in.date("until");
  return said;
}

std::string_view review_state(const GroundNotice& notice, UtcTime now) {
  if (notice.reviewed_at) return "reviewed";
  if (!notice.review_due_at) return "not-due";
  return *notice.review_due_at <= now ? "overdue" : "due";
}

void write_notice(JsonWriter& out, const Call& call, log::Act& act, const GroundNotice& notice) {
  out.begin_object().member("id", notice.id).member("number", notice.number).member("ground", notice.ground);
  out.member("article", notice.article).member("purpose", notice.purpose);
  write_team(out, act.writer(), "team", notice.team);
  write_team(out, act.writer(), "receiver_team", notice.receiver);
  write_groups(out, notice.field_groups);
  out.member("recorded_at", notice.recorded_at).member("recorded_by_member_id", notice.recorded_by);
  out.member("confirmed_at", notice.confirmed_at).member("confirmed_by_member_id", notice.confirmed_by);
  write_last_day(out, call.context.pack, "until", notice.until);
  out.member("state", notice.state).member("review_due_at", notice.review_due_at);
  out.member("reviewed_at", notice.reviewed_at).member("verdict", notice.verdict);
  out.member("review_state", review_state(notice, act.now())).end_object();
}

}  // namespace

Result<http::Response> show_grounds(const Call& call) {
  const auto& table = call.context.pack.grounds;
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& ground : table.grounds) write_ground(out, ground);
  out.end_array().key("articles").begin_array();
  for (const auto& article : table.articles) write_article(out, article);
  return http::json(200, out.end_array().end_object().take());
}

Result<http::Response> record_ground(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  std::optional<TeamId> receiver;
  const auto said = read_ground(*in, receiver);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto basis = do_act<BasisId>(call, "basis.record-other", *id, [&](log::Act& act, const access::Permit& permit) {
    return record_other_ground(act, permit, call.context.pack, *id, said);
  });
  if (!basis) return tl::unexpected(basis.error());
  JsonWriter out;
  out.begin_object().member("id", *basis).member("state", "pending").end_object();
  return http::created(bases_path(*id) + "/" + basis->text(), out.take());
}

Result<http::Response> confirm_basis(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  const auto basis = path_id<BasisId>(call.request, "basis_id");
  if (!id || !basis) return fail(nrm::problems::kNotFound);
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const bool agrees = in->code("verdict", {"confirm", "decline"}) == "confirm";
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_act<void>(call, "basis.confirm", *id, [&](log::Act& act, const access::Permit& permit) {
    return confirm_ground(act, permit, call.context.pack, *id, *basis, agrees);
  });
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("id", *basis).member("state", agrees ? "live" : "declined").end_object();
  return http::created(bases_path(*id) + "/" + basis->text(), out.take());
}

Result<http::Response> list_grounds(const Call& call) {
  const auto body = do_body_act<std::string>(call, "basis.list-other", {},
                                             [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                               JsonWriter out;
                                               out.begin_object().key("items").begin_array();
                                               for (const auto& notice : ground_notices(act, permit, call.context.pack))
                                                 write_notice(out, call, act, notice);
                                               return out.end_array().end_object().take();
                                             });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> review_basis(const Call& call) {
  const auto basis = path_id<BasisId>(call.request, "basis_id");
  if (!basis) return tl::unexpected(basis.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto verdict =
      in->code("verdict", {"in-order", "not-in-order"}) == "in-order" ? Verdict::in_order : Verdict::not_in_order;
  const auto note = in->text<kMaxNote>("note", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_body_act<void>(
      call, "basis.review-other", basis->text(),
      [&](log::Act& act, const access::Permit& permit) { return review_ground(act, permit, *basis, verdict, note); });
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("id", *basis).member("verdict", name_of(verdict)).end_object();
  return http::created("/api/v1/other-grounds", out.take());
}

}  // namespace nrm::consent
