// The stage of a story: a founded instance, the people and things named so far, and who calls the API for whom.
#pragma once

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <string>

#include "nrm/opennrm/testing.hpp"

namespace nrm::scenarios {

namespace json = boost::json;

struct Shuffle {
  unsigned seed = 0;  // 0: as written
};

struct Player {
  std::string team;
  app::testing::Account account;
};

struct Answer {
  int status = 0;
  json::value body;
};

class Stage {
 public:
  explicit Stage(Shuffle shuffle);

  // A failure of the story, told with the sentence that failed.
  [[noreturn]] static void fail(const std::string& what);

  Answer call(const std::string& player, http::Method method, const std::string& path,
              const json::value& body = nullptr);
  // As call, but any status other than `status` fails the story.
  json::value must(const std::string& player, int status, http::Method method, const std::string& path,
                   const json::value& body = nullptr);

  // Before anything else is told: a country is a pack.
  void set_country(const std::string& pack);
  void set_local_time(const std::string& date, const std::string& clock, bool movable);
  void set_time(UtcTime time);
  UtcTime now() const { return world_->now(); }
  const Calendar& calendar() const { return *world_->pack().calendar; }

  void add_team(const std::string& name, const std::string& body, const std::string& work, const std::string& service);
  void add_player(const std::string& name, const std::string& team, const std::string& role);
  std::string team_id(const std::string& name) const;
  std::string case_id(const std::string& person) const;
  std::string referral_id(const std::string& person) const;
  json::value referral(const std::string& player, const std::string& person);

  std::map<std::string, std::string> teams;  // story's name → id
  std::map<std::string, Player> players;
  std::map<std::string, std::string> cases;      // person → case id
  std::map<std::string, std::string> bases;      // person → newest basis id
  std::map<std::string, std::string> referrals;  // person → newest referral id
  std::map<std::string, std::string> letters;    // person → newest letter id
  std::map<std::string, std::string> papers;     // person → what the newest printed letter says
  app::testing::World& world() { return *world_; }
  // What a person of the story is called in this run.
  std::string stage_name(const std::string& name) const;

 private:
  Shuffle shuffle_;
  std::unique_ptr<app::testing::World> world_;
};

// Plays one story; throws std::runtime_error with file, line and reason where it does not go as told.
void play(const std::string& file, Shuffle shuffle);

}  // namespace nrm::scenarios
