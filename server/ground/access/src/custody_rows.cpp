#include <algorithm>

#include "custody_requests.hpp"

namespace nrm::access {
namespace {

constexpr std::array kStates{CustodyState::waiting, CustodyState::open,      CustodyState::approved,
                             CustodyState::done,    CustodyState::cancelled, CustodyState::expired};

CustodyState parse_state(std::string_view name) {
  const auto found = std::find_if(kStates.begin(), kStates.end(), [&](auto state) { return name_of(state) == name; });
  if (found == kStates.end()) fail_bug("a stored state is not one");
  return *found;
}

}  // namespace

std::string_view name_of(CustodyState state) {
  switch (state) {
    case CustodyState::waiting:
      return "waiting";
    case CustodyState::open:
      return "open";
    case CustodyState::approved:
      return "approved";
    case CustodyState::done:
      return "done";
    case CustodyState::cancelled:
      return "cancelled";
    case CustodyState::expired:
      return "expired";
  }
  return {};
}

CustodyRow custody_from_row(const storage::Row& row) {
  return {row.id<CustodyRequestId>("id"),
          row.id<TeamId>("team"),
          row.text("kind"),
          row.id<MemberId>("member"),
          row.id<MemberId>("requested_by"),
          row.text("identity_check"),
          parse_state(row.text("state")),
          row.integer("approvals"),
          row.time("requested_at"),
          row.time("opens_at"),
          row.time("expires_at")};
}

std::optional<CustodyRow> find_custody(storage::Reader& reader, const CustodyRequestId& id) {
  const auto row =
      reader.query_one(fmt::format("SELECT {} FROM custody_request WHERE id = $id", kCustodyColumns), {{"id", id}});
  if (!row) return std::nullopt;
  return custody_from_row(*row);
}

bool is_over(CustodyState state) {
  return state == CustodyState::done || state == CustodyState::cancelled || state == CustodyState::expired;
}

bool is_in_time(const CustodyRow& row, UtcTime now) {
  return row.opens_at <= now && now < row.expires_at;
}

bool end_custody(log::Act& act, const CustodyRow& row, CustodyState as) {
  const auto ended =
      act.run("UPDATE custody_request SET state = $as, ended_at = $now WHERE id = $id AND state = $state",
              {{"as", name_of(as)}, {"now", act.now()}, {"id", row.id}, {"state", name_of(row.state)}});
  if (ended == 0) return false;
  act.run("DELETE FROM custody_part WHERE request = $id", {{"id", row.id}});
  jobs::cancel(act.writer(), fmt::format("custody.open:{}", row.id.text()));
  jobs::cancel(act.writer(), fmt::format("custody.expire:{}", row.id.text()));
  return true;
}

bool watches_custody(storage::Reader& reader, const Session& session) {
  return session.roles.contains(Role::case_manager) || find_own_custody(reader, session).has_value();
}

std::string part_place(const CustodyRequestId& request, const MemberId& custodian, std::uint32_t key_version,
                       std::uint8_t point) {
  return fmt::format("custody-part:{}:{}:{}:{}", request.text(), custodian.text(), key_version,
                     static_cast<int>(point));
}

std::vector<CustodyPart> find_parts(storage::Reader& reader, const CustodyRequestId& request) {
  std::vector<CustodyPart> out;
  const auto rows = reader.query(
      "SELECT custodian, key_version, point, sealed FROM custody_part WHERE request = $id "
      "ORDER BY key_version, point",
      {{"id", request}});
  for (const auto& row : rows) {
    out.push_back({row.id<MemberId>("custodian"), static_cast<std::uint32_t>(row.integer("key_version")),
                   static_cast<std::uint8_t>(row.integer("point")), row.blob("sealed")});
  }
  return out;
}

}  // namespace nrm::access
