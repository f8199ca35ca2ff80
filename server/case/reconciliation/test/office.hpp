// Two bodies, a coordinator of a third, and a ledger that a test fills.
#pragma once

#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/reconciliation/reconciliation.hpp"
#include "packs.hpp"

namespace nrm::reconciliation::testing {

using access::testing::must;
using access::testing::Person;

class Office {
 public:
  explicit Office(storage::Kind kind)
      : world{{.kind = kind, .schemas = {casefile::schema(), schema()}, .pack = belarus()}},
        ministry{world.new_body("test-ministry", "Ministry", {"coordination"}, {}, "ministry")},
        ministry_manager{world.new_person(ministry, {access::Role::case_manager}, "ministry.manager")},
        coordinator{world.new_person(ministry, {access::Role::coordinator}, "ministry.coordinator")} {}

  access::testing::World world;
  access::testing::Body ministry;
  Person ministry_manager, coordinator;
  std::vector<Known> sent;        // from the border to the shelter
  std::string month = "2017-03";  // of what is added and opened next

  const Desk& desk() { return desk_; }
  access::Session as(const Person& person) { return world.session(person); }
  access::Session sender() { return as(world.border_manager); }
  access::Session receiver() { return as(world.shelter_manager); }

  void add_known(const std::string& reference, int day, const std::string& need = "shelter",
                 Entry::Way way = Entry::Way::referral) {
    const auto at = *parse_rfc3339(month + "-01T09:00:00Z") + std::chrono::hours{24 * (day - 1)};
    sent.push_back({"referral:" + std::to_string(sent.size()), way, reference, need, at});
  }
  ReconciliationId opened() {
    const Months period{*parse_month(month), *parse_month(month)};
    return must(open(desk(), as(coordinator), {world.border.organisation, world.shelter.organisation, period}));
  }
  View seen(const ReconciliationId& id, std::optional<std::int64_t> version = std::nullopt) {
    return must(view(desk(), receiver(), id, version));
  }
  LineIds ids(const ReconciliationId& id, const std::string& state, std::optional<Line::Kind> kind = std::nullopt) {
    LineIds out;
    for (const auto& line : seen(id).lines)
      if (line.state == state && (!kind || line.line.kind == *kind)) out.push_back(line.id);
    return out;
  }
  std::vector<work::Item> work(const Person& person) {
    const auto session = as(person);
    return must(world.journal().act<std::vector<work::Item>>(
        session.header("work.list", "", {std::nullopt, session.organisation, ""}),
        [&](log::Act& act) -> Result<std::vector<work::Item>> { return work_of(act, session, {session.team}); }));
  }
  std::int64_t tasks(const Person& person, std::string_view kind) {
    return std::ranges::count(work(person), kind, &work::Item::kind);
  }

 private:
  Desk desk_{world.journal(), world.pack, [this](storage::Reader&, const Pair& pair, UtcTime since, UtcTime until) {
               std::vector<Known> out;
               if (pair.from != world.border.organisation || pair.to != world.shelter.organisation) return out;
               for (const auto& one : sent)
                 if (since <= one.sent_at && one.sent_at < until) out.push_back(one);
               return out;
             }};
};

template <class T>
std::string refusal(const Result<T>& answer) {
  if (answer) return "granted";
  std::string out{answer.error().type.slug};
  for (const auto& field : answer.error().fields) out += " " + field.pointer + "=" + field.code;
  return out;
}

}  // namespace nrm::reconciliation::testing
