// What a mail says: that something waits, and where to sign in. No name, no reference, no word of what the work is
// about.
#include "gathering.hpp"
#include "summary.hpp"

namespace nrm::notice {
namespace {

std::string text(const Desk& desk, const SettingRow& row, std::string_view key, const i18n::Params& params = {}) {
  return desk.catalogue.text(row.language, key, params);
}

std::string ending(const Desk& desk, const SettingRow& row) {
  return fmt::format("{}\n{}\n\n{}\n", text(desk, row, "mail.sign-in"), desk.post.site,
                     text(desk, row, "mail.why-so-short"));
}

std::string digest(const Desk& desk, storage::Reader& reader, const SettingRow& row) {
  std::string out;
  for (const auto& [kind, count] : waiting_for(reader, row.member))
    out += fmt::format("{}: {}\n", text(desk, row, fmt::format("mail.kind.{}", name_of(kind))), count);
  return out;
}

std::optional<std::string> body_of(const Desk& desk, storage::Reader& reader, const SettingRow& row,
                                   std::string_view kind) {
  if (kind == kCodeLetter) {
    const auto code = open_text(desk.access.secrets, row.member, kCode, row.code);
    if (!code || row.address_state != AddressState::unconfirmed) return std::nullopt;
    return fmt::format("{}\n\n{}\n\n{}\n", text(desk, row, "mail.code"), *code, text(desk, row, "mail.code-note"));
  }
  if (!can_be_mailed(row)) return std::nullopt;
  if (kind == kWaitingLetter) return fmt::format("{}\n\n{}", text(desk, row, "mail.waiting"), ending(desk, row));
  const auto counts = digest(desk, reader, row);
  if (counts.empty()) return std::nullopt;
  return fmt::format("{}\n\n{}\n{}", text(desk, row, "mail.digest"), counts, ending(desk, row));
}

std::optional<mail::Message> compose(const Desk& desk, storage::Reader& reader, const mail::Letter& letter) {
  const auto member = MemberId::from_row(letter.subject);
  const auto row = find_setting(reader, member);
  if (!row || !is_active(reader, member)) return std::nullopt;
  auto address = open_text(desk.access.secrets, member, kAddress, row->address);
  auto body = body_of(desk, reader, *row, letter.kind);
  if (!address || !body) return std::nullopt;
  return mail::Message{letter.id, Personal{*std::move(address)}, text(desk, *row, "mail.subject"), *std::move(body)};
}

// Nothing goes there again until she confirms an address anew. One that she gave meanwhile was not the one refused.
void on_refused(const Desk& desk, const mail::Letter& letter, const mail::Message& message) {
  const log::Header header{
      {log::Actor::Kind::clock, {}, {}, {}, "notice.refused"}, "notice.refused", {}, {{}, {}, letter.subject}, {}, {}};
  (void)desk.access.journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    const auto member = MemberId::from_row(letter.subject);
    auto row = find_setting(act.writer(), member);
    const auto address = row ? open_text(desk.access.secrets, member, kAddress, row->address) : std::nullopt;
    if (!address || *address != message.to.reveal()) return {};
    row->address_state = AddressState::refused;
    row->code.clear();
    row->code_until.reset();
    keep_setting(act, *row);
    return {};
  });
}

}  // namespace

mail::Route mail_route(const Desk& desk, std::function<void(std::string_view)> alarm) {
  return {
      [desk](const mail::Letter& letter) {
        return desk.access.database().reading([&](storage::Reader& reader) { return compose(desk, reader, letter); });
      },
      [desk](const mail::Message& message) {
        return desk.post.server ? mail::send(*desk.post.server, message, desk.access.now())
                                : mail::Report{mail::Outcome::failed, "this instance has no mail server"};
      },
      [desk](const mail::Letter& letter, const mail::Message& message) { on_refused(desk, letter, message); },
      std::move(alarm)};
}

}  // namespace nrm::notice
