#include "keys.hpp"
#include "nrm/log/act.hpp"
#include "nrm/log/publication.hpp"
#include "nrm/log/refusals.hpp"
#include "refusal.hpp"
#include "reserve.hpp"

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
      reserve_{std::make_unique<DiskReserve>(options.reserve_path, options.reserve_bytes)} {
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
