// What the behaviours of this module work with, and what it brings along.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/mail/courier.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::notice {

namespace problems {
inline constexpr ProblemType kNoMail{"notice.no-mail", 409};        // this instance has no mail server
inline constexpr ProblemType kNoAddress{"notice.no-address", 409};  // none that she confirmed
inline constexpr ProblemType kWrongCode{"notice.wrong-code", 422};
}  // namespace problems
std::vector<ProblemType> notice_problems();

storage::Schema schema();

// Where mail goes out, and where its readers sign in.
struct Post {
  std::optional<mail::Server> server;  // nothing: no mail is sent
  std::string site;                    // "https://nrm.example"
};

// References outlive the desk.
struct Desk {
  const access::AccessContext& access;
  const pathway::Pack& pack;
  const i18n::Catalogue& catalogue;
  const Post& post;
};

// The moment at which a team is told; the object is "<team id>:<kind>:<opaque id>".
inline constexpr std::string_view kTeamNoticed = "team.noticed";

// At start, before the first act.
void register_reactions(const Desk& desk);
std::map<std::string, jobs::Handler> job_handlers(const Desk& desk);
// For the courier: what each letter says when it goes, and what follows where its recipient does not exist.
mail::Route mail_route(const Desk& desk, std::function<void(std::string_view)> alarm);

}  // namespace nrm::notice
