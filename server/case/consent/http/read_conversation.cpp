#include "read_conversation.hpp"

namespace nrm::consent {
namespace {

using http::JsonReader;

std::vector<std::string> group_names() {
  const auto& groups = casefile::field_groups();
  return {groups.begin(), groups.end()};
}

std::vector<std::string> point_names() {
  return {std::begin(pathway::kConsentPoints), std::end(pathway::kConsentPoints)};
}

void read_interpreter(JsonReader& in, Conversation& out) {
  auto interpreter = in.object("interpreter", JsonReader::optional);
  if (!interpreter) return;
  out.interpreter_used = interpreter->boolean("used");
  out.interpreter_name = interpreter->text<kMaxPersonName>("name", JsonReader::optional);
  out.interpreter_language = interpreter->text<kMaxLanguage>("language", JsonReader::optional);
}

void read_child(JsonReader& in, Conversation& out) {
  auto child = in.object("child", JsonReader::optional);
  if (!child) return;
  ChildPart part;
  part.best_interests_note = child->text<kMaxNote>("best_interests_note");
  part.own_view = child->text<kMaxNote>("own_view");
  part.guardian_name = child->text<kMaxPersonName>("guardian_name", JsonReader::optional);
  part.representative_suspected = child->boolean("representative_suspected", JsonReader::optional);
  out.child = std::move(part);
}

}  // namespace

std::optional<Conversation> read_conversation(JsonReader& in, const MemberId& reader_member) {
  const auto receiver = in.id<TeamId>("receiver_team_id");
  const auto explained_by = in.id<MemberId>("explained_by", JsonReader::optional).value_or(reader_member);
  Conversation out{.receiver = receiver.value_or(TeamId{Uuid{}}), .explained_by = explained_by};
  out.decision = in.code("decision", {"consent", "refusal"}) == "refusal" ? Decision::refusal : Decision::consent;
  out.purpose = in.text<64>("purpose");
  for (auto& group : in.codes("field_groups", group_names(), casefile::field_groups().size(), JsonReader::optional))
    out.field_groups.insert(std::move(group));
  out.language = in.text<16>("language");
  out.points = in.codes("points", point_names(), 7, JsonReader::optional);
  out.until = in.date("until", JsonReader::optional);
  out.spoken_to =
      parse_spoken_to(in.code("spoken_to", {"person", "guardian", "representative"})).value_or(SpokenTo::person);
  out.explained_at = in.time("explained_at", JsonReader::optional);
  if (in.has("minutes")) out.minutes = static_cast<int>(in.integer("minutes", 1, kMaxMinutes, JsonReader::optional));
  read_interpreter(in, out);
  read_child(in, out);
  return receiver ? std::optional{std::move(out)} : std::nullopt;
}

}  // namespace nrm::consent
