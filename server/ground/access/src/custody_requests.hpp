// A request to give a key back, as it lies in the database.
//
//   waiting ──delay──► open ──second approval──► approved ──► done
//      └───────────────┴───────────────────────────┴──► cancelled, expired
#pragma once

#include "custody_shares.hpp"
#include "nrm/access/decide.hpp"

namespace nrm::access {

inline constexpr std::int64_t kApprovalsNeeded = 2;

struct CustodyRow {
  CustodyRequestId id;
  TeamId team;
  std::string kind;  // kMemberKey or a compartment's name
  MemberId member;
  MemberId requested_by;
  std::string identity_check;
  CustodyState state = CustodyState::waiting;
  std::int64_t approvals = 0;
  UtcTime requested_at;
  UtcTime opens_at;
  UtcTime expires_at;
};
inline constexpr std::string_view kCustodyColumns =
    "id, team, kind, member, requested_by, identity_check, state, approvals, requested_at, opens_at, expires_at";
CustodyRow custody_from_row(const storage::Row& row);
std::optional<CustodyRow> find_custody(storage::Reader& reader, const CustodyRequestId& id);

bool is_over(CustodyState state);
// Whether it can still be acted on, by the time alone.
bool is_in_time(const CustodyRow& row, UtcTime now);
// Ends it, with everything that was approved; false where somebody was quicker.
bool end_custody(log::Act& act, const CustodyRow& row, CustodyState as);
// A case manager, or a custodian in force.
bool watches_custody(storage::Reader& reader, const Session& session);

// Where a custodian's part of a key lies: docs/formats/custody.md
std::string part_place(const CustodyRequestId& request, const MemberId& custodian, std::uint32_t key_version,
                       std::uint8_t point);

struct CustodyPart {
  MemberId custodian;
  std::uint32_t key_version = 0;
  std::uint8_t point = 0;
  Bytes sealed;
};
std::vector<CustodyPart> find_parts(storage::Reader& reader, const CustodyRequestId& request);

}  // namespace nrm::access
