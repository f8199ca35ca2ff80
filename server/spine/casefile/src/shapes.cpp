// Limits: 300 code points for a name, which no real one reaches; 500 for a line or an address; 1,000 for a remark.
// Counts are what a long case held, with room.
#include <algorithm>

#include <fmt/format.h>

#include "json_text.hpp"
#include "nrm/casefile/shape.hpp"

namespace nrm::casefile {
namespace {

constexpr bool kRequired = true;
constexpr bool kThirdPerson = true;
constexpr std::size_t kName = 300;
constexpr std::size_t kLine = 500;
constexpr std::size_t kRemark = 1000;

std::vector<Shape> shapes_of_the_person() {
  return {
      {"names",
       10,
       {{"name", "text", kName, kRequired}, {"script", "text", 32}, {"kind", "code:name-kind", 0, kRequired}}},
      {"birth-date",
       0,
       {{"value", "part-date", 0, kRequired},
        {"precision", "code:birth-precision"},
        {"basis", "code:birth-basis", 0, kRequired}}},
      {"documents",
       15,
       {{"kind", "code:document-kind", 0, kRequired},
        {"state", "code:document-state", 0, kRequired},
        {"number", "text", 100},
        {"country", "code:country"},
        {"held_by", "text", kName, !kRequired, kThirdPerson},
        {"note", "text", kLine}}},
      {"safe-contact",
       0,
       {{"how", "text", kLine},
        {"when", "text", kLine},
        {"code_word", "text", 100},
        {"never", "texts", kName, !kRequired, kThirdPerson},
        {"no_messages", "flag"}}},
      {"age-class", 0, {{"class", "code:age-class", 0, kRequired}, {"reason", "text", 300}}},
      {"languages", 12, {{"language", "code:language", 0, kRequired}, {"level", "code:language-level"}}},
      {"interpreter",
       0,
       {{"needed", "code:yes-no", 0, kRequired},
        {"languages", "codes:language"},
        {"gender", "code:interpreter-gender"},
        {"note", "text", kLine}}},
      {"excluded-persons", 20, {{"name", "text", kName, kRequired}, {"why", "text", kLine}}},
  };
}

std::vector<Shape> shapes_of_what_happened() {
  return {
      {"events",
       40,
       {{"kind", "code:event-kind", 0, kRequired},
        {"from", "part-date"},
        {"to", "part-date"},
        {"country", "code:country"},
        {"place", "text", kLine},
        {"exploitation", "codes:exploitation"},
        {"what", "text", kRemark}}},
      {"indicators",
       60,
       {{"indicator", "code:indicator", 0, kRequired},
        {"strength", "code:indicator-strength", 0, kRequired},
        {"note", "text", kLine}}},
      {"decisions",
       20,
       {{"on", "date", 0, kRequired},
        {"body", "text", kName, kRequired},
        {"decision", "code:legal-status", 0, kRequired},
        {"grounds", "text", kRemark},
        {"document", "text", kName}}},
      {"recovery-period",
       0,
       {{"from", "date", 0, kRequired},
        {"to", "date", 0, kRequired},
        {"extended_to", "date"},
        {"extension_reason", "text", kRemark},
        {"ended_on", "date"},
        {"why_ended", "text", kRemark}}},
      {"related-persons",
       30,
       {{"relation", "code:relation", 0, kRequired},
        {"name", "text", kName},
        {"age_class", "code:age-class"},
        {"with_person", "code:yes-no"},
        {"safe", "code:yes-no"},
        {"in_danger", "code:yes-no"},
        {"case_reference", "text", 32},
        {"note", "text", kRemark}}},
      {"perpetrators",
       20,
       {{"names", "texts", kName},
        {"relation", "code:perpetrator-relation"},
        {"roles", "codes:perpetrator-role"},
        {"description", "text", kRemark},
        {"addresses", "texts", kLine},
        {"phones", "texts", 100},
        {"danger", "code:yes-no"},
        {"note", "text", kRemark}}},
  };
}

std::vector<Shape> shapes_of_help() {
  return {
      {"plan",
       40,
       {{"goal", "text", kLine, kRequired},
        {"action", "text", kLine},
        {"service", "code:service"},
        {"provider", "text", kName},
        {"state", "code:plan-state", 0, kRequired},
        {"due", "date"},
        {"done_on", "date"},
        {"cost", "money"},
        {"result", "text", kRemark}}},
      {"compensation",
       0,
       {{"from", "code:compensation-from"},
        {"claimed", "money"},
        {"awarded", "money"},
        {"received", "money"},
        {"note", "text", kRemark}}},
      {"follow-up",
       3,
       {{"after", "code:follow-up-after", 0, kRequired},
        {"on", "date"},
        {"outcome", "code:follow-up-outcome", 0, kRequired},
        {"note", "text", kRemark}}},
  };
}

std::string words_of(const Member& member) {
  return fmt::format("`{}`{} {}{}{}", member.name, member.required ? "" : "?", member.kind,
                     member.most > 0 ? fmt::format(" ({})", member.most) : "",
                     member.third_person ? " *somebody else*" : "");
}

}  // namespace

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = [] {
    auto out = shapes_of_the_person();
    for (const auto& more : {shapes_of_what_happened(), shapes_of_help()})
      out.insert(out.end(), more.begin(), more.end());
    return out;
  }();
  return all;
}

const Shape* find_shape(std::string_view name) {
  const auto found = std::ranges::find(shapes(), name, &Shape::name);
  return found == shapes().end() ? nullptr : &*found;
}

const Shape* shape_of(const Field& field) {
  return field.kind.starts_with("json:") ? find_shape(field.kind.substr(5)) : nullptr;
}

bool is_structured_text(const Field& field, std::string_view value) {
  const bool structured = field.kind.starts_with("json:") || field.kind.starts_with("codes:");
  return structured && parse_json(value).has_value();
}

std::string shapes_table() {
  std::string out = "| shape | how many | members |\n|---|---|---|\n";
  for (const auto& shape : shapes()) {
    std::string members;
    for (const auto& member : shape.members) members += (members.empty() ? "" : ", ") + words_of(member);
    const auto count = shape.most == 0 ? std::string{"one"} : fmt::format("1 to {}", shape.most);
    out += fmt::format("| `{}` | {} | {} |\n", shape.name, count, members);
  }
  return out;
}

}  // namespace nrm::casefile
