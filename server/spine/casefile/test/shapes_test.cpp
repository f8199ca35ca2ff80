// What a structured value may say. Every shape is tried from its own description, so a new one is tried too.
#include <filesystem>

#include <gtest/gtest.h>

#include "json_text.hpp"
#include "nrm/casefile/shape.hpp"

namespace nrm::casefile {
namespace {

const Date kToday = *parse_iso_date("2018-04-25");

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::string code_of_list(std::string_view list) {
  if (list == "country") return "BY";
  const auto closed = closed_lists().find(list);
  return closed == closed_lists().end() ? "a-code" : std::string{closed->second.front()};
}

// The longest value that a member takes.
std::string full_value(const Member& member) {
  const auto list = member.kind.substr(member.kind.find(':') + 1);
  const auto text = json_string(repeated("ы", member.most));
  if (member.kind == "flag") return "true";
  if (member.kind == "texts") return "[" + text + "]";
  if (member.kind == "money") return R"({"amount":"123456789012345","currency":"BYN","on":"2018-04-01"})";
  if (member.kind == "date") return R"("2018-04-01")";
  if (member.kind == "part-date") return R"("2001")";
  if (member.kind.starts_with("codes:")) return "[" + json_string(code_of_list(list)) + "]";
  if (member.kind.starts_with("code:")) return json_string(code_of_list(list));
  return text;
}

using Members = std::map<std::string, std::string>;
Members full(const Shape& shape) {
  Members out;
  for (const auto& member : shape.members) out[std::string{member.name}] = full_value(member);
  if (shape.name == "birth-date") out["precision"] = R"("year")";
  if (shape.name == "documents") out["state"] = R"("held-by-another")";
  return out;
}
Members needed(const Shape& shape) {
  auto out = full(shape);
  for (const auto& member : shape.members)
    if (!member.required && out.size() > 1) out.erase(std::string{member.name});
  return out;
}
std::string object_of(const Members& members) {
  std::string out{"{"};
  for (const auto& [name, value] : members) out += (out.size() > 1 ? "," : "") + json_string(name) + ":" + value;
  return out + "}";
}
std::string value_of(const Shape& shape, const Members& members) {
  return shape.most == 0 ? object_of(members) : "[" + object_of(members) + "]";
}

// "pointer=code", or "fine".
std::string fault_of(const Shape& shape, const std::string& value) {
  const std::string kind = "json:" + std::string{shape.name};
  const Field field{"casework.test", Compartment::casework, "situation", 100'000, kind, "case"};
  const auto bad = find_value_fault(field, value, "", kToday);
  return bad ? bad->pointer + "=" + bad->code : "fine";
}
std::string fault_of(std::string_view shape, const std::string& value) {
  return fault_of(*find_shape(shape), value);
}

class EveryShape : public ::testing::TestWithParam<std::string_view> {
 protected:
  const Shape& shape = *find_shape(GetParam());
  std::string inside = shape.most == 0 ? "" : "/0";
};
std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const auto& shape : shapes()) out.push_back(shape.name);
  return out;
}
INSTANTIATE_TEST_SUITE_P(, EveryShape, ::testing::ValuesIn(names()), [](const auto& tried) {
  std::string name{tried.param};
  std::ranges::replace(name, '-', '_');
  return name;
});

TEST_P(EveryShape, takes_all_members_and_those_it_needs) {
  EXPECT_EQ(fault_of(shape, value_of(shape, full(shape))), "fine");
  EXPECT_EQ(fault_of(shape, value_of(shape, needed(shape))), "fine");
}

TEST_P(EveryShape, refuses_what_is_no_such_value) {
  for (const auto* value : {"", "{", "nothing", "\"text\"", "true", "{}[]", "[[]]"})
    EXPECT_NE(fault_of(shape, value), "fine") << value;
  EXPECT_EQ(fault_of(shape, shape.most == 0 ? "{}" : "[]"), "=required");
  EXPECT_EQ(fault_of(shape, shape.most == 0 ? "[]" : "{}"), "=wrong-type");
  if (shape.most > 0) {
    EXPECT_EQ(fault_of(shape, "[{}]"), "/0=required");
  }
}

TEST_P(EveryShape, names_the_member_that_nobody_knows) {
  auto members = full(shape);
  members["nobody_knows"] = R"("x")";
  EXPECT_EQ(fault_of(shape, value_of(shape, members)), inside + "/nobody_knows=unknown");
}

TEST_P(EveryShape, names_the_member_that_is_missing_or_of_another_type) {
  for (const auto& member : shape.members) {
    const std::string name{member.name};
    auto members = full(shape);
    members[name] = member.kind == "flag" ? R"("x")" : "false";
    EXPECT_EQ(fault_of(shape, value_of(shape, members)), inside + "/" + name + "=wrong-type");
    members.erase(name);
    if (member.required && !members.empty()) {
      EXPECT_EQ(fault_of(shape, value_of(shape, members)), inside + "/" + name + "=required");
    }
  }
}

TEST_P(EveryShape, holds_each_text_to_its_limit) {
  for (const auto& member : shape.members) {
    if (member.most == 0) continue;
    const std::string name{member.name};
    auto members = full(shape);
    const auto text = json_string(repeated("x", member.most + 1));
    const bool many = member.kind == "texts";
    members[name] = many ? "[" + text + "]" : text;
    EXPECT_EQ(fault_of(shape, value_of(shape, members)), inside + "/" + name + (many ? "/0" : "") + "=too-long");
    if (!many) continue;
    members[name] = "[" + repeated("\"x\",", kMaxTexts) + "\"x\"]";
    EXPECT_EQ(fault_of(shape, value_of(shape, members)), inside + "/" + name + "=too-many");
  }
}

TEST_P(EveryShape, refuses_codes_and_dates_that_are_none) {
  for (const auto& member : shape.members) {
    const std::string name{member.name};
    const bool dated = member.kind == "date" || member.kind == "part-date";
    if (!dated && !member.kind.starts_with("code:")) continue;
    auto members = full(shape);
    members[name] = dated ? R"("2018-02-30")" : R"("no such <code>")";
    EXPECT_EQ(fault_of(shape, value_of(shape, members)),
              inside + "/" + name + (dated ? "=not-a-date" : "=not-in-list"));
  }
}

TEST_P(EveryShape, holds_at_most_so_many) {
  if (shape.most == 0) GTEST_SKIP() << "one object";
  std::string value = "[" + object_of(needed(shape));
  for (std::size_t i = 0; i < shape.most; ++i) value += "," + object_of(needed(shape));
  EXPECT_EQ(fault_of(shape, value + "]"), "=too-many");
}

TEST_P(EveryShape, has_a_field_and_its_codes_have_words) {
  EXPECT_TRUE(std::ranges::any_of(fields(), [&](const auto& field) { return shape_of(field) == &shape; }));
  const auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  ASSERT_TRUE(pack.has_value());
  for (const auto& member : shape.members) {
    const auto at = member.kind.find(':');
    if (at == std::string_view::npos) continue;
    const auto closed = closed_lists().find(member.kind.substr(at + 1));
    if (closed == closed_lists().end()) continue;
    for (const auto code : closed->second) EXPECT_TRUE(pack->has_code(closed->first, code)) << closed->first << code;
  }
}

TEST(Shapes, a_document_says_who_holds_it_only_where_somebody_else_does) {
  EXPECT_EQ(fault_of("documents", R"([{"kind":"passport","state":"held","held_by":"the employer"}])"),
            "/0/held_by=contradicts");
  EXPECT_EQ(fault_of("documents", R"([{"kind":"passport","state":"held-by-another"}])"), "fine");
}

TEST(Shapes, a_recovery_period_does_not_end_before_it_begins) {
  EXPECT_EQ(fault_of("recovery-period", R"({"from":"2018-04-02","to":"2018-04-01"})"), "/to=contradicts");
  EXPECT_EQ(fault_of("recovery-period", R"({"from":"2018-04-01","to":"2018-05-01","extended_to":"2018-04-30"})"),
            "/extended_to=contradicts");
}

TEST(Shapes, events_are_ordered_as_far_as_their_dates_say) {
  EXPECT_EQ(fault_of("events", R"([{"kind":"transit","from":"2017-05","to":"2017"}])"), "fine");
  EXPECT_EQ(fault_of("events", R"([{"kind":"transit","from":"2017-05","to":"2016"}])"), "/0/to=contradicts");
}

TEST(Shapes, money_is_minor_units_and_a_currency) {
  const auto with = [](const std::string& money) { return fault_of("compensation", R"({"claimed":)" + money + "}"); };
  EXPECT_EQ(with(R"({"amount":"150000","currency":"BYN"})"), "fine");
  EXPECT_EQ(with(R"({"amount":"1500.00","currency":"BYN"})"), "/claimed/amount=wrong-type");
  EXPECT_EQ(with(R"({"amount":"-1","currency":"BYN"})"), "/claimed/amount=wrong-type");
  EXPECT_EQ(with(R"({"amount":"1","currency":"rubles"})"), "/claimed/currency=not-in-list");
  EXPECT_EQ(with(R"({"amount":"1"})"), "/claimed/currency=required");
  EXPECT_EQ(with(R"({"amount":"1","currency":"BYN","tip":"2"})"), "/claimed/tip=unknown");
}

TEST(Shapes, one_language_and_one_follow_up_once) {
  EXPECT_EQ(fault_of("languages", R"([{"language":"vi"},{"language":"vi"}])"), "/1/language=contradicts");
  EXPECT_EQ(
      fault_of("follow-up", R"([{"after":"3-months","outcome":"safe"},{"after":"3-months","outcome":"not-reached"}])"),
      "/1/after=contradicts");
}

std::string fault_of_field(const char* name, const std::string& value) {
  const auto bad = find_value_fault(*find_field(name), value, "", kToday);
  return bad ? bad->pointer + "=" + bad->code : "fine";
}

TEST(Shapes, several_citizenships_or_none_or_not_known_and_nothing_beside_none) {
  for (const auto* value : {R"(["BY","UA"])", R"(["none"])", R"(["unknown"])"})
    EXPECT_EQ(fault_of_field("identity.citizenships", value), "fine") << value;
  EXPECT_EQ(fault_of_field("identity.citizenships", R"(["BY","none"])"), "/1=contradicts");
  EXPECT_EQ(fault_of_field("identity.citizenships", R"(["by"])"), "/0=not-in-list");
  EXPECT_EQ(fault_of_field("residence.return-country", "none"), "=not-in-list");
}

TEST(Shapes, an_answer_may_be_that_there_is_none) {
  for (const auto* value : {"true", "false", "not-known", "prefers-not-to-say"})
    EXPECT_EQ(fault_of_field("health.pregnancy", value), "fine") << value;
  EXPECT_EQ(fault_of_field("health.pregnancy", "maybe"), "=wrong-type");
  EXPECT_EQ(fault_of_field("casework.urgent", "yes"), "=wrong-type");
}

TEST(Shapes, a_date_and_a_month_of_detection_say_one_thing) {
  const auto faults = [](const std::map<std::string, std::string>& texts) {
    Values values;
    for (const auto& [name, text] : texts) values.emplace(name, Personal{text});
    std::string out;
    for (const auto& bad : find_contradictions(values, "", kToday)) out += bad.pointer + "=" + bad.code + " ";
    return out;
  };
  EXPECT_EQ(faults({{"casework.detection-month", "2018-03"}, {"casework.detection-date", "2018-03-31"}}), "");
  EXPECT_EQ(faults({{"casework.detection-month", "2018-03"}, {"casework.detection-date", "2018-04-01"}}),
            "/casework.detection-month=contradicts ");
  EXPECT_EQ(faults({{"casework.detection-date", "2018-04-26"}}), "/casework.detection-date=in-the-future ");
  EXPECT_EQ(faults({{"identity.stateless", "true"}, {"identity.citizenships", R"(["BY"])"}}),
            "/identity.stateless=contradicts ");
}

TEST(Shapes, what_was_text_before_its_field_had_a_shape_is_still_shown) {
  EXPECT_FALSE(is_structured_text(*find_field("identity.documents"), "a red passport"));
  EXPECT_TRUE(is_structured_text(*find_field("identity.documents"), R"([{"kind":"passport","state":"held"}])"));
  EXPECT_FALSE(is_structured_text(*find_field("casework.summary"), "true"));
}

}  // namespace
}  // namespace nrm::casefile
