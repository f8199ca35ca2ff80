#include <fmt/format.h>

#include "shared.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxFieldName = 100;
constexpr std::size_t kMaxFields = 200;
constexpr std::size_t kMaxCode = 64;

}  // namespace

Result<http::Response> post_preview(const Call& call) {
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto case_id = in->id<CaseId>("case_id");
  const auto receiver = in->id<TeamId>("receiver_team_id");
  const auto need = in->text<kMaxCode>("need");
  const bool urgent = in->boolean("urgent", http::JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto shown = preview(call.desk, call.session, *case_id, *receiver, need, urgent);
  if (!shown) return tl::unexpected(shown.error());
  http::JsonWriter out;
  out.begin_object().member("basis_id", shown->basis).key("fields").begin_array();
  for (const auto& field : shown->fields)
    out.begin_object()
        .member("name", field.name)
        .member("group", field.group)
        .member("value_present", field.value_present)
        .end_object();
  out.end_array().member("answer_due_at", shown->answer_due_at).end_object();
  return http::json(200, out.take());
}

Result<http::Response> post_referral(const Call& call) {
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto case_id = in->id<CaseId>("case_id");
  const auto basis = in->id<BasisId>("basis_id");
  const auto receiver = in->id<TeamId>("receiver_team_id");
  const auto need = in->text<kMaxCode>("need");
  const auto fields = in->texts("fields", kMaxFieldName, kMaxFields, http::JsonReader::required);
  const auto question = in->text<kMaxLineText>("question", http::JsonReader::optional);
  const bool urgent = in->boolean("urgent", http::JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto sent = send(call.desk, call.session, {*case_id, *basis, *receiver, need, fields, question, urgent});
  if (!sent) return tl::unexpected(sent.error());
  http::JsonWriter out;
  out.begin_object().member("id", sent->id).member("reference", sent->reference);
  out.member("state", std::string{name_of(State::sent)}).member("answer_due_at", sent->answer_due_at).end_object();
  return http::created(fmt::format("/api/v1/referrals/{}", sent->id.text()), out.take());
}

Result<http::Response> post_recall(const Call& call) {
  const auto id = path_id(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto reason = in->text<kMaxCode>("reason");
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  return standing(recall(call.desk, call.session, *id, reason));
}

}  // namespace nrm::referral
