#include "account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "acts.hpp"
#include "nrm/casefile/overview.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/log/entries.hpp"
#include "nrm/referral/told.hpp"

namespace nrm::oversight {
namespace {

constexpr int kLeavesARead = 500;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string note_of(const log::Detail& detail, const std::string& name) {
  const auto at = detail.notes.find(name);
  return at == detail.notes.end() ? std::string{} : at->second;
}

// Nothing for what shows no data of hers.
std::string what_of(const log::Detail& detail) {
  if (detail.outcome != "done") return {};
  if (detail.action == "compartment.open")
    return detail.notes.contains("break-glass") ? "opened-in-emergency" : "opened";
  if (detail.action == "attachment.open") return "opened-file";
  if (detail.action == "basis.view" || detail.action == "basis.print") return "read-consent";
  if (detail.action == "attachment.list" || detail.action == "attachment.view")
    return detail.notes.contains("reader.kinds") ? "listed-files" : "";
  if (detail.action == "case.view") return detail.notes.contains("reader.kinds") ? "viewed" : "";
  if (detail.action == "referral.open") return "read-again";
  if (detail.action == "break-glass.start") return "broke-glass";
  if (detail.action == "access-export.make") return "given-to-her";
  if (detail.action == "export.cases" || detail.action == "export.htcds") return "exported";
  return {};
}

class Gatherer {
 public:
  explicit Gatherer(const Calendar& calendar) : calendar_{calendar} {}

  void add(UtcTime at, std::string what, std::string body, std::string_view roles, std::string_view kinds,
           std::string purpose) {
    Key key{calendar_.local_date(at), std::move(what),    std::move(body),
            std::string{roles},       std::string{kinds}, std::move(purpose)};
    ++times_[std::move(key)];
  }
  void add(const log::Detail& detail) {
    if (auto what = what_of(detail); !what.empty())
      add(detail.time, std::move(what), note_of(detail, "reader.body"), note_of(detail, "reader.roles"),
          note_of(detail, "reader.kinds"), detail.purpose);
  }
  std::vector<AccountLine> take() const {
    std::vector<AccountLine> out;
    for (const auto& [key, times] : times_) {
      const auto& [date, what, body, roles, kinds, purpose] = key;
      out.push_back({date, what, body, words_of(roles), words_of(kinds), purpose, times});
    }
    return out;
  }

 private:
  using Key = std::tuple<Date, std::string, std::string, std::string, std::string, std::string>;
  const Calendar& calendar_;
  std::map<Key, std::int64_t> times_;
};

std::string kind_of_body(log::Act& act, const TeamId& id) {
  const auto team = directory::find_team(act.writer(), id);
  return team ? team->organisation_kind : std::string{};
}

// What left the case's team: the receiver's own leaves are sealed to the receiver's body.
void add_sent(log::Act& act, const CaseId& id, Gatherer& gatherer) {
  for (const auto& sent : referral::referrals_of_case(act.writer(), id))
    gatherer.add(sent.sent_at, "sent", kind_of_body(act, sent.to_team), {}, sent.kinds, "refer");
  for (const auto& opening : referral::parcel_openings_of(act.writer(), id))
    gatherer.add(opening.at, "opened-by-receiver", opening.body, opening.roles, opening.kinds, opening.purpose);
}

}  // namespace

Result<Account> account_in(log::Act& act, const access::Permit& permit, const Calendar& calendar, const CaseId& id,
                           const std::optional<std::string>& after) {
  const auto seed = casefile::open_case_log_key(act, permit, id);
  if (!seed) return tl::unexpected(seed.error());
  Gatherer gatherer{calendar};
  Account out;
  if (!after) add_sent(act, id, gatherer);
  log::EntryQuery query{.case_id = id, .organisation = {}, .action_class = {}, .newest_first = false, .page = {}};
  query.page.size = kLeavesARead;
  query.page.after = after;
  for (int read = 0; read < kLeavesAPage; read += kLeavesARead) {
    const auto page = log::read_entries(act.writer(), query);
    for (const auto& entry : page.items) {
      if (const auto detail = log::open_entry(*seed, entry))
        gatherer.add(*detail);
      else
        ++out.unreadable;
    }
    query.page.after = out.next = page.next;
    if (!page.next) break;
  }
  out.lines = gatherer.take();
  return out;
}

Result<Account> whole_account(log::Act& act, const access::Permit& permit, const Calendar& calendar, const CaseId& id) {
  auto out = account_in(act, permit, calendar, id, std::nullopt);
  while (out && out->next) {
    auto more = account_in(act, permit, calendar, id, out->next);
    if (!more) return more;
    out->lines.insert(out->lines.end(), more->lines.begin(), more->lines.end());
    out->unreadable += more->unreadable;
    out->next = more->next;
  }
  return out;
}

Result<Account> read_account(const Desk& desk, const access::Session& session, const CaseId& id,
                             const std::optional<std::string>& after) {
  return on_case<Account>(desk, session, id, {"access-account.read", "subject-request", {}},
                          [&](log::Act& act, const access::Permit& permit) {
                            return account_in(act, permit, *desk.pack.calendar, id, after);
                          });
}

}  // namespace nrm::oversight
