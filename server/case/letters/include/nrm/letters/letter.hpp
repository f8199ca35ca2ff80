// A letter to a body that is not connected. Each function is one act of a session on its team's own letters, unless it
// says otherwise; to others they are kernel.not-found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/kernel/bytes.hpp"
#include "nrm/letters/desk.hpp"
#include "nrm/letters/rules.hpp"

namespace nrm::letters {

struct LetterTag;
using LetterId = Id<LetterTag>;

namespace problems {
inline constexpr ProblemType kConnected{"letters.connected", 409};          // it has a team here: refer to that
inline constexpr ProblemType kCannotBePrinted{"letters.not-printed", 422};  // no font for it, or longer than a page
inline constexpr ProblemType kNotTaken{"letters.not-taken", 422};  // the answer page's one refusal; never says why
}  // namespace problems

// The pack's code lists.
inline constexpr std::string_view kNeeds = "service";
inline constexpr std::string_view kDeclineReasons = "decline-reason";
inline constexpr std::string_view kRecallReasons = "recall-reason";
inline constexpr std::size_t kMaxName = 200;     // code points, of a partner or a sender: a line of an address
inline constexpr std::size_t kMaxPhone = 60;     // two numbers and their hours
inline constexpr std::size_t kMaxLanguages = 3;  // a page each
inline constexpr std::size_t kMaxOfCase = 100;   // shown of one case, newest first

enum class Agreed { person, guardian };
std::string_view name_of(Agreed agreed);
std::optional<Agreed> parse_agreed(std::string_view name);

struct NewLetter {
  CaseId case_id;
  std::optional<OrganisationId> partner;  // of the directory
  std::string partner_name;               // where it is not in there
  std::string need;                       // a service kind of the pack
  std::string sender;                     // the line that the partner reads; empty: the team's name
  std::string phone;                      // where the partner may answer and ask
  Agreed agreed;
};
struct Sent {
  LetterId id;
  std::string reference;
  UtcTime until;
};
Result<Sent> send(const Desk& desk, const access::Session& session, const NewLetter& input);

// The letter to print, a page for each language, with a new code; an earlier one answers no more. `page_address` is
// where the answer page is.
Result<Bytes> make_copy(const Desk& desk, const access::Session& session, const LetterId& id,
                        const std::vector<std::string>& languages, const std::string& page_address);

enum class How { page, phone, paper };
std::string_view name_of(How how);
std::optional<How> parse_how(std::string_view name);

struct Recorded {
  bool accepted = false;
  std::string reason;  // of a decline
  How how;             // phone or paper
};
Result<State> record_answer(const Desk& desk, const access::Session& session, const LetterId& id,
                            const Recorded& answer);
Result<State> recall(const Desk& desk, const access::Session& session, const LetterId& id, const std::string& reason);

// Her word ended the letter and the body knows it now; kConflict where there is nothing to tell.
Result<void> tell_partner(const Desk& desk, const access::Session& session, const LetterId& id, How how);

// What was typed; sealed with the case.
struct Lines {
  std::string partner_name;
  std::string sender;
  std::string phone;
};
struct View {
  LetterId id;
  CaseId case_id;
  std::string reference;
  std::string need;
  std::optional<OrganisationId> partner;
  std::optional<Personal<Lines>> lines;  // nothing where the member's role does not open the casework
  Agreed agreed;
  State state;
  UtcTime sent_at;
  UtcTime until;                                   // the first moment at which the page takes no answer
  std::optional<pathway::ClockState> clock_state;  // while it waits
  std::int64_t copies = 0;
  bool code_usable = false;  // there is a code, and tries are left
  std::optional<UtcTime> answered_at;
  std::optional<How> answered_how;
  std::optional<MemberId> recorded_by;
  std::optional<std::string> reason_code;
  bool unread = false;
  std::optional<UtcTime> withdrawn_at;  // her word ended it
  bool to_tell = false;                 // it lies on a desk: the body is to be told that nobody comes
};
Result<View> read(const Desk& desk, const access::Session& session, const LetterId& id);
// Of a case, the newest first; the team's own.
Result<std::vector<View>> list(const Desk& desk, const access::Session& session, const CaseId& id);

}  // namespace nrm::letters
