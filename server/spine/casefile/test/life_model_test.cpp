// Random merges, closings and their undoing against a small model that knows of no database: who stands for whom, who
// is closed, what is listed and counted.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>

#include "casefile_world.hpp"
#include "nrm/casefile/case_filter.hpp"

namespace nrm::casefile::testing {
namespace {

constexpr int kCases = 5;

struct ModelCase {
  std::optional<int> into;
  bool closed = false;
  std::optional<int> closed_with;
};

struct Model {
  std::array<ModelCase, kCases> cases;

  bool below(int id, int root) const {
    for (std::optional<int> at = id; at; at = cases[static_cast<std::size_t>(*at)].into)
      if (*at == root) return true;
    return false;
  }
  ModelCase& at(int id) { return cases[static_cast<std::size_t>(id)]; }
  bool merge(int survivor, int absorbed) {
    if (survivor == absorbed || at(survivor).into || at(absorbed).into || at(survivor).closed) return false;
    at(absorbed).into = survivor;
    return true;
  }
  bool unmerge(int id) {
    if (!at(id).into) return false;
    at(id).into.reset();
    at(id).closed_with.reset();
    for (int other = 0; other < kCases; ++other)
      if (other != id && below(other, id) && at(other).closed_with && !below(*at(other).closed_with, id))
        at(other).closed_with = id;
    return true;
  }
  bool close(int id) {
    if (at(id).into || at(id).closed) return false;
    for (int other = 0; other < kCases; ++other)
      if (other != id && below(other, id) && !at(other).closed) at(other) = {at(other).into, true, id};
    at(id).closed = true;
    return true;
  }
  bool reopen(int id) {
    if (at(id).into || !at(id).closed) return false;
    at(id).closed = false;
    for (auto& other : cases)
      if (other.closed_with == id) other = {other.into, false, std::nullopt};
    return true;
  }
};

class LifeModelTest : public CasefileTest {
 protected:
  std::vector<CaseId> ids;

  bool step(int id, const std::function<Result<void>(log::Act&, const access::Permit&)>& work) {
    return as<void>(world.border_manager, "case.write", ids[static_cast<std::size_t>(id)], work).has_value();
  }
  const CaseId& id_of(int id) const { return ids[static_cast<std::size_t>(id)]; }
  bool make(int move, int a, int b) {
    switch (move) {
      case 0:
        return step(a, [&](log::Act& act, const auto& permit) { return merge_cases(act, permit, id_of(a), id_of(b)); });
      case 1:
        return step(a, [&](log::Act& act, const auto& permit) -> Result<void> {
          const auto done = unmerge_case(act, permit, id_of(a));
          if (!done) return tl::unexpected(done.error());
          return {};
        });
      case 2:
        return step(a, [&](log::Act& act, const auto& permit) {
          return close_case(act, permit, id_of(a), {"helped", ""}, "closed");
        });
      default:
        return step(a, [&](log::Act& act, const auto& permit) { return reopen_case(act, permit, id_of(a)); });
    }
  }
  static bool make(Model& model, int move, int a, int b) {
    switch (move) {
      case 0:
        return model.merge(a, b);
      case 1:
        return model.unmerge(a);
      case 2:
        return model.close(a);
      default:
        return model.reopen(a);
    }
  }
  std::set<std::string> listed(ListedLife life) {
    std::set<std::string> out;
    const auto page = as<Page<ListedCase>>(world.border_manager, "case.list", std::nullopt,
                                           [&](log::Act& act, const access::Permit& permit) {
                                             return list_cases(act, permit, {.life = life}, {});
                                           })
                          .value();
    for (const auto& item : page.items) out.insert(item.facts.id.text());
    return out;
  }
  void compare(const Model& model) {
    std::set<std::string> open, closed;
    for (int id = 0; id < kCases; ++id) {
      const auto& expected = model.cases[static_cast<std::size_t>(id)];
      const auto life = *world.database->reading([&](storage::Reader& reader) { return life_of(reader, id_of(id)); });
      RC_ASSERT(life.closed_at.has_value() == expected.closed);
      RC_ASSERT(life.merged_into.has_value() == expected.into.has_value());
      if (expected.into) RC_ASSERT(*life.merged_into == id_of(*expected.into));
      if (!expected.into) (expected.closed ? closed : open).insert(id_of(id).text());
      const auto state = world.database->reading([&](storage::Reader& reader) { return find_case(reader, id_of(id)); })
                             ->assistance_state;
      RC_ASSERT((state == "closed") == expected.closed);
    }
    RC_ASSERT(listed(ListedLife::open) == open);
    RC_ASSERT(listed(ListedLife::closed) == closed);
    RC_ASSERT(rows("SELECT id FROM statistics_row WHERE counted = 1").size() == open.size() + closed.size());
  }
  void start_over() {
    for (const auto* table :
         {"case_file", "sealed_value", "key_seal", "case_card", "case_name_form", "statistics_row", "case_task"})
      sql(std::string{"DELETE FROM "} + table);
    ids.clear();
    for (int i = 0; i < kCases; ++i) ids.push_back(open(world.border_manager, {}).id);
  }
};
NRM_ON_EACH_DATABASE(LifeModelTest);

TEST_P(LifeModelTest, any_sequence_ends_where_the_model_says) {
  setenv("RC_PARAMS", "max_success=12 max_size=30", 0);
  EXPECT_TRUE(rc::check("merge, take apart, close, re-open", [&] {
    start_over();
    Model model;
    const auto moves = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 4), rc::gen::inRange(0, kCases), rc::gen::inRange(0, kCases)));
    for (const auto& [move, a, b] : moves) RC_ASSERT(make(move, a, b) == make(model, move, a, b));
    compare(model);
  }));
}

}  // namespace
}  // namespace nrm::casefile::testing
