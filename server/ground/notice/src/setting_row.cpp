#include "setting_row.hpp"

#include "nrm/crypto/crypto.hpp"

namespace nrm::notice {
namespace {

constexpr std::string_view kKeyLabel = "mailaddr";

Bytes blob_or_empty(const storage::Row& row, std::string_view column) {
  return row.is_null(column) ? Bytes{} : row.blob(column);
}

storage::Value blob_or_null(const Bytes& bytes) {
  return bytes.empty() ? storage::Value{} : storage::Value{bytes};
}

AddressState address_state_of(const std::string& name) {
  using enum AddressState;
  for (const auto state : {none, unconfirmed, confirmed, refused})
    if (name == name_of(state)) return state;
  fail_bug("a stored state of an address is none");
}

SettingRow row_of(const storage::Row& row) {
  SettingRow out{.member = row.id<MemberId>("member")};
  out.mode = parse_mode(row.text("mode")).value_or(Mode::none);
  out.hour = static_cast<int>(row.integer("hour"));
  out.weekday = static_cast<int>(row.integer("weekday"));
  out.language = row.text("language");
  out.address = blob_or_empty(row, "address");
  out.address_state = address_state_of(row.text("address_state"));
  out.code = blob_or_empty(row, "code");
  out.code_until = row.maybe_time("code_until");
  out.code_tries = row.integer("code_tries");
  out.codes_on = row.text("codes_on");
  out.codes_sent = row.integer("codes_sent");
  out.waiting_since = row.maybe_time("waiting_since");
  out.mailed_at = row.maybe_time("mailed_at");
  out.digest_at = row.maybe_time("digest_at");
  return out;
}

std::string place_of(const MemberId& member, std::string_view what) {
  return fmt::format("mail-{}:{}", what, member.text());
}

}  // namespace

std::optional<SettingRow> find_setting(storage::Reader& reader, const MemberId& member) {
  const auto row = reader.query_one("SELECT * FROM mail_setting WHERE member = $member", {{"member", member}});
  return row ? std::optional{row_of(*row)} : std::nullopt;
}

SettingRow setting_or_new(storage::Reader& reader, const MemberId& member) {
  return find_setting(reader, member).value_or(SettingRow{.member = member});
}

void keep_setting(log::Act& act, const SettingRow& row) {
  act.run("DELETE FROM mail_setting WHERE member = $member", {{"member", row.member}});
  act.run(
      "INSERT INTO mail_setting (member, mode, hour, weekday, language, address, address_state, code, code_until, "
      "code_tries, codes_on, codes_sent, waiting_since, mailed_at, digest_at) VALUES ($member, $mode, $hour, $weekday, "
      "$language, $address, $state, $code, $until, $tries, $codes_on, $codes_sent, $waiting, $mailed_at, $digest_at)",
      {{"member", row.member},
       {"mode", name_of(row.mode)},
       {"hour", row.hour},
       {"weekday", row.weekday},
       {"language", row.language},
       {"address", blob_or_null(row.address)},
       {"state", name_of(row.address_state)},
       {"code", blob_or_null(row.code)},
       {"until", row.code_until},
       {"tries", row.code_tries},
       {"codes_on", row.codes_on},
       {"codes_sent", row.codes_sent},
       {"waiting", row.waiting_since},
       {"mailed_at", row.mailed_at},
       {"digest_at", row.digest_at}});
}

std::optional<UtcTime> seen_at(storage::Reader& reader, const MemberId& member) {
  const auto row = reader.query_one("SELECT seen_at FROM notice_sight WHERE member = $member", {{"member", member}});
  return row ? std::optional{row->time("seen_at")} : std::nullopt;
}

bool can_be_mailed(const SettingRow& row) {
  return row.mode != Mode::none && row.address_state == AddressState::confirmed;
}

Bytes seal_text(log::Act& act, const access::ServerSecrets& secrets, const MemberId& member, std::string_view what,
                const std::string& text) {
  return crypto::seal(crypto::derive(secrets.totp_key, kKeyLabel), 1, view_of(text), view_of(place_of(member, what)),
                      act.random());
}

std::optional<std::string> open_text(const access::ServerSecrets& secrets, const MemberId& member,
                                     std::string_view what, const Bytes& sealed) {
  if (sealed.empty()) return std::nullopt;
  const auto bytes = crypto::open(crypto::derive(secrets.totp_key, kKeyLabel), sealed, view_of(place_of(member, what)));
  return bytes ? std::optional{text_of(*bytes)} : std::nullopt;
}

}  // namespace nrm::notice
