#include "shared.hpp"

namespace nrm::referral {
namespace {

constexpr std::size_t kMaxFieldName = 100;
constexpr std::size_t kMaxFields = 200;

void write_candidates(http::JsonWriter& out, const Desk& desk, const std::vector<Candidate>& candidates) {
  out.key("candidates").begin_array();
  for (const auto& candidate : candidates) {
    out.begin_object();
    write_team(out, desk, "team", candidate.team);
    out.member("basis_id", candidate.basis);
    write_texts(out, "fields", candidate.fields);
    out.member("why_not", candidate.why_not).end_object();
  }
  out.end_array();
}

std::vector<Alternative> read_alternatives(http::JsonReader& in) {
  std::vector<Alternative> out;
  for (auto& item : in.objects("alternatives", kMaxAlternatives, http::JsonReader::optional)) {
    const auto team = item.id<TeamId>("team_id");
    const auto basis = item.id<BasisId>("basis_id");
    if (team && basis) out.push_back({*team, *basis});
  }
  return out;
}

MoveOn read_move_on(http::JsonReader& in) {
  std::vector<std::string> names;
  for (const auto each : {MoveOn::when_declined_or_late, MoveOn::when_late, MoveOn::never})
    names.emplace_back(name_of(each));
  const auto name = in.code("move_on", names, http::JsonReader::optional);
  return parse_move_on(name).value_or(MoveOn::when_declined_or_late);
}

// What is wrong is in `in`, and looked at before this is used.
std::optional<NewReferral> read_new(http::JsonReader& in) {
  const auto case_id = in.id<CaseId>("case_id");
  const auto basis = in.id<BasisId>("basis_id");
  const auto receiver = in.id<TeamId>("receiver_team_id");
  auto need = in.text<kMaxCode>("need");
  auto fields = in.texts("fields", kMaxFieldName, kMaxFields, http::JsonReader::required);
  auto question = in.text<kMaxLineText>("question", http::JsonReader::optional);
  const bool urgent = in.boolean("urgent", http::JsonReader::optional);
  auto alternatives = read_alternatives(in);
  const auto move_on = read_move_on(in);
  const bool hold_place = in.boolean("hold_place", http::JsonReader::optional);
  const auto previous = in.id<ReferralId>("previous_id", http::JsonReader::optional);
  if (!case_id || !basis || !receiver) return std::nullopt;
  return NewReferral{*case_id,
                     *basis,
                     *receiver,
                     std::move(need),
                     std::move(fields),
                     std::move(question),
                     urgent,
                     std::move(alternatives),
                     move_on,
                     hold_place,
                     previous};
}

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
  out.end_array().member("answer_due_at", shown->answer_due_at);
  write_candidates(out, call.desk, shown->candidates);
  out.member("already_asked", shown->already_asked).end_object();
  return http::json(200, out.take());
}

Result<http::Response> post_referral(const Call& call) {
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto input = read_new(*in);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto sent = send(call.desk, call.session, *input);
  if (!sent) return tl::unexpected(sent.error());
  return sent_away(call.desk, *sent);
}

Result<http::Response> post_redirection(const Call& call) {
  const auto id = http::path_id<ReferralId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body.empty() ? std::string_view{"{}"} : call.request.body);
  if (!in) return tl::unexpected(in.error());
  Redirection input;
  input.stand_in = in->id<ReferralId>("stand_in_id", http::JsonReader::optional);
  input.receiver = in->id<TeamId>("receiver_team_id", http::JsonReader::optional);
  input.basis = in->id<BasisId>("basis_id", http::JsonReader::optional);
  input.fields = in->texts("fields", kMaxFieldName, kMaxFields, http::JsonReader::optional);
  input.question = in->text<kMaxLineText>("question", http::JsonReader::optional);
  input.hold_place = in->boolean("hold_place", http::JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto sent = redirect(call.desk, call.session, *id, input);
  if (!sent) return tl::unexpected(sent.error());
  return sent_away(call.desk, *sent);
}

Result<http::Response> post_recall(const Call& call) {
  const auto id = http::path_id<ReferralId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(call.request.body);
  if (!in) return tl::unexpected(in.error());
  const auto reason = in->text<kMaxCode>("reason");
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  return standing(recall(call.desk, call.session, *id, reason));
}

}  // namespace nrm::referral
