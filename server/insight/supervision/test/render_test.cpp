// Tables as a spreadsheet opens them.
#include "render.hpp"

#include <gtest/gtest.h>

namespace nrm::supervision {
namespace {

View small_view() {
  View view;
  view.period = {*parse_iso_date("2018-01-01"), *parse_iso_date("2018-03-31")};
  view.figures.groups.emplace_back();
  view.figures.groups[0].key = "x";
  view.figures.groups[0].asked = view.figures.total.asked = 4;
  view.figures.groups[0].in_time = 3;
  view.figures.groups[0].late = 1;
  view.names = {{"x", {{"", "=HYPERLINK(\"http://example.org\"), and more"}}}};
  return view;
}

TEST(Tables, ANameCannotRunAsAFormula) {
  const auto table = render_table(small_view(), "groups", "en").value();
  EXPECT_NE(table.find("\"'=HYPERLINK(\"\"http://example.org\"\"), and more\""), std::string::npos) << table;
  EXPECT_NE(table.find(",4,3,1,750,"), std::string::npos) << table;
  EXPECT_NE(table.find("not reached"), std::string::npos) << table;
}

TEST(Tables, WhatIsHiddenSaysSoAndIsNowhereInTheAnswer) {
  auto view = small_view();
  view.visible = Visible{.total = false, .declined = false};
  EXPECT_NE(render_table(view, "groups", "en")->find("hidden,hidden,hidden"), std::string::npos);
  EXPECT_EQ(render_table(view, "groups", "en")->find(",4,"), std::string::npos);
  EXPECT_NE(render(view, "en").find("\"asked\":null"), std::string::npos);
  EXPECT_EQ(render(view, "en").find("\"asked\":4"), std::string::npos);
}

TEST(Tables, AnotherNameIsNoTable) {
  EXPECT_FALSE(render_table(small_view(), "persons", "en").has_value());
}

}  // namespace
}  // namespace nrm::supervision
