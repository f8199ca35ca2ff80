#include "nrm/notice/desk.hpp"

namespace nrm::notice {
namespace {

// An address is sealed under the server's secrets; a code likewise, until it is typed.
constexpr std::string_view kNotices = R"sql(
CREATE TABLE team_notice (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  code TEXT NOT NULL,
  object TEXT NOT NULL,
  told_at BIGINT NOT NULL
)
--
CREATE INDEX team_notice_team ON team_notice (team, told_at)
--
CREATE INDEX team_notice_object ON team_notice (object)
--
CREATE TABLE notice_sight (
  member TEXT NOT NULL PRIMARY KEY,
  seen_at BIGINT NOT NULL
)
--
CREATE TABLE mail_setting (
  member TEXT NOT NULL PRIMARY KEY,
  mode TEXT NOT NULL,
  hour BIGINT NOT NULL,
  weekday BIGINT NOT NULL,
  language TEXT NOT NULL,
  address BLOB,
  address_state TEXT NOT NULL,
  code BLOB,
  code_until BIGINT,
  code_tries BIGINT NOT NULL,
  codes_on TEXT NOT NULL,
  codes_sent BIGINT NOT NULL,
  waiting_since BIGINT,
  mailed_at BIGINT,
  digest_at BIGINT
)
)sql";

}  // namespace

storage::Schema schema() {
  return {"notice", {{1, "team notices and mail about them", kNotices}}, {}};
}

std::vector<ProblemType> notice_problems() {
  return {problems::kNoMail, problems::kNoAddress, problems::kWrongCode};
}

}  // namespace nrm::notice
