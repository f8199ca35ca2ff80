#include "nrm/http/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "nrm/http/message.hpp"

namespace nrm::http {
namespace {

using ::testing::ElementsAre;
constexpr auto kOptional = JsonReader::optional;

std::vector<std::string> faults(const std::optional<Problem>& problem) {
  std::vector<std::string> out;
  if (problem) {
    for (const auto& field : problem->fields) out.push_back(field.pointer + " " + field.code);
  }
  return out;
}

bool is_malformed(std::string_view text) {
  const auto in = JsonReader::parse(text);
  return !in && in.error().type == problems::kMalformedJson;
}

TEST(JsonReaderTest, reads_every_kind_of_member) {
  auto in = JsonReader::parse(R"({"t": "Ана\u0301", "n": -9223372036854775808, "b": true, "d": "2018-02-15",
    "at": "2018-02-15T09:30:00Z", "id": "018f0000-0000-7000-8000-000000000001", "c": "adult", "cs": ["x", "y"],
    "o": {"k": "v"}, "os": [{"k": "1"}, {"k": "2"}]})");
  ASSERT_TRUE(in);
  EXPECT_EQ(in->text<10>("t"), "Ана\u0301");
  EXPECT_EQ(in->integer("n", INT64_MIN, INT64_MAX), INT64_MIN);
  EXPECT_TRUE(in->boolean("b"));
  EXPECT_EQ(in->date("d"), parse_iso_date("2018-02-15"));
  EXPECT_EQ(in->time("at"), parse_rfc3339("2018-02-15T09:30:00Z"));
  EXPECT_EQ(in->id<CaseId>("id")->text(), "018f0000-0000-7000-8000-000000000001");
  EXPECT_EQ(in->code("c", {"adult", "child"}), "adult");
  EXPECT_THAT(in->codes("cs", {"x", "y"}, 5), ElementsAre("x", "y"));
  EXPECT_EQ(in->object("o")->text<5>("k"), "v");
  auto list = in->objects("os", 3);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].text<5>("k") + list[1].text<5>("k"), "12");
  EXPECT_THAT(faults(in->finish()), ElementsAre());
}

TEST(JsonReaderTest, names_every_fault_at_once_by_its_pointer) {
  auto in = JsonReader::parse(R"({"a": 1, "b": "toolong", "c": "no", "d": "2018-02-30", "deep": {"x~/y": 7, "z": []},
    "list": [{"k": "ok"}, 5, {"k": ""}], "n": 11, "extra": {"q": 1}, "blank": " \u00a0 "})");
  ASSERT_TRUE(in);
  in->text<5>("a");
  in->text<5>("b");
  in->code("c", {"yes"});
  in->date("d");
  auto deep = in->object("deep");
  deep->text<5>("x~/y");
  for (auto& item : in->objects("list", 5)) item.text<5>("k");
  in->integer("n", 1, 10);
  in->text<9>("missing");
  in->text<9>("blank");
  const auto problem = in->finish();
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->type, nrm::problems::kInvalid);
  EXPECT_THAT(faults(problem),
              ElementsAre("/a wrong-type", "/b too-long", "/c not-in-list", "/d not-a-date", "/deep/x~0~1y wrong-type",
                          "/list/1 wrong-type", "/list/2/k required", "/n out-of-range", "/missing required",
                          "/blank required", "/deep/z unknown", "/extra unknown"));
  EXPECT_EQ(problem->fields[1].params.at("max"), "5");
  EXPECT_EQ(problem->fields[7].params.at("min"), "1");
}

TEST(JsonReaderTest, null_is_absent_and_absent_is_fine_where_optional) {
  auto in = JsonReader::parse(R"({"a": null, "child": null, "c": null})");
  EXPECT_EQ(in->text_up_to("a", 5, kOptional), "");
  EXPECT_FALSE(in->has("child"));
  EXPECT_EQ(in->kind("c"), JsonReader::Kind::null);
  EXPECT_EQ(in->raw("c"), "null");
  EXPECT_EQ(in->kind("none"), JsonReader::Kind::absent);
  EXPECT_FALSE(in->object("none", kOptional));
  EXPECT_THAT(faults(in->finish()), ElementsAre());
}

