#include "gathering.hpp"

#include "nrm/kernel/wall_clock.hpp"

namespace nrm::notice {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

UtcTime next_digest(const SettingRow& row, const pathway::Pack& pack, UtcTime now) {
  const WallClock wall{pack.time_zone};
  for (auto day = sys_days{wall.at(now).date};; day += days{1}) {
    const bool fits =
        row.mode == Mode::daily || static_cast<int>(std::chrono::weekday{day}.iso_encoding()) == row.weekday;
    const auto at = wall.when(Date{day}, row.hour * 60);
    if (fits && at > now) return at;
  }
}

}  // namespace

void gather(log::Act& act, const MemberId& member) {
  auto row = find_setting(act.writer(), member);
  if (!row || row->mode != Mode::at_once || !can_be_mailed(*row) || row->waiting_since) return;
  const auto due = row->mailed_at ? std::max(act.now(), *row->mailed_at + kQuiet) : act.now();
  row->waiting_since = act.now();
  keep_setting(act, *row);
  jobs::schedule(act.writer(),
                 {fmt::format("{}:{}", kAtOnceJob, member.text()), std::string{kAtOnceJob}, member.text(), due});
}

void plan_digest(log::Act& act, const SettingRow& row, const pathway::Pack& pack) {
  const auto id = fmt::format("{}:{}", kDigestJob, row.member.text());
  if (row.mode != Mode::daily && row.mode != Mode::weekly) return jobs::cancel(act.writer(), id);
  jobs::schedule(act.writer(), {id, std::string{kDigestJob}, row.member.text(), next_digest(row, pack, act.now())});
}

void put_letter(log::Act& act, std::string_view kind, const MemberId& member) {
  mail::put(act.writer(), {to_text(make_uuid_v4(act.random())), std::string{kind}, member.text(), act.now()});
}

}  // namespace nrm::notice
