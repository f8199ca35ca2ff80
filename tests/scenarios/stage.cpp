#include "stage.hpp"

#include <fmt/format.h>

#include <fstream>
#include <random>
#include <stdexcept>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

// Fictional given names for the shuffled runs, in several scripts.
constexpr std::array kNames{"Alesia", "Яніна", "Ольга", "مريم", "李娜", "Thuý", "Rosário", "Зоя", "Ngozi", "Łucja"};

std::string role_code(std::string words) {
  std::replace(words.begin(), words.end(), ' ', '-');
  return words;
}

// The first is what the story says; a shuffled run takes any that could stand in its place.
std::string body_kind(const std::string& words, unsigned seed) {
  using Kinds = std::vector<std::string>;
  static const std::map<std::string, Kinds> kinds{
      {"border service", Kinds{"border-service", "police-department", "investigation"}},
      {"police", Kinds{"police-department", "border-service", "social-service"}},
      {"NGO", Kinds{"ngo", "social-service", "international-organisation"}},
      {"hospital", Kinds{"health-organisation", "ngo"}},
      {"British police", Kinds{"police-department", "crime-agency", "labour-inspection"}},
      {"charity", Kinds{"ngo", "international-organisation"}},
      {"competent authority", Kinds{"competent-authority"}}};
  const auto found = kinds.find(words);
  if (found == kinds.end()) Stage::fail("no kind of body is known as " + words);
  return found->second[seed % found->second.size()];
}

json::value parse_or_null(const std::string& body) {
  if (body.empty()) return nullptr;
  boost::system::error_code fault;
  auto value = json::parse(body, fault);
  return fault ? json::value{nullptr} : value;
}

}  // namespace

Stage::Stage(Shuffle shuffle) : shuffle_{shuffle}, world_{std::make_unique<app::testing::World>(shuffle.seed)} {}

void Stage::set_country(const std::string& pack) {
  world_ = std::make_unique<app::testing::World>(shuffle_.seed, "sqlite", pack);
}

void Stage::fail(const std::string& what) {
  throw std::runtime_error{what};
}

Answer Stage::call(const std::string& player, http::Method method, const std::string& path, const json::value& body) {
  const auto found = players.find(player);
  if (found == players.end()) fail("nobody is called " + player);
  const auto response = world_->call(found->second.account, method, path, body.is_null() ? "" : json::serialize(body));
  return {response.status, parse_or_null(response.body)};
}

json::value Stage::must(const std::string& player, int status, http::Method method, const std::string& path,
                        const json::value& body) {
  auto answer = call(player, method, path, body);
  if (answer.status != status)
    fail(fmt::format("{} {} answered {} instead of {}: {}", http::name_of(method), path, answer.status, status,
                     json::serialize(answer.body)));
  return std::move(answer.body);
}

void Stage::set_local_time(const std::string& date, const std::string& clock, bool movable) {
  const auto midnight = calendar().end_of(*parse_iso_date(date)) - std::chrono::hours{24};
  auto time = midnight + std::chrono::hours{std::stoi(clock.substr(0, 2))} +
              std::chrono::minutes{std::stoi(clock.substr(3, 2))};
  if (movable && shuffle_.seed != 0) {
    std::mt19937 draw{shuffle_.seed};
    time = time + std::chrono::hours{draw() % 2000} + std::chrono::minutes{draw() % 60};
  }
  set_time(time);
}

void Stage::set_time(UtcTime time) {
  world_->move_clock_to(time);
}

void Stage::add_team(const std::string& team, const std::string& body, const std::string& work,
                     const std::string& service) {
  teams[team] =
      world_->add_team(fmt::format("{} {}", team, shuffle_.seed), body_kind(body, shuffle_.seed), work, service);
}

void Stage::add_player(const std::string& name, const std::string& team, const std::string& role) {
  const auto parsed = access::parse_role(role_code(role));
  if (!parsed) fail("no role is called " + role);
  players[name] = {team, world_->add_member(stage_name(name), team_id(team), {*parsed})};
}

std::string Stage::stage_name(const std::string& name) const {
  if (shuffle_.seed == 0) return name;
  const auto hash = std::hash<std::string>{}(name) + shuffle_.seed;
  return fmt::format("{} {}", kNames[hash % kNames.size()], name);
}

namespace {
std::string find(const std::map<std::string, std::string>& names, const std::string& name) {
  const auto found = names.find(name);
  if (found == names.end()) Stage::fail("the story has not told of " + name + " yet");
  return found->second;
}
}  // namespace

std::string Stage::team_id(const std::string& name) const {
  return find(teams, name);
}
std::string Stage::case_id(const std::string& person) const {
  return find(cases, person);
}
std::string Stage::referral_id(const std::string& person) const {
  return find(referrals, person);
}

json::value Stage::referral(const std::string& player, const std::string& person) {
  return must(player, 200, http::Method::get, "/api/v1/referrals/" + referral_id(person));
}

void play(const std::string& file, Shuffle shuffle) {
  std::ifstream in{file};
  if (!in) throw std::runtime_error{"cannot read " + file};
  Stage stage{shuffle};
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#' || line.starts_with("Story:")) continue;
    std::smatch match;
    const auto& all = sentences();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Sentence& s) { return std::regex_match(line, match, s.pattern); });
    try {
      if (found == all.end()) Stage::fail("no sentence is like this");
      found->play(stage, match);
    } catch (const std::exception& fault) {
      throw std::runtime_error{
          fmt::format("{}:{}: {} -- {} (seed {})", file, number, line, fault.what(), shuffle.seed)};
    }
  }
}

}  // namespace nrm::scenarios
