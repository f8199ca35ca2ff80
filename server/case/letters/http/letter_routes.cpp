#include <fmt/format.h>

#include "answer_routes.hpp"
#include "nrm/access/signed_in.hpp"
#include "nrm/directory/write_organisation.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/letters/letter.hpp"

namespace nrm::letters {
namespace {

using http::JsonReader;
using http::JsonWriter;

constexpr std::size_t kMaxCode = 64;

using Call = access::CallOf<Desk>;

void write_partner(JsonWriter& out, const Desk& desk, const std::optional<OrganisationId>& partner) {
  desk.journal.database().read(
      [&](storage::Reader& reader) { directory::write_organisation(out, "partner", reader, partner); });
}

void write_lines(JsonWriter& out, const std::optional<Personal<Lines>>& lines) {
  const auto member = [&](std::string_view name, const std::string Lines::*line) {
    out.key(name);
    if (lines)
      out.value(lines->reveal().*line);
    else
      out.null();
  };
  member("partner_name", &Lines::partner_name);
  member("sender", &Lines::sender);
  member("phone", &Lines::phone);
}

void write_allowed(JsonWriter& out, const View& view) {
  const auto state = view.state;
  out.key("allowed").begin_array();
  if (view.to_tell) out.value("tell-partner");
  if (awaits_answer(state)) out.value("copy");
  if (next(state, Step::record_acceptance)) out.value("record-answer");
  if (next(state, Step::recall)) out.value("recall");
  out.end_array();
}

void write_letter(JsonWriter& out, const Desk& desk, const View& view) {
  out.begin_object().member("id", view.id).member("case_id", view.case_id).member("reference", view.reference);
  out.member("need", view.need);
  write_partner(out, desk, view.partner);
  write_lines(out, view.lines);
  out.member("agreed", name_of(view.agreed)).member("state", name_of(view.state)).member("sent_at", view.sent_at);
  out.member("answer_until", view.until).key("clock_state");
  if (view.clock_state)
    out.value(pathway::name_of(*view.clock_state));
  else
    out.null();
  out.member("copies", view.copies).member("code_usable", view.code_usable).member("answered_at", view.answered_at);
  out.key("answered_how");
  if (view.answered_how)
    out.value(name_of(*view.answered_how));
  else
    out.null();
  out.member("recorded_by", view.recorded_by).member("reason_code", view.reason_code).member("unread", view.unread);
  out.member("withdrawn_at", view.withdrawn_at);
  write_allowed(out, view);
  out.end_object();
}

Result<http::Response> post_letter(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto partner = in->id<OrganisationId>("partner_id", JsonReader::optional);
  auto name = in->text<kMaxName>("partner_name", JsonReader::optional);
  auto need = in->text<kMaxCode>("need");
  auto sender = in->text<kMaxName>("sender", JsonReader::optional);
  auto phone = in->text<kMaxPhone>("phone");
  const auto agreed = in->code("agreed", {"person", "guardian"});
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto sent = send(
      call.desk, call.session,
      {*id, partner, std::move(name), std::move(need), std::move(sender), std::move(phone), *parse_agreed(agreed)});
  if (!sent) return tl::unexpected(sent.error());
  JsonWriter out;
  out.begin_object().member("id", sent->id).member("reference", sent->reference);
  out.member("answer_until", sent->until).end_object();
  return http::created(fmt::format("/api/v1/letters/{}", sent->id.text()), out.take());
}

Result<http::Response> get_letters(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto found = list(call.desk, call.session, *id);
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& view : *found) write_letter(out, call.desk, view);
  out.end_array().key("languages").begin_array();
  for (const auto& language : languages_of(call.desk.catalogue)) out.value(language);
  return http::json(200, out.end_array().end_object().take());
}

Result<http::Response> get_letter(const Call& call) {
  const auto id = http::path_id<LetterId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto view = read(call.desk, call.session, *id);
  if (!view) return tl::unexpected(view.error());
  JsonWriter out;
  write_letter(out, call.desk, *view);
  return http::json(200, out.take());
}

// The page's address as the partner's browser reaches it: where the member's own reached us.
std::string page_address(const http::Request& request) {
  return "https://" + request.header("host").value_or("localhost") + std::string{kPagePath};
}

// The file's name is the letter's number: whoever sees it in a folder of downloads learns nothing.
Result<http::Response> post_copy(const Call& call) {
  const auto id = http::path_id<LetterId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto languages = in->texts("languages", kMaxCode, kMaxLanguages, JsonReader::required);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto printed = make_copy(call.desk, call.session, *id, languages, page_address(call.request));
  if (!printed) return tl::unexpected(printed.error());
  auto out = http::created(fmt::format("/api/v1/letters/{}", id->text()), text_of(*printed));
  out.content_type = "application/pdf";
  out.headers["Content-Disposition"] = "attachment; filename=\"letter.pdf\"";
  return out;
}

http::Response standing(State state) {
  JsonWriter out;
  out.begin_object().member("state", name_of(state)).end_object();
  return http::json(201, out.take());
}

Result<http::Response> post_answer(const Call& call) {
  const auto id = http::path_id<LetterId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto answer = in->code("answer", {"accepted", "declined"});
  auto reason = in->text<kMaxCode>("reason", JsonReader::optional);
  const auto how = in->code("how", {"phone", "paper"});
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto state =
      record_answer(call.desk, call.session, *id, {answer == "accepted", std::move(reason), *parse_how(how)});
  if (!state) return tl::unexpected(state.error());
  return standing(*state);
}

Result<http::Response> post_recall(const Call& call) {
  const auto id = http::path_id<LetterId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto reason = in->text<kMaxCode>("reason");
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto state = recall(call.desk, call.session, *id, reason);
  if (!state) return tl::unexpected(state.error());
  return standing(*state);
}

Result<http::Response> post_partner_told(const Call& call) {
  const auto id = http::path_id<LetterId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto how = in->code("how", {"phone", "paper"});
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto told = tell_partner(call.desk, call.session, *id, *parse_how(how));
  if (!told) return tl::unexpected(told.error());
  JsonWriter out;
  out.begin_object().member("id", *id).end_object();
  return http::created(fmt::format("/api/v1/letters/{}", id->text()), out.take());
}

}  // namespace

std::vector<http::Route> letters_routes(const Desk& desk, const access::SessionResolver& sessions) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) {
    return access::signed_in(desk, sessions, behaviour);
  };
  using enum http::Method;
  std::vector<http::Route> out{{post, "/api/v1/cases/{id}/letters", handler(post_letter)},
                               {get, "/api/v1/cases/{id}/letters", handler(get_letters)},
                               {get, "/api/v1/letters/{id}", handler(get_letter)},
                               {post, "/api/v1/letters/{id}/copies", handler(post_copy)},
                               {post, "/api/v1/letters/{id}/answer", handler(post_answer)},
                               {post, "/api/v1/letters/{id}/recall", handler(post_recall)},
                               {post, "/api/v1/letters/{id}/partner-told", handler(post_partner_told)}};
  for (auto& route : answer_routes(desk)) out.push_back(std::move(route));
  return out;
}

}  // namespace nrm::letters
