// Who saw what and why: the account that a person is given of the reading of her case. By day, kind of body and role,
// kind of data and purpose; the names of staff are not in it. Computed from the case's log, which nobody can edit, and
// from the openings of what was sent.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/oversight/oversight.hpp"

namespace nrm::oversight {

// "opened", "opened-in-emergency", "viewed" (the case's page with the rule for reaching her), "read-again" (the sender
// read what it had sent), "sent", "opened-by-receiver", "broke-glass", "given-to-her",
// "opened-file", "listed-files" (their names and descriptions), "exported" (with the team's other cases, into a file).
struct AccountLine {
  Date date;  // in the pack's country
  std::string what;
  std::string body;                // a code of the pack's list "organisation-kind"
  std::vector<std::string> roles;  // of the reader
  std::vector<std::string> kinds;  // of data
  std::string purpose;
  std::int64_t times = 1;
};
struct Account {
  std::vector<AccountLine> lines;  // by day, then in the order of the words
  std::int64_t unreadable = 0;     // leaves whose detail does not open: said, not hidden
  std::optional<std::string> next;
};
// The leaves of one answer: some seconds' work at most. Lines of one day may stand on two pages; equal lines add up.
inline constexpr int kLeavesAPage = 4000;

// For the case's team, to show or print for her.
Result<Account> read_account(const Desk& desk, const access::Session& session, const CaseId& id,
                             const std::optional<std::string>& after);
// In plain words of a language.
std::string sentence_of(const Desk& desk, const AccountLine& line, std::string_view language);
// The languages in which the account can be given.
const std::vector<std::string>& account_languages();

}  // namespace nrm::oversight
