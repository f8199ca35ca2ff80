// The rows of an offer and the one guarded step that ends it. Inside an act only.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/handover/handover.hpp"

namespace nrm::handover {

struct Row {
  HandoverId id;
  std::string reference;
  CaseId case_id;
  TeamId from_team;
  TeamId to_team;
  BasisId basis;
  State state;
  std::int64_t version;
  bool urgent;
  UtcTime offered_at;
  MemberId offered_by;
  UtcTime lapses_at;
  std::optional<UtcTime> ended_at;
  std::optional<std::string> reason_code;
  std::optional<Bytes> note;
  std::optional<Bytes> answer;
};
Row row_of(const storage::Row& row);
std::optional<Row> find_row(storage::Reader& reader, const HandoverId& id);
// Of the case or of a part of it, oldest first.
std::vector<Row> open_offers_of(storage::Reader& reader, const CaseId& id);
std::vector<Row> open_offers_under(storage::Reader& reader, std::string_view basis);

// An offer as one side of it may act on it.
struct Held {
  Row row;
  Side side;
  access::Permit permit;
};
// Loads, finds the session's side, decides. A stranger and a missing row get the same kNotFound.
Result<Held> hold(log::Act& act, const access::Session& session, const HandoverId& id);
template <class T>
Result<T> with_offer(const Desk& desk, const access::Session& session, std::string_view action, const HandoverId& id,
                     const std::function<Result<T>(log::Act&, const Held&)>& work) {
  const log::Subject subject{std::nullopt, session.organisation, id.text()};
  return desk.journal.act<T>(session.header(std::string{action}, "refer", subject), [&](log::Act& act) -> Result<T> {
    auto held = hold(act, session, id);
    if (!held) return tl::unexpected(held.error());
    return work(act, *held);
  });
}

struct Step {
  Arrow arrow;
  Side side;
  std::optional<TeamId> actor = std::nullopt;
  std::optional<MemberId> by = std::nullopt;
  std::optional<std::string> reason_code = std::nullopt;
};
// Ends the offer: state, clocks, history, notices; and, unless it is accepted, what was given ahead goes. kConflict
// where it ended before.
Result<State> end(log::Act& act, const Row& row, const Step& step);

struct HistoryEntry {
  std::string what;
  std::optional<TeamId> actor = std::nullopt;
  std::optional<std::string> reason_code = std::nullopt;
};
void add_history(log::Act& act, const HandoverId& id, const HistoryEntry& entry);
// Content-free: what kind of thing happened to which offer.
void tell(log::Act& act, const TeamId& team, std::string_view what, const HandoverId& id);

inline constexpr std::string_view kClockSubject = "handover";
// Its end without an answer, as a job.
void start_lapse(log::Act& act, const HandoverId& id, UtcTime at);
void stop_lapse(log::Act& act, const HandoverId& id);

}  // namespace nrm::handover
