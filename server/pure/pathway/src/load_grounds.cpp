#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "loader.hpp"

namespace nrm::pathway {
namespace {

constexpr int kLongestDays = 366;  // no ground lasts longer than a consent may
constexpr const char* kFile = "grounds.toml";

template <std::size_t N>
bool is_one_of(const std::string_view (&list)[N], std::string_view word) {
  return std::ranges::find(list, word) != std::end(list);
}

std::string id_of(Loader& loader, TomlReader& in, std::set<std::string>& seen) {
  auto id = in.text("id");
  if (!id.empty() && !is_code(id))
    in.fault(in.line_of("id"), "bad-code", fmt::format("\"{}\" is not a code of letters, digits and hyphens", id));
  if (!id.empty() && !seen.insert(id).second)
    loader.fault(in.file(), in.line_of("id"), "duplicate-code", fmt::format("\"{}\" stands here a second time", id));
  return id;
}

void read_articles(Loader& loader, TomlReader& file) {
  std::set<std::string> seen;
  for (auto& in : file.tables("article", TomlReader::optional)) {
    Article article;
    article.id = id_of(loader, in, seen);
    article.labels = in.labels("labels", loader.pack.languages);
    article.origin = in.origin();
    in.finish();
    loader.pack.grounds.articles.push_back(std::move(article));
  }
}

GroundNeeds read_needs(TomlReader& in) {
  const auto word = in.text("needs");
  for (const auto needs : {GroundNeeds::article, GroundNeeds::danger, GroundNeeds::article_or_danger})
    if (word == name_of(needs)) return needs;
  if (!word.empty()) in.fault(in.line_of("needs"), "unknown-need", "\"needs\" is article, danger or article-or-danger");
  return GroundNeeds::article;
}

std::set<std::string> read_tells(TomlReader& in) {
  std::set<std::string> out;
  for (auto& party : in.texts("tells")) {
    if (!is_one_of(kToldParties, party))
      in.fault(in.line_of("tells"), "unknown-party",
               fmt::format("\"{}\" is not one of {}", party, fmt::join(kToldParties, ", ")));
    out.insert(std::move(party));
  }
  if (!out.contains("data-protection-officer"))
    in.fault(in.line_of("tells"), "officer-not-told", "every ground tells the data protection officer");
  return out;
}

void check_articles(const Loader& loader, TomlReader& in, const Ground& ground) {
  for (const auto& article : ground.articles)
    if (loader.pack.grounds.find_article(article) == nullptr)
      in.fault(in.line_of("articles"), "unknown-article", fmt::format("no [[article]] is called \"{}\"", article));
  if (ground.needs == GroundNeeds::article && ground.articles.empty())
    in.fault(in.line_of("needs"), "article-needed", "a ground that rests on an article lists at least one");
}

void read_ground(Loader& loader, TomlReader& in, std::set<std::string>& seen) {
  Ground ground;
  ground.id = id_of(loader, in, seen);
  if (!ground.id.empty() && !is_one_of(kGrounds, ground.id))
    in.fault(in.line_of("id"), "unknown-ground",
             fmt::format("\"{}\" is not one of {}", ground.id, fmt::join(kGrounds, ", ")));
  ground.labels = in.labels("labels", loader.pack.languages);
  ground.withdrawable = in.flag("withdrawable");
  ground.needs = read_needs(in);
  ground.tells = read_tells(in);
  ground.articles = in.texts("articles", TomlReader::optional);
  for (auto& group : in.texts("carries")) ground.carries.insert(std::move(group));
  ground.longest_days = in.integer("longest_days", 1, kLongestDays);
  ground.origin = in.origin();
  check_articles(loader, in, ground);
  in.finish();
  loader.pack.grounds.grounds.push_back(std::move(ground));
}

void read_periods(TomlReader& in, GroundTable& table) {
  table.ask_again_days = in.integer("ask_again_days", 1, 90);
  table.second_person = in.period("second_person").value_or(table.second_person);
  table.review = in.period("review").value_or(table.review);
  table.tell_person = in.period("tell_person").value_or(table.tell_person);
  table.find_representative = in.period("find_representative").value_or(table.find_representative);
}

}  // namespace

void load_grounds(Loader& loader) {
  auto in = loader.toml(kFile);
  if (!in) return;
  read_periods(*in, loader.pack.grounds);
  read_articles(loader, *in);
  std::set<std::string> seen;
  for (auto& table : in->tables("ground")) read_ground(loader, table, seen);
  in->finish();
}

}  // namespace nrm::pathway
