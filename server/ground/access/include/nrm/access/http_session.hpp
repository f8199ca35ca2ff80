// Who is signed in, for routes of any module. Only http targets include this.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "nrm/access/accounts.hpp"
#include "nrm/http/idempotency.hpp"
#include "nrm/http/route.hpp"

namespace nrm::access {

inline constexpr std::string_view kSessionCookie = "__Host-nrm";

// kSignedOut where the request carries no living session.
using SessionResolver = std::function<Result<Session>(const http::Request&)>;
// The context outlives what is made here.
SessionResolver make_session_resolver(const AccessContext& context);

std::vector<http::Route> access_routes(const AccessContext& context);

// Notes in each act that its request took effect, for the Idempotency-Keys. At start, before the first act.
void register_reactions(log::Journal& journal);
// Keeps Idempotency-Keys in the upkeep tables.
std::shared_ptr<http::IdempotencyStore> make_idempotency_store(const AccessContext& context);

}  // namespace nrm::access
