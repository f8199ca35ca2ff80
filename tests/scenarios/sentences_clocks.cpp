// Working days that a government moves while clocks run, and a server whose own clock is set wrong.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "sentences.hpp"

namespace nrm::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kYear{24 * 365};

// Packs and strings as they are installed, in a folder of their own that may be written to; the program finds them
// there for as long as the object lives.
class OwnShare {
 public:
  OwnShare() {
    std::string name = (fs::temp_directory_path() / "nrm-share-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) Stage::fail("no folder for a pack of one's own");
    folder_ = name;
    for (const auto* part : {"packs", "strings"})
      fs::copy(fs::path{NRM_SOURCE_DIR} / part, folder_ / part, fs::copy_options::recursive);
    ::setenv("OPENNRM_SHARE", folder_.c_str(), 1);
  }
  ~OwnShare() {
    ::unsetenv("OPENNRM_SHARE");
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  OwnShare(const OwnShare&) = delete;
  OwnShare& operator=(const OwnShare&) = delete;

  void add_days(const std::string& rows) const {
    std::ofstream{folder_ / "packs" / "by" / "calendars" / "calendar.csv", std::ios::app} << rows;
  }

 private:
  fs::path folder_;
};

std::string weekday_of(const std::string& date) {
  static constexpr const char* names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  return names[std::chrono::weekday{std::chrono::sys_days{*parse_iso_date(date)}}.c_encoding()];
}

std::string calendar_row(const std::string& date, const std::string& other, bool off) {
  return fmt::format("{},{},{},,,{},{},{},decree,yes,a story,\n", date, weekday_of(date),
                     off ? "Day off (working day moved)" : "Working day",
                     off ? "day_off_transferred" : "working_day_transferred", off ? "yes" : "no", other);
}

// As the operator does it: the new pack is put in its place, then the server is started.
void decree(Stage& stage, const std::string& off, const std::string& worked) {
  const OwnShare share;
  share.add_days(calendar_row(off, worked, true) + calendar_row(worked, off, false));
  stage.world().second_instance()->catch_up();
}

void start_a_year_behind(Stage& stage) {
  stage.world().clock().set(stage.now() - kYear);
  const auto server = stage.world().second_instance();
  server->catch_up();
  if (!server->holds_deadlines()) Stage::fail("the server trusts its clock");
}

void start_again_with_the_right_clock(Stage& stage) {
  stage.world().clock().set(stage.now() + kYear);
  const auto server = stage.world().second_instance();
  server->catch_up();
  if (server->holds_deadlines()) Stage::fail("the server does not trust its clock");
}

}  // namespace

void add_clocks(std::vector<Sentence>& all) {
  const auto add = [&](const char* pattern, std::function<void(Stage&, const std::smatch&)> play) {
    all.push_back({std::regex{pattern}, std::move(play)});
  };
  add(R"re(The country is (\w+)\.)re", [](Stage& stage, const std::smatch& m) { stage.set_country(m[1].str()); });
  add(R"re(The government moves the working day of (\S+) to (\S+), and the server is started anew\.)re",
      [](Stage& stage, const std::smatch& m) { decree(stage, m[1].str(), m[2].str()); });
  add(R"re(The clock of the server is set back by a year and the server started: it holds every deadline\.)re",
      [](Stage& stage, const std::smatch&) { start_a_year_behind(stage); });
  add(R"re(The clock of the server is set right and the server started\.)re",
      [](Stage& stage, const std::smatch&) { start_again_with_the_right_clock(stage); });
}

}  // namespace nrm::scenarios
