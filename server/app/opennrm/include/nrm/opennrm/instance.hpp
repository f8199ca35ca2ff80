// One instance: its folder opened, its modules wired. What is passed in must outlive it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/http/router.hpp"
#include "nrm/http/server.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::app {

struct Config;

struct InstanceOptions {
  const Clock* clock = nullptr;  // default: the machine's
  Random* random = nullptr;      // default: the machine's
  crypto::PasswordCost cost = {};
  std::uint64_t reserve_bytes = 64ULL << 20U;
  bool clock_is_right = false;  // although the log was last written at a later time
};

class Instance {
 public:
  // Opens the folder, applies what migrations are missing, loads pack and strings. Throws std::runtime_error that says
  // what to mend.
  explicit Instance(const std::filesystem::path& folder, const InstanceOptions& options = {});
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  static std::vector<storage::Schema> schemas();
  static std::vector<ProblemType> problems();

  const std::filesystem::path& folder() const;
  const Config& config() const;
  storage::Database& database();
  log::Journal& journal();
  const access::AccessContext& access();
  const pathway::Pack& pack() const;
  const i18n::Catalogue& catalogue() const;
  const Clock& clock() const;
  Random& random();

  // Every route of the API, each POST made idempotent.
  std::vector<http::Route> routes();
  // The machine's clock is off, and what falls due waits until it is right.
  bool holds_deadlines() const;
  // Runs what jobs are due, numbers and signs what waits: once, on this thread.
  void catch_up();
  // The second half of it. Nothing where a running server holds the lease: it numbers by itself.
  void number_log();
  // The same on threads of their own, until stop.
  void start_background();
  void stop_background();

 private:
  struct Parts;
  void follow_calendar();
  std::unique_ptr<Parts> parts_;
};

}  // namespace nrm::app
