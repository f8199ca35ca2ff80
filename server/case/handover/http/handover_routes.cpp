#include "nrm/access/signed_in.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/handover/handover.hpp"
#include "nrm/handover/routes.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "write.hpp"

namespace nrm::handover {
namespace {

using http::JsonReader;
using http::JsonWriter;

constexpr std::size_t kMaxCode = 64;

using Call = access::CallOf<Desk>;

Result<http::Response> standing(const Result<State>& state) {
  if (!state) return tl::unexpected(state.error());
  JsonWriter out;
  out.begin_object().member("state", std::string{name_of(*state)}).end_object();
  return http::json(201, out.take());
}

std::string render(const Offered& offered) {
  JsonWriter out;
  out.begin_object().member("id", offered.id).member("reference", offered.reference);
  out.member("answer_due_at", offered.answer_due_at).member("complete", offered.complete).end_object();
  return out.take();
}

Result<http::Response> get_preview(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto asked = call.request.query.find("team_id");
  const auto team = asked == call.request.query.end() ? std::nullopt : TeamId::parse(asked->second);
  if (!team) return fail(nrm::problems::kInvalid, {{"query:team_id", "not-an-id", {}}});
  const auto found = preview(call.desk, call.session, *id, *team);
  if (!found) return tl::unexpected(found.error());
  return http::json(200, render(call.desk, *found, call.request.language));
}

Result<http::Response> post_offer(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto team = in->id<TeamId>("team_id");
  const bool urgent = in->has("urgent") && in->boolean("urgent");
  const auto note = in->text<kMaxNote>("note", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto offered = offer(call.desk, call.session, {*id, *team, urgent, note});
  if (!offered) return tl::unexpected(offered.error());
  return http::created("/api/v1/handovers/" + offered->id.text(), render(*offered));
}

Result<http::Response> get_handovers(const Call& call) {
  const auto asked = call.request.query.find("box");
  const std::string box = asked == call.request.query.end() ? "in" : asked->second;
  if (box != "in" && box != "out") return fail(nrm::problems::kInvalid, {{"query:box", "not-in-list", {}}});
  const auto found = list(call.desk, call.session, box == "in" ? Box::in : Box::out);
  if (!found) return tl::unexpected(found.error());
  return http::json(200, render(call.desk, *found));
}

Result<http::Response> get_handover(const Call& call) {
  const auto id = http::path_id<HandoverId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto view = read(call.desk, call.session, *id);
  if (!view) return tl::unexpected(view.error());
  return http::json(200, render(call.desk, *view));
}

Result<http::Response> post_completion(const Call& call) {
  const auto id = http::path_id<HandoverId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (auto none = http::expect_nothing_in(call.request.body); !none) return tl::unexpected(none.error());
  const auto done = complete(call.desk, call.session, *id);
  if (!done) return tl::unexpected(done.error());
  return http::json(201, render(*done));
}

Result<http::Response> post_take_back(const Call& call) {
  const auto id = http::path_id<HandoverId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (auto none = http::expect_nothing_in(call.request.body); !none) return tl::unexpected(none.error());
  return standing(take_back(call.desk, call.session, *id));
}

Result<http::Response> post_acceptance(const Call& call) {
  const auto id = http::path_id<HandoverId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (auto none = http::expect_nothing_in(call.request.body); !none) return tl::unexpected(none.error());
  const auto accepted = accept(call.desk, call.session, *id);
  if (!accepted) return tl::unexpected(accepted.error());
  JsonWriter out;
  out.begin_object().member("case_id", *accepted).end_object();
  return http::created("/api/v1/cases/" + accepted->text(), out.take());
}

Result<http::Response> post_decline(const Call& call) {
  const auto id = http::path_id<HandoverId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  Refusal input;
  input.reason = in->text<kMaxCode>("reason");
  input.note = in->text<kMaxNote>("note", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  return standing(decline(call.desk, call.session, *id, input));
}

}  // namespace

std::vector<http::Route> handover_routes(const Desk& desk, access::SessionResolver sessions) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) {
    return access::signed_in(desk, sessions, behaviour);
  };
  using enum http::Method;
  return {{get, "/api/v1/cases/{id}/handover-preview", handler(get_preview)},
          {post, "/api/v1/cases/{id}/handovers", handler(post_offer)},
          {get, "/api/v1/handovers", handler(get_handovers)},
          {get, "/api/v1/handovers/{id}", handler(get_handover)},
          {post, "/api/v1/handovers/{id}/completion", handler(post_completion)},
          {post, "/api/v1/handovers/{id}/recall", handler(post_take_back)},
          {post, "/api/v1/handovers/{id}/acceptance", handler(post_acceptance)},
          {post, "/api/v1/handovers/{id}/decline", handler(post_decline)}};
}

}  // namespace nrm::handover