TEST(JsonReaderTest, numbers_for_integers_are_plain_integers_of_64_bits) {
  for (const auto* number : {"1e999", "-0", "1.5", "1e2", "100.0", "-1e-2", "\"5\"", "true"}) {
    auto in = JsonReader::parse(std::string{"{\"n\": "} + number + "}");
    ASSERT_TRUE(in) << number;
    in->integer("n", INT64_MIN, INT64_MAX);
    EXPECT_THAT(faults(in->finish()), ElementsAre("/n wrong-type")) << number;
  }
  for (const auto* number : {"9223372036854775808", "18446744073709551616", "-9223372036854775809"}) {
    auto in = JsonReader::parse(std::string{"{\"n\": "} + number + "}");
    ASSERT_TRUE(in) << number;
    in->integer("n", INT64_MIN, INT64_MAX);
    EXPECT_THAT(faults(in->finish()), ElementsAre("/n out-of-range")) << number;
  }
}

TEST(JsonReaderTest, refuses_what_is_not_json) {
  using std::string_literals::operator""s;
  for (const auto& text :
       {""s, "{"s, "{}}"s, "{} x"s, "{'a': 1}"s, "{\"a\": 01}"s, "{\"a\": .5}"s, "{\"a\": NaN}"s, "{\"a\": 1,}"s,
        "{\"a\": \"\x01\"}"s, "\xEF\xBB\xBF{}"s, "{/* c */}"s, "{\"a\": \"\\x\"}"s, "{\"a\": \"\0\"}"s}) {
    EXPECT_TRUE(is_malformed(text)) << text;
  }
}

TEST(JsonReaderTest, refuses_invalid_utf8_and_lone_surrogates) {
  for (const auto* text :
       {"{\"a\": \"\xFF\"}", "{\"a\": \"\xC0\xAF\"}", "{\"a\": \"\xED\xA0\x80\"}", "{\"a\": \"\xF4\x90\x80\x80\"}",
        "{\"a\": \"\xE2\x82\"}", "{\"\xFF\": 1}", "{\"a\": \"\\ud800\"}", "{\"a\": \"\\udc00\"}",
        "{\"a\": \"\\ud800\\ud800\"}", "{\"a\": \"\\ud800x\"}", "{\"\\udfff\": 1}"}) {
    EXPECT_TRUE(is_malformed(text)) << text;
  }
  auto in = JsonReader::parse("{\"a\": \"\\ud83d\\ude00\"}");
  ASSERT_TRUE(in);
  EXPECT_EQ(in->text<2>("a"), "\U0001F600");
}

TEST(JsonReaderTest, refuses_a_name_given_twice_however_it_is_spelt) {
  EXPECT_TRUE(is_malformed(R"({"a": 1, "a": 1})"));
  EXPECT_TRUE(is_malformed(R"({"a": 1, "b": 2, "\u0061": 3})"));
  EXPECT_TRUE(is_malformed(R"({"x": [{"a": {"k": 1, "k": 2}}]})"));
  EXPECT_FALSE(is_malformed(R"({"x": {"a": 1}, "y": {"a": 1}, "A": 1})"));
}

