#include "gathering.hpp"
#include "summary.hpp"

namespace nrm::notice {
namespace {

log::Header by_clock(const jobs::Job& job) {
  return {{log::Actor::Kind::clock, {}, {}, {}, job.kind}, job.kind, {}, {{}, {}, job.subject}, {}, {}};
}

// A mail of the ten minutes before that she has not answered by looking says all that a second one could.
bool still_stands(log::Act& act, const SettingRow& row) {
  if (!row.mailed_at || row.waiting_since.value_or(act.now()) - *row.mailed_at > kQuiet) return false;
  const auto seen = seen_at(act.writer(), row.member);
  return !seen || *seen <= *row.mailed_at;
}

void mail_at_once(const Desk& desk, const jobs::Job& job) {
  (void)desk.access.journal.act<void>(by_clock(job), [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    auto row = find_setting(act.writer(), MemberId::from_row(job.subject));
    if (!row) return {};
    if (row->mode == Mode::at_once && can_be_mailed(*row) && !still_stands(act, *row)) {
      put_letter(act, kWaitingLetter, row->member);
      row->mailed_at = act.now();
    }
    row->waiting_since.reset();
    keep_setting(act, *row);
    return {};
  });
}

void mail_digest(const Desk& desk, const jobs::Job& job) {
  (void)desk.access.journal.act<void>(by_clock(job), [&](log::Act& act) -> Result<void> {
    if (!jobs::take(act.writer(), job)) return fail(nrm::problems::kConflict);
    auto row = find_setting(act.writer(), MemberId::from_row(job.subject));
    if (!row) return {};
    if (can_be_mailed(*row) && is_anything_new(act.writer(), *row)) put_letter(act, kDigestLetter, row->member);
    row->digest_at = act.now();
    keep_setting(act, *row);
    plan_digest(act, *row, desk.pack);
    return {};
  });
}

}  // namespace

std::map<std::string, jobs::Handler> job_handlers(const Desk& desk) {
  return {{std::string{kAtOnceJob}, [desk](const jobs::Job& job) { mail_at_once(desk, job); }},
          {std::string{kDigestJob}, [desk](const jobs::Job& job) { mail_digest(desk, job); }}};
}

}  // namespace nrm::notice
