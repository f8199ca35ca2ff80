#include "nrm/pathway/grounds.hpp"

#include <algorithm>

#include "nrm/kernel/id.hpp"

namespace nrm::pathway {

std::string_view name_of(GroundNeeds needs) {
  switch (needs) {
    case GroundNeeds::article:
      return "article";
    case GroundNeeds::danger:
      return "danger";
    case GroundNeeds::article_or_danger:
      return "article-or-danger";
  }
  fail_bug("a need of a ground without a name");
}

bool Ground::allows_article(std::string_view article) const {
  return std::ranges::find(articles, article) != articles.end();
}

const Ground* GroundTable::find(std::string_view id) const {
  const auto at = std::ranges::find(grounds, id, &Ground::id);
  return at == grounds.end() ? nullptr : &*at;
}

const Article* GroundTable::find_article(std::string_view id) const {
  const auto at = std::ranges::find(articles, id, &Article::id);
  return at == articles.end() ? nullptr : &*at;
}

}  // namespace nrm::pathway
