// Whether and when a member hears by e-mail that something waits. By default never.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/access/session.hpp"
#include "nrm/notice/desk.hpp"

namespace nrm::notice {

// at_once: a mail when something comes, and no second one within ten minutes, nor for what the first one still stands
// for. daily, weekly: counts by kind, where there is anything new.
enum class Mode { none, at_once, daily, weekly };
inline constexpr Mode kModes[] = {Mode::none, Mode::at_once, Mode::daily, Mode::weekly};
std::string_view name_of(Mode mode);  // "none", "at-once", "daily", "weekly"
std::optional<Mode> parse_mode(std::string_view name);

enum class AddressState { none, unconfirmed, confirmed, refused };  // refused: the recipient's server does not know it
std::string_view name_of(AddressState state);

struct MailSetting {
  bool available = false;  // this instance sends mail
  Mode mode = Mode::none;
  int hour = 8;     // of a digest, in the pack's time zone
  int weekday = 1;  // of a weekly one: 1 is Monday
  AddressState address_state = AddressState::none;
  std::optional<Personal<std::string>> address;  // her own eyes only
};
Result<MailSetting> read_mail_setting(const Desk& desk, const access::Session& session);

struct Wish {
  Mode mode = Mode::none;
  int hour = 8;
  int weekday = 1;
  std::string language;  // in which she is written to
};
// kNoAddress where she wants mail and has no address that she confirmed.
Result<void> set_mail(const Desk& desk, const access::Session& session, const Wish& wish);

inline constexpr std::chrono::minutes kCodeLasts{30};
inline constexpr int kCodeTries = 5;
inline constexpr int kCodesADay = 5;
// Sends a code to it; until she types that, nothing else goes there. In place of the one before. kTooMany beyond five a
// day: nobody makes this a way to write to strangers.
Result<void> set_address(const Desk& desk, const access::Session& session, const Personal<std::string>& address,
                         const std::string& language);
Result<void> confirm_address(const Desk& desk, const access::Session& session, const std::string& code);
// And with it all mail.
Result<void> remove_address(const Desk& desk, const access::Session& session);

}  // namespace nrm::notice
