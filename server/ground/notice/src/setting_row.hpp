// A member's setting as the behaviours load it. Inside an act only, but for reading.
#pragma once

#include "nrm/notice/mail_setting.hpp"

namespace nrm::notice {

struct SettingRow {
  MemberId member;
  Mode mode = Mode::none;
  int hour = 8;
  int weekday = 1;
  std::string language = "en";
  Bytes address;  // sealed; empty: none
  AddressState address_state = AddressState::none;
  Bytes code;  // sealed; empty: none is out
  std::optional<UtcTime> code_until = std::nullopt;
  std::int64_t code_tries = 0;
  std::string codes_on;  // the day of codes_sent
  std::int64_t codes_sent = 0;
  std::optional<UtcTime> waiting_since = std::nullopt;  // of the mail that is being gathered: its first notice
  std::optional<UtcTime> mailed_at = std::nullopt;
  std::optional<UtcTime> digest_at = std::nullopt;
};
std::optional<SettingRow> find_setting(storage::Reader& reader, const MemberId& member);
SettingRow setting_or_new(storage::Reader& reader, const MemberId& member);
void keep_setting(log::Act& act, const SettingRow& row);

std::optional<UtcTime> seen_at(storage::Reader& reader, const MemberId& member);
// She wants mail and it would arrive.
bool can_be_mailed(const SettingRow& row);

// Under the server's secrets, bound to the member and to what it is.
Bytes seal_text(log::Act& act, const access::ServerSecrets& secrets, const MemberId& member, std::string_view what,
                const std::string& text);
std::optional<std::string> open_text(const access::ServerSecrets& secrets, const MemberId& member,
                                     std::string_view what, const Bytes& sealed);
inline constexpr std::string_view kAddress = "address";
inline constexpr std::string_view kCode = "code";

}  // namespace nrm::notice
