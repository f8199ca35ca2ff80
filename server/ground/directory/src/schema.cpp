#include "nrm/directory/directory.hpp"

namespace nrm::directory {
namespace {

// Codes only. An empty text: nobody has said.
constexpr std::string_view kOffers = R"(
CREATE TABLE team_offer (
  team_id TEXT NOT NULL REFERENCES team(id),
  service TEXT NOT NULL,
  sexes TEXT NOT NULL,
  age_classes TEXT NOT NULL,
  with_children TEXT NOT NULL,
  without_documents TEXT NOT NULL,
  disability_access TEXT NOT NULL,
  asks_residence TEXT NOT NULL,
  languages TEXT NOT NULL,
  regions TEXT NOT NULL,
  hours TEXT NOT NULL,
  confidential BIGINT NOT NULL,
  version BIGINT NOT NULL,
  described_at BIGINT NOT NULL,
  PRIMARY KEY (team_id, service)
)
--
CREATE INDEX team_offer_by_service ON team_offer (service)
)";

}  // namespace

storage::Schema schema() {
  return {"directory",
          {{1, "organisations, teams, numbers, places", R"(CREATE TABLE organisation (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  region TEXT NOT NULL,
  status TEXT NOT NULL,
  from_date TEXT,
  until_date TEXT,
  last_confirmed TEXT,
  takes_part_in TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  closed_at BIGINT
)
--
CREATE TABLE organisation_name (
  organisation_id TEXT NOT NULL REFERENCES organisation(id),
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (organisation_id, language)
)
--
CREATE TABLE team (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation(id),
  name TEXT NOT NULL,
  kinds TEXT NOT NULL,
  region TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  closed_at BIGINT
)
--
CREATE INDEX team_by_organisation ON team (organisation_id)
--
CREATE TABLE team_service (
  team_id TEXT NOT NULL REFERENCES team(id),
  service TEXT NOT NULL,
  PRIMARY KEY (team_id, service)
)
--
CREATE INDEX team_service_by_service ON team_service (service)
--
CREATE TABLE number (
  id TEXT PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  hours TEXT NOT NULL,
  topic TEXT NOT NULL,
  source TEXT NOT NULL,
  verified TEXT NOT NULL,
  confirmed_at BIGINT
)
--
CREATE TABLE number_name (
  number_id TEXT NOT NULL REFERENCES number(id),
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (number_id, language)
)
--
CREATE TABLE place (
  team_id TEXT NOT NULL REFERENCES team(id),
  service TEXT NOT NULL,
  free BIGINT NOT NULL,
  stated_at BIGINT NOT NULL,
  PRIMARY KEY (team_id, service)
))"},
           {2, "what a team offers, and to whom", kOffers}},
          {}};
}

std::vector<ProblemType> directory_problems() {
  return {problems::kProtectionAndControl, problems::kCodeTaken, problems::kClosed};
}

}  // namespace nrm::directory
