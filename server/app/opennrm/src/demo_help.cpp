#include "demo_help.hpp"

#include "demo_play.hpp"

namespace nrm::app {
namespace {

namespace json = boost::json;

struct Stated {
  const char* who;
  const char* team;
  const char* service;
  int free;
};
constexpr Stated kStated[] = {
    {"olga", "lake", "shelter", 4}, {"olga", "lake", "crisis-room", 1}, {"nina", "hill", "shelter", 3}};

void state_places(Play& play, const Stated& stated) {
  play.post(stated.who, "/api/v1/places",
            {{"service", stated.service}, {"free", stated.free}, {"counts_promised", false}});
}

// Where its address must stay unknown, a place says so itself.
void describe(Play& play, const Stated& stated, const std::map<std::string, TeamId>& teams) {
  play.post(stated.who, fmt::format("/api/v1/teams/{}/offers", teams.at(stated.team).text()),
            {{"service", stated.service},
             {"age_classes", json::array{"adult"}},
             {"with_children", "yes"},
             {"without_documents", "yes"},
             {"languages", json::array{"ru", "be", "en"}},
             {"hours", "day-and-night"},
             {"confidential", true},
             {"version", 0}});
}

// Numbers of a range that is kept for fiction and examples.
void fill_roster(Play& play, const std::string& who, const TeamId& team, const std::string& phone) {
  json::array shifts;
  for (int weekday = 1; weekday <= 7; ++weekday)
    shifts.push_back(json::object{{"weekday", weekday}, {"from", "00:00"}, {"until", "24:00"}, {"phone", phone}});
  play.put(who, fmt::format("/api/v1/teams/{}/duty/roster", team.text()), {{"shifts", shifts}}, "\"1\"");
}

}  // namespace

void add_demo_help(Play& play, const std::map<std::string, TeamId>& teams) {
  for (const auto& stated : kStated) {
    describe(play, stated, teams);
    state_places(play, stated);
  }
  fill_roster(play, "olga", teams.at("lake"), "+1 202 555 0141");
  fill_roster(play, "nina", teams.at("hill"), "+1 202 555 0142");
}

}  // namespace nrm::app
