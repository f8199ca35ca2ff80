#include "nrm/opennrm/instance.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <stdexcept>

#include "config.hpp"
#include "modules.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/log/publication.hpp"
#include "nrm/log/sequencer.hpp"
#include "nrm/mail/courier.hpp"
#include "nrm/retention/ledger.hpp"
#include "post.hpp"
#include "share.hpp"
#include "state.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

pathway::Pack load_pack_of(const Config& config) {
  auto pack = pathway::load_pack(find_share() / "packs" / config.pack);
  if (pack) return std::move(*pack);
  const auto& fault = pack.error().front();
  throw std::runtime_error{fmt::format("the pack {} cannot be used: {}:{}: {} (opennrm pack check {} tells all)",
                                       config.pack, fault.file, fault.line, fault.message, config.pack)};
}

std::unique_ptr<storage::Database> open_database(const fs::path& folder, const Config& config) {
  auto database = storage::open(database_options(folder, config));
  storage::Migrator::apply(*database, Instance::schemas());
  return database;
}

log::JournalOptions journal_options(const fs::path& folder, const Config& config, std::uint64_t reserve_bytes) {
  log::JournalOptions options;
  // On PostgreSQL the disk is the database server's own care.
  if (config.database == "sqlite") options.reserve_path = folder / "reserve";
  options.reserve_bytes = reserve_bytes;
  return options;
}

std::vector<std::string> upkeep_tables() {
  std::vector<std::string> tables;
  for (const auto& schema : Instance::schemas())
    for (const auto table : schema.upkeep_tables) tables.emplace_back(table);
  return tables;
}

std::optional<UtcTime> newest_checkpoint_at(storage::Database& database) {
  return database.reading([](storage::Reader& reader) { return log::status(reader).checkpoint_at; });
}

void raise_alarm(std::string_view what) {
  spdlog::critical("alarm: {}", what);
}

}  // namespace

struct Instance::Parts {
  SystemClock system_clock;
  SystemRandom system_random;
  fs::path folder;
  Config config;
  const Clock& clock;
  Random& random;
  i18n::Catalogue catalogue;
  pathway::Pack pack;
  access::ServerSecrets secrets;
  std::unique_ptr<storage::Database> database;
  log::Journal journal;
  storage::Upkeep upkeep;
  access::PasswordPool pool;
  access::AccessContext access;
  notice::Post post;
  Modules modules;
  std::unique_ptr<log::Sequencer> sequencer;
  std::unique_ptr<jobs::Runner> runner;
  std::unique_ptr<mail::Courier> courier;  // where mail is sent
  bool calendar_followed = false;

  Parts(const fs::path& where, const InstanceOptions& options)
      : folder{where},
        config{read_config(where)},
        clock{options.clock != nullptr ? *options.clock : system_clock},
        random{options.random != nullptr ? *options.random : static_cast<Random&>(system_random)},
        catalogue{i18n::Catalogue::load(find_share() / "strings")},
        pack{load_pack_of(config)},
        secrets{access::load_or_create_server_secrets(where / "secrets", random)},
        database{open_database(where, config)},
        journal{*database, clock, random, journal_options(where, config, options.reserve_bytes)},
        upkeep{*database, upkeep_tables()},
        access{journal, upkeep, secrets, pool, options.cost, config.name, {}},
        post{post_of(config, where)},
        modules{access, pack, catalogue, {config.clamd, config.clamd_required}, where, post} {}
};

Instance::Instance(const fs::path& folder, const InstanceOptions& options) {
  crypto::initialise();
  parts_ = std::make_unique<Parts>(folder, options);
  auto& parts = *parts_;
  parts.modules.register_reactions();
  // What a crash kept from the file; from now on every erasure brings it up itself.
  retention::mirror(*parts.database, parts.clock, parts.modules.retention().ledger_file, retention::MirrorWhen::behind);
  log::SequencerOptions sequencing;
  sequencing.origin = parts.config.origin;
  sequencing.signing_seed = parts.secrets.log_seed;
  sequencing.server = RequestId::random(parts.random).text();
  sequencing.alarm = raise_alarm;
  parts.sequencer = std::make_unique<log::Sequencer>(parts.journal, std::move(sequencing));
  const auto latest_known = options.clock_is_right ? std::nullopt : newest_checkpoint_at(*parts.database);
  parts.runner = std::make_unique<jobs::Runner>(*parts.database, parts.clock, parts.modules.job_handlers(), raise_alarm,
                                                latest_known);
  if (parts.post.server)
    parts.courier = std::make_unique<mail::Courier>(*parts.database, parts.clock,
                                                    notice::mail_route(parts.modules.notice_desk(), raise_alarm));
}
Instance::~Instance() {
  stop_background();
}

std::vector<storage::Schema> Instance::schemas() {
  return all_schemas();
}
std::vector<ProblemType> Instance::problems() {
  return all_problems();
}

const fs::path& Instance::folder() const {
  return parts_->folder;
}
const Config& Instance::config() const {
  return parts_->config;
}
storage::Database& Instance::database() {
  return *parts_->database;
}
log::Journal& Instance::journal() {
  return parts_->journal;
}
const access::AccessContext& Instance::access() {
  return parts_->modules.access();
}
const pathway::Pack& Instance::pack() const {
  return parts_->pack;
}
const i18n::Catalogue& Instance::catalogue() const {
  return parts_->catalogue;
}
const Clock& Instance::clock() const {
  return parts_->clock;
}
Random& Instance::random() {
  return parts_->random;
}
std::vector<http::Route> Instance::routes() {
  auto all = parts_->modules.routes();
  auto of_state = state_routes(*this);
  all.insert(all.end(), std::make_move_iterator(of_state.begin()), std::make_move_iterator(of_state.end()));
  return all;
}

bool Instance::holds_deadlines() const {
  return parts_->runner->is_holding();
}

// Once, and before anything that is due: a government may have moved working days since the last start.
void Instance::follow_calendar() {
  if (parts_->calendar_followed) return;
  clocks::follow_calendar(parts_->journal, parts_->pack);
  parts_->calendar_followed = true;
}

void Instance::catch_up() {
  follow_calendar();
  parts_->runner->run_due();
  if (parts_->courier) parts_->courier->run_due();
  number_log();
}

void Instance::number_log() {
  while (parts_->sequencer->number_now() > 0) {
  }
}

void Instance::start_background() {
  follow_calendar();
  parts_->sequencer->start();
  parts_->runner->start();
  if (parts_->courier) parts_->courier->start();
}

void Instance::stop_background() {
  if (parts_->courier) parts_->courier->stop();
  parts_->runner->stop();
  parts_->sequencer->stop();
}

}  // namespace nrm::app
