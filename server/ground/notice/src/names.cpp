#include "nrm/notice/mail_setting.hpp"

namespace nrm::notice {

std::string_view name_of(Mode mode) {
  switch (mode) {
    case Mode::none:
      return "none";
    case Mode::at_once:
      return "at-once";
    case Mode::daily:
      return "daily";
    case Mode::weekly:
      return "weekly";
  }
  fail_bug("a mode that is none");
}

std::optional<Mode> parse_mode(std::string_view name) {
  for (const auto mode : kModes)
    if (name == name_of(mode)) return mode;
  return std::nullopt;
}

std::string_view name_of(AddressState state) {
  switch (state) {
    case AddressState::none:
      return "none";
    case AddressState::unconfirmed:
      return "unconfirmed";
    case AddressState::confirmed:
      return "confirmed";
    case AddressState::refused:
      return "refused";
  }
  fail_bug("a state of an address that is none");
}

}  // namespace nrm::notice
