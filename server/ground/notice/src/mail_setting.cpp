#include "nrm/notice/mail_setting.hpp"

#include "gathering.hpp"
#include "nrm/access/decide.hpp"
#include "nrm/mail/message.hpp"

namespace nrm::notice {
namespace {

constexpr std::uint32_t kCodes = 100'000'000;  // eight digits: five tries at them are no chance

template <class T>
Result<T> on_own(const Desk& desk, const access::Session& session, const std::string& action,
                 const std::function<Result<T>(log::Act&)>& work) {
  const log::Subject subject{{}, session.organisation, session.member.text()};
  return desk.access.journal.act<T>(session.header(action, {}, subject), [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_account);
    if (!permit) return tl::unexpected(permit.error());
    return work(act);
  });
}

MailSetting setting_of(const Desk& desk, const SettingRow& row) {
  MailSetting out{desk.post.server.has_value(), row.mode, row.hour, row.weekday, row.address_state, std::nullopt};
  if (auto address = open_text(desk.access.secrets, row.member, kAddress, row.address))
    out.address = Personal{*std::move(address)};
  return out;
}

std::string new_code(Random& random) {
  std::uint32_t number = 0;
  do {
    std::array<std::uint8_t, 4> bytes{};
    random.fill(bytes);
    number = static_cast<std::uint32_t>(bytes[0]) << 24U | static_cast<std::uint32_t>(bytes[1]) << 16U |
             static_cast<std::uint32_t>(bytes[2]) << 8U | bytes[3];
  } while (number >= 42 * kCodes);  // so that each code is as likely
  return fmt::format("{:08}", number % kCodes);
}

bool count_code(SettingRow& row, const std::string& today) {
  if (row.codes_on != today) row.codes_sent = 0;
  row.codes_on = today;
  return ++row.codes_sent <= kCodesADay;
}

void take_code(SettingRow& row) {
  row.code.clear();
  row.code_until.reset();
  row.code_tries = 0;
}

}  // namespace

Result<MailSetting> read_mail_setting(const Desk& desk, const access::Session& session) {
  return on_own<MailSetting>(desk, session, "notice.read-mail-setting", [&](log::Act& act) -> Result<MailSetting> {
    return setting_of(desk, setting_or_new(act.writer(), session.member));
  });
}

Result<void> set_mail(const Desk& desk, const access::Session& session, const Wish& wish) {
  return on_own<void>(desk, session, "notice.set-mail", [&](log::Act& act) -> Result<void> {
    auto row = setting_or_new(act.writer(), session.member);
    if (wish.mode != Mode::none && row.address_state != AddressState::confirmed) return fail(problems::kNoAddress);
    row.mode = wish.mode;
    row.hour = wish.hour;
    row.weekday = wish.weekday;
    row.language = wish.language;
    row.digest_at = act.now();
    keep_setting(act, row);
    plan_digest(act, row, desk.pack);
    act.note("mode", std::string{name_of(wish.mode)});
    return {};
  });
}

Result<void> set_address(const Desk& desk, const access::Session& session, const Personal<std::string>& address,
                         const std::string& language) {
  if (!desk.post.server) return fail(problems::kNoMail);
  if (!mail::is_address(address.reveal())) return fail(nrm::problems::kInvalid, {{"/address", "not-an-address", {}}});
  return on_own<void>(desk, session, "notice.set-mail", [&](log::Act& act) -> Result<void> {
    auto row = setting_or_new(act.writer(), session.member);
    if (!count_code(row, to_iso(desk.pack.calendar->local_date(act.now())))) return fail(nrm::problems::kTooMany);
    mail::drop_all_of(act.writer(), session.member.text());
    row.language = language;
    row.address = seal_text(act, desk.access.secrets, session.member, kAddress, address.reveal());
    row.address_state = AddressState::unconfirmed;
    row.code = seal_text(act, desk.access.secrets, session.member, kCode, new_code(act.random()));
    row.code_until = act.now() + kCodeLasts;
    row.code_tries = 0;
    keep_setting(act, row);
    put_letter(act, kCodeLetter, session.member);
    return {};
  });
}

Result<void> confirm_address(const Desk& desk, const access::Session& session, const std::string& code) {
  // A wrong try counts, so the act stands; what it found out is told after it.
  const auto right = on_own<bool>(desk, session, "notice.confirm-address", [&](log::Act& act) -> Result<bool> {
    auto row = setting_or_new(act.writer(), session.member);
    const auto sent = open_text(desk.access.secrets, session.member, kCode, row.code);
    if (!sent || !row.code_until || *row.code_until <= act.now()) return false;
    const bool same = equal_constant_time(view_of(*sent), view_of(code));
    if (same) row.address_state = AddressState::confirmed;
    if (same || ++row.code_tries >= kCodeTries) take_code(row);
    keep_setting(act, row);
    return same;
  });
  if (!right) return tl::unexpected(right.error());
  if (!*right) return fail(problems::kWrongCode, {{"/code", "wrong-code", {}}});
  return {};
}

Result<void> remove_address(const Desk& desk, const access::Session& session) {
  return on_own<void>(desk, session, "notice.set-mail", [&](log::Act& act) -> Result<void> {
    auto row = setting_or_new(act.writer(), session.member);
    row.mode = Mode::none;
    row.address.clear();
    row.address_state = AddressState::none;
    row.waiting_since.reset();
    take_code(row);
    keep_setting(act, row);
    plan_digest(act, row, desk.pack);
    mail::drop_all_of(act.writer(), session.member.text());
    return {};
  });
}

}  // namespace nrm::notice
