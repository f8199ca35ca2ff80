#include "shared.hpp"

namespace nrm::consent {
namespace {

using http::JsonWriter;

struct OnBasis {
  CaseId id;
  BasisId basis;
};
Result<OnBasis> path_of(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  const auto basis = path_id<BasisId>(call.request, "basis_id");
  if (!id || !basis) return fail(nrm::problems::kNotFound);
  return OnBasis{*id, *basis};
}

std::string member(const BasisView& view, const std::string& name) {
  const auto at = view.detail.find(name);
  return at == view.detail.end() ? std::string{} : at->second;
}

void write_maybe(JsonWriter& out, std::string_view name, const std::string& text) {
  out.key(name);
  if (text.empty())
    out.null();
  else
    out.value(text);
}

void write_points(JsonWriter& out, std::string_view name, std::string_view joined) {
  out.key(name).begin_array();
  while (!joined.empty()) {
    const auto end = joined.find(',');
    out.value(joined.substr(0, end));
    joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 1);
  }
  out.end_array();
}

void write_conversation(JsonWriter& out, const BasisView& view) {
  out.key("conversation");
  if (view.basis.decision == Decision::other_ground) {
    out.null();
    return;
  }
  out.begin_object().member("language", member(view, "language")).member("text_version", member(view, "text_version"));
  out.member("interpreter_used", member(view, "interpreter_used") == "yes");
  out.member("interpreter_name", member(view, "interpreter_name"));
  out.member("interpreter_language", member(view, "interpreter_language"));
  write_points(out, "points", member(view, "points"));
  out.member("spoken_to", member(view, "spoken_to"));
  out.member("explained_by_member_id", view.basis.explained_by);
  write_maybe(out, "explained_at", member(view, "explained_at"));
  out.key("minutes");
  if (const auto minutes = member(view, "minutes"); minutes.empty())
    out.null();
  else
    out.raw(minutes);
  out.member("guardian_name", member(view, "guardian_name"));
  out.member("best_interests_note", member(view, "best_interests_note")).member("own_view", member(view, "own_view"));
  out.end_object();
}

void write_other(JsonWriter& out, const BasisView& view) {
  out.key("other_ground");
  if (!view.notice) {
    out.null();
    return;
  }
  const auto& notice = *view.notice;
  out.begin_object().member("number", notice.number).member("article", notice.article);
  out.member("danger", member(view, "danger"));
  out.member("confirmed_at", notice.confirmed_at).member("confirmed_by_member_id", notice.confirmed_by);
  out.member("review_due_at", notice.review_due_at).member("reviewed_at", notice.reviewed_at);
  out.member("verdict", notice.verdict).key("review_note");
  if (view.review_note)
    out.value(view.review_note->reveal());
  else
    out.null();
  out.end_object();
}

void write_text(JsonWriter& out, const pathway::ConsentText& text) {
  out.begin_object().member("language", text.language).member("direction", text.direction);
  out.member("version", text.version).key("checked_by").begin_array();
  for (const auto& who : text.checked_by) out.value(who);
  out.end_array().key("points").begin_array();
  for (const auto& point : text.points)
    out.begin_object().member("id", point.id).member("text", point.text).end_object();
  out.end_array().end_object();
}

// Hers first; then the reader's, where that is another one and the pack has it.
void write_texts(JsonWriter& out, const pathway::Pack& pack, const std::string& hers, const std::string& readers) {
  out.key("texts").begin_array();
  if (const auto* text = pack.find_consent_text(hers)) write_text(out, *text);
  if (const auto* text = pack.find_consent_text(readers); text != nullptr && readers != hers) write_text(out, *text);
  out.end_array();
}

using Render = std::string (*)(const Call&, log::Act&, const BasisView&);

Result<http::Response> show(const Call& call, const std::string& action, Render render) {
  const auto on = path_of(call);
  if (!on) return tl::unexpected(on.error());
  const auto body = do_act<std::string>(call, action, on->id,
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto view = view_basis(act, permit, on->id, on->basis);
                                          if (!view) return tl::unexpected(view.error());
                                          return render(call, act, *view);
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

std::string render_view(const Call& call, log::Act& act, const BasisView& view) {
  JsonWriter out;
  out.begin_object();
  write_basis(out, call.context.pack, act.writer(), view.basis);
  write_conversation(out, view);
  write_other(out, view);
  return out.end_object().take();
}

std::string render_record(const Call& call, log::Act& act, const BasisView& view) {
  const auto language = call.request.query.find("language");
  JsonWriter out;
  out.begin_object().member("case_reference", view.case_reference).member("printed_at", act.now());
  write_basis(out, call.context.pack, act.writer(), view.basis);
  write_conversation(out, view);
  write_texts(out, call.context.pack, member(view, "language"),
              language == call.request.query.end() ? std::string{} : language->second);
  return out.end_object().take();
}

}  // namespace

Result<http::Response> show_basis(const Call& call) {
  return show(call, "basis.view", render_view);
}

Result<http::Response> print_basis(const Call& call) {
  return show(call, "basis.print", render_record);
}

}  // namespace nrm::consent
