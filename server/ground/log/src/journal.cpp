#include "keys.hpp"
#include "nrm/log/act.hpp"
#include "nrm/log/publication.hpp"
#include "nrm/log/refusals.hpp"
#include "reading.hpp"
#include "refusal.hpp"
#include "reserve.hpp"
#include "sealed_leaf.hpp"

namespace nrm::log {
namespace {

// Who serves requests puts the number to call in place of "none".
Problem disk_full() {
  return {problems::kDiskFull, {}, {{"phone", "none"}}};
}

}  // namespace

std::vector<ProblemType> log_problems() {
  return {problems::kDiskFull, problems::kBadRange, problems::kUnknownWitness, problems::kBadCosignature,
          problems::kForeignCheckpoint};
}

Journal::Journal(storage::Database& database, const Clock& clock, Random& random, const JournalOptions& options)
    : database_{database},
      clock_{clock},
      random_{random},
      reserve_{std::make_unique<DiskReserve>(options.reserve_path, options.reserve_bytes)},
      habits_{std::make_unique<ReadingHabits>()} {
  crypto::initialise();
}

Journal::~Journal() = default;

void Journal::on(std::string moment, Reaction reaction) {
  reactions_.emplace(std::move(moment), std::move(reaction));
}

bool Journal::disk_is_full() const {
  return reserve_->is_released();
}

std::optional<Problem> Journal::run(const Header& header, const Work& work) {
  // The reserve that was given free is for reads alone.
  if (!reserve_->is_held(clock_.monotonic()) && !header.read_only) return disk_full();
  try {
    return run_once(header, work);
  } catch (const storage::DiskFull&) {
    if (!reserve_->release() || !header.read_only) return disk_full();
  }
  try {
    return run_once(header, work);
  } catch (const storage::DiskFull&) {
    return disk_full();
  }
}

std::optional<Problem> Journal::run_once(const Header& header, const Work& work) {
  // PostgreSQL has a writer for each who asks; SQLite has one for all, whom long reads would keep from everybody.
  const bool beside = header.read_only && database_.kind() == storage::Kind::sqlite;
  std::optional<Problem> refused;
  if (beside && habits_->only_reads(header.action) && run_beside_writer(header, work, refused)) return refused;
  return run_in_writer(header, work);
}

// False where the work must run in the writer after all, or runs into an erasure of what it reads.
bool Journal::run_beside_writer(const Header& header, const Work& work, std::optional<Problem>& refused) {
  auto known = header;
  std::optional<SealedLeaf> leaf;
  bool wants_to_write = false;
  database_.read([&](storage::Reader& reader) {
    SnapshotWriter writer{reader};
    Act act{*this, writer, header};
    try {
      refused = work(act);
      if (!refused && !writer.was_asked_to_write()) leaf = act.seal_leaf("done");
    } catch (const SnapshotWriter::WantsToWrite&) {
    }
    known = act.header_;
    wants_to_write = writer.was_asked_to_write();
  });
  if (wants_to_write) {
    habits_->has_written(header.action);
    return false;
  }
  if (refused) leave_refusal(known, *refused);
  return refused || append(*leaf);
}

// What was read leaves only after this. False where the key that the detail is sealed to is no longer the newest.
bool Journal::append(const SealedLeaf& leaf) {
  return database_.write(Act::permit(), [&](storage::Writer& writer) {
    const auto key = newest_key(writer, leaf.key.owner);
    if (!key || key->version != leaf.key.version) return false;
    insert(writer, leaf);
    return true;
  });
}

std::optional<Problem> Journal::run_in_writer(const Header& header, const Work& work) {
  std::optional<Problem> refused;
  auto known = header;
  database_.write(Act::permit(), [&](storage::Writer& writer) {
    Act act{*this, writer, header};
    refused = work(act);
    known = act.header_;
    if (refused) return false;
    act.append_leaf("done");
    if (!header.read_only && !header.request_id.empty()) act.react(kRequestDone, header.request_id);
    return true;
  });
  if (refused) leave_refusal(known, *refused);
  return refused;
}

void Journal::leave_refusal(const Header& header, const Problem& problem) {
  database_.write(Act::permit(), [&](storage::Writer& writer) {
    if (!newest_key(writer, std::string{kInstanceOwner})) return false;  // a refused founding: nothing is there yet
    Act act{*this, writer, header};
    const bool listed = count_refusal(act) <= kRefusalsListed;
    if (listed) act.react(kActRefused, problem.type.slug);
    if (listed) act.append_leaf("refused", problem.type.slug);
    return true;
  });
}

}  // namespace nrm::log
