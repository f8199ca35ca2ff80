// Who is signed in, for one request. Carries the opened member key: lives as long as the request, never stored.
#pragma once

#include <string>

#include "nrm/access/compartment.hpp"
#include "nrm/kernel/id.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/log/act.hpp"

namespace nrm::access {

struct SessionTag;
using SessionId = Id<SessionTag>;

// Whether the action shows and changes nothing but what showing itself notes: it goes on while the disk is full.
bool only_reads(std::string_view action);

struct Session {
  SessionId id;
  MemberId member;
  TeamId team;
  OrganisationId organisation;
  Roles roles;
  std::string account;
  UtcTime started;
  UtcTime expires;
  Key32 member_seed;
  std::string request_id;
  // Of the server's secrets file; decide() holds the database to it.
  crypto::SignPublic instance_key = {};

  log::Actor actor() const { return {log::Actor::Kind::member, member, team, organisation, {}}; }
  log::Header header(std::string action, std::string purpose, log::Subject subject, std::string reason = {}) const {
    const bool reads = only_reads(action);
    return {actor(), std::move(action), std::move(purpose), std::move(subject), std::move(reason), request_id, reads};
  }
};

}  // namespace nrm::access
