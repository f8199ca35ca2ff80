#include "nrm/letters/letter.hpp"

namespace nrm::letters {
namespace {

// What was asked of which body, when, and how it ended: the team's own record, kept as a referral's is. Which case it
// was for stands apart and goes with the case.
constexpr std::string_view kFirst = R"sql(
CREATE TABLE letter (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  from_team TEXT NOT NULL,
  partner TEXT,
  need TEXT NOT NULL,
  agreed TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  sent_by TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  code_hash BLOB,
  copies BIGINT NOT NULL,
  answered_at BIGINT,
  answered_how TEXT,
  recorded_by TEXT,
  reason_code TEXT,
  unread BIGINT NOT NULL
)
--
CREATE INDEX letter_from ON letter (from_team, state)
--
CREATE INDEX letter_sent ON letter (sent_at)
--
CREATE TABLE letter_case (
  letter TEXT NOT NULL PRIMARY KEY,
  case_id TEXT NOT NULL
)
--
CREATE INDEX letter_case_case ON letter_case (case_id)
--
CREATE TABLE letter_try (
  subject TEXT NOT NULL PRIMARY KEY,
  tries BIGINT NOT NULL,
  since BIGINT NOT NULL
)
)sql";

// A case that went to another team takes its letters along; figures count them where they were sent.
constexpr std::string_view kHandedOver = "ALTER TABLE letter ADD COLUMN sent_by_team TEXT";

// Each try drops what is old: found by an index, however many references were made up.
constexpr std::string_view kOldTries = R"sql(
ALTER TABLE letter_try ADD COLUMN of_network BIGINT NOT NULL DEFAULT 0
--
UPDATE letter_try SET of_network = 1 WHERE subject LIKE 'network %'
--
CREATE INDEX letter_try_old ON letter_try (of_network, since)
)sql";

// When it was taken back; that her word ended it, and that the body is still to be told.
constexpr std::string_view kHerWord = R"sql(
ALTER TABLE letter ADD COLUMN ended_at BIGINT
--
ALTER TABLE letter ADD COLUMN withdrawn_at BIGINT
--
ALTER TABLE letter ADD COLUMN to_tell BIGINT NOT NULL DEFAULT 0
--
CREATE INDEX letter_partner ON letter (partner, sent_at)
)sql";

}  // namespace

storage::Schema schema() {
  return {"letters",
          {{1, "letters", kFirst},
           {2, "letters of a case handed over", kHandedOver},
           {3, "old tries", kOldTries},
           {4, "ends by her word", kHerWord}},
          {"letter_try"}};
}

std::vector<ProblemType> letters_problems() {
  return {problems::kConnected, problems::kCannotBePrinted, problems::kNotTaken};
}

}  // namespace nrm::letters
