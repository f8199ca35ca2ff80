// The rows of a referral and the one guarded step between states. Inside an act only.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/referral/parcel.hpp"
#include "nrm/referral/referral.hpp"

namespace nrm::referral {

struct ReferralRow {
  ReferralId id;
  std::string reference;
  TeamId from_team;
  TeamId to_team;
  std::string need;
  bool urgent;
  State state;
  std::int64_t version;
  UtcTime sent_at;
  std::optional<UtcTime> seen_at;
  std::string clock_rule;
  pathway::ClockTimes clock;
  std::optional<std::string> reason_code;
  std::optional<std::string> suggestion_team;
  bool do_not_contact;
  consent::Access access;
  // How it stands in its chain.
  std::optional<ReferralId> origin;    // the first that was asked; nothing where it is this one
  std::int64_t position;               // among those of its origin
  std::optional<ReferralId> previous;  // whom it follows
  MoveOn move_on;
  bool place_wanted;
  bool asked;  // its receiver knows of it
  bool overdue;
  std::vector<std::string> paused_by;
  std::optional<pathway::ClockTimes> contact_clock;
};

inline constexpr std::string_view kReferralColumns =
    "r.id AS id, r.reference AS reference, r.from_team AS from_team, r.to_team AS to_team, r.need AS need, "
    "r.urgent AS urgent, r.state AS state, r.version AS version, r.sent_at AS sent_at, r.seen_at AS seen_at, "
    "r.clock_rule AS clock_rule, r.warn_at AS warn_at, r.due_at AS due_at, r.reason_code AS reason_code, "
    "r.suggestion_team AS suggestion_team, r.do_not_contact AS do_not_contact, r.access AS access, "
    "r.origin AS origin, r.position AS position, r.previous AS previous, r.move_on AS move_on, "
    "r.place_wanted AS place_wanted, r.asked AS asked, r.overdue_at AS overdue_at, r.paused_by AS paused_by, "
    "r.answered_at AS answered_at, "
    "r.contact_due_at AS contact_due_at, r.contact_warn_at AS contact_warn_at";
ReferralRow row_of(const storage::Row& row);
std::optional<ReferralRow> find_row(storage::Reader& reader, const ReferralId& id);
std::optional<CaseId> case_of(log::Act& act, const ReferralId& id);
std::optional<BasisId> basis_of(log::Act& act, const ReferralId& id);
Summary summary_of(log::Act& act, const ReferralRow& row, const TeamId& reader);

// A referral as one side of it may act on it.
struct Held {
  ReferralRow row;
  Side side;
  access::Permit permit;
};
// Loads, finds the session's side, decides. A stranger and a missing row get the same kNotFound.
Result<Held> hold(log::Act& act, const access::Session& session, const ReferralId& id);

// The receiver reads while it works on the referral, and what it helped with stays readable. A sender that took it
// back, a refusal, an expired basis and a withdrawal close the parcel: as if it had never been there.
bool is_open_to_receiver(const ReferralRow& row);

struct Step {
  ArrowName arrow;
  Side side;
  std::optional<TeamId> actor;
  std::optional<std::string> reason_code = std::nullopt;
  std::optional<TeamId> suggestion = std::nullopt;
};
// Guarded by state and version, so of two at once exactly one goes through; the other gets kConflict.
Result<Standing> take(log::Act& act, const ReferralRow& row, const Step& step);

struct HistoryEntry {
  std::string what;
  std::optional<TeamId> actor = std::nullopt;
  std::optional<std::string> clock_rule = std::nullopt;
  std::optional<std::string> reason_code = std::nullopt;
  std::optional<TeamId> about = std::nullopt;
};
void add_history(log::Act& act, const ReferralId& id, const HistoryEntry& entry);
// Content-free: what kind of thing happened to which referral. What it is told by e-mail says less still.
void add_notice(log::Act& act, const TeamId& team, std::string_view kind, const ReferralId& id);
// As add_notice, unless the receiver was never asked.
void tell_receiver(log::Act& act, const ReferralRow& row, std::string_view kind);

// Remembers which versions of the values went out.
void keep_carried(log::Act& act, const ReferralId& id, const CaseId& case_id, const std::vector<std::string>& fields);
std::vector<CarriedField> carried_fields(log::Act& act, const ReferralId& id, const CaseId& case_id);
// Opens the case's task while a live referral carries what has changed, and closes it when none does.
void follow_corrections(log::Act& act, const CaseId& id);
Result<std::vector<OpenedCorrection>> open_corrections(log::Act& act, const Held& held);

// The question-and-answer line, sealed to both teams; for the receiver's seal as for the parcel's.
Result<void> open_line(log::Act& act, const access::Permit& permit, const Parcel& parcel);
Result<LineId> write_line(log::Act& act, const access::Permit& permit, const ReferralId& id, std::string_view kind,
                          const std::optional<LineId>& question, const std::string& text);
Result<std::vector<LineItem>> read_line(log::Act& act, const access::Permit& permit, const ReferralId& id);

// One act of a session on one referral.
template <class T>
Result<T> with_referral(const Desk& desk, const access::Session& session, std::string_view action, const ReferralId& id,
                        const std::function<Result<T>(log::Act&, const Held&)>& work,
                        const std::string& purpose = "refer", const std::string& reason = {}) {
  const log::Subject subject{std::nullopt, session.organisation, id.text()};
  return desk.journal.act<T>(session.header(std::string{action}, purpose, subject, reason),
                             [&](log::Act& act) -> Result<T> {
                               auto held = hold(act, session, id);
                               if (!held) return tl::unexpected(held.error());
                               return work(act, *held);
                             });
}

}  // namespace nrm::referral