TEST(JsonReaderTest, what_is_no_json_is_named_by_its_place) {
  const auto told = [](std::string_view text) {
    const auto in = JsonReader::parse(text);
    return in ? std::string{"taken"} : in.error().fields.at(0).pointer + " " + in.error().fields.at(0).code;
  };
  EXPECT_EQ(told(R"({"a": 1, "a": 1})"), "/a duplicate-key");
  EXPECT_EQ(told(R"({"x": [{}, {"a/b": 1, "a/b": 2}]})"), "/x/1/a~1b duplicate-key");
  EXPECT_EQ(told("{\"v\": {\"n\": [\"a\", \"\xC3\x28\"]}}"), "/v/n/1 not-utf8");
  EXPECT_EQ(told("{\"a\": 1, \"\xFF\": 2}"), " not-utf8");
  EXPECT_EQ(told(R"({"a": {"b": "\ud800"}})"), "/a/b not-json");
  EXPECT_EQ(told(R"({"a": 1)"), " not-json");
  EXPECT_THAT(told("{\"a\":" + std::string(200'000, '[')), ::testing::EndsWith("/0 too-deep"));
}

TEST(JsonReaderTest, depth_32_is_taken_and_200000_refused) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\": " + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
  };
  EXPECT_FALSE(is_malformed(nested(32)));
  EXPECT_TRUE(is_malformed(nested(33)));
  EXPECT_TRUE(is_malformed(nested(200'000)));
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  EXPECT_TRUE(is_malformed(objects));
}

TEST(JsonReaderTest, a_body_that_is_no_object_is_invalid) {
  const auto in = JsonReader::parse("[1]");
  ASSERT_FALSE(in);
  EXPECT_EQ(in.error().type, nrm::problems::kInvalid);
}

TEST(JsonReaderTest, many_faults_are_cut) {
  std::string text = "{";
  for (int i = 0; i < 1'000; ++i) text += (i ? ",\"k" : "\"k") + std::to_string(i) + "\": 1";
  auto in = JsonReader::parse(text + "}");
  ASSERT_TRUE(in);
  EXPECT_EQ(in->finish()->fields.size(), 100u);
}

TEST(JsonReaderTest, a_nul_is_refused_in_texts) {
  auto in = JsonReader::parse("{\"a\": \"x\\u0000y\"}");
  ASSERT_TRUE(in);
  in->text<9>("a");
  EXPECT_THAT(faults(in->finish()), ElementsAre("/a has-nul"));
}

TEST(JsonWriterTest, writes_nested_values_with_commas_where_they_belong) {
  JsonWriter out;
  out.begin_object().member("a", 1).key("b").begin_array().value("x").value(true).null().begin_object().end_object();
  out.end_array().member("big", UINT64_MAX).member("none", std::optional<int>{}).key("r").raw("[1]").end_object();
  EXPECT_EQ(out.take(), R"({"a":1,"b":["x",true,null,{}],"big":18446744073709551615,"none":null,"r":[1]})");
}

TEST(JsonWriterTest, escapes_what_could_break_out_of_a_page_or_a_line) {
  JsonWriter out;
  out.value("</script>\xE2\x80\xA8\xE2\x80\xA9\x01\x7F\"\\\n\xE2\x80\x94");
  EXPECT_EQ(out.take(), "\"\\u003c/script>\\u2028\\u2029\\u0001\\u007f\\\"\\\\\\n\xE2\x80\x94\"");
}

TEST(JsonWriterTest, text_that_is_not_utf8_is_a_bug) {
  JsonWriter out;
  EXPECT_ANY_THROW(out.value("\xFF"));
}

// The list's own blanks and empty string are texts like any other, so nothing is required here.
TEST(NaughtyStringsTest, pass_byte_for_byte_through_writer_and_reader) {
  std::ifstream file{std::string{NRM_SOURCE_DIR} + "/tests/data/naughty-strings/blns.json"};
  const std::string content{std::istreambuf_iterator<char>{file}, {}};
  auto list = JsonReader::parse("{\"all\":" + content + "}");
  ASSERT_TRUE(list);
  std::size_t count = 0;
  for (const auto& text : list->texts("all", 10'000, 1'000, kOptional)) {
    JsonWriter out;
    const auto name = "n" + text.substr(0, text.size() < 200 ? text.size() : 0);
    out.begin_object().member("k", text).member(name, text).end_object();
    auto in = JsonReader::parse(out.take());
    ASSERT_TRUE(in) << text;
    EXPECT_EQ(in->text_up_to("k", 10'000, kOptional), text);
    EXPECT_EQ(in->text_up_to(name, 10'000, kOptional), text);
    EXPECT_FALSE(in->finish()) << text;
    ++count;
  }
  EXPECT_EQ(count, 515u);
}

}  // namespace
}  // namespace nrm::http
