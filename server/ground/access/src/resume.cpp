#include "session_store.hpp"

namespace nrm::access {
namespace {

// One write in half a minute is enough to know who is idle: the limit is then at most that much earlier.
constexpr std::chrono::seconds kTouchEvery{30};

struct Found {
  Session session;
  UtcTime last_used;
};

std::optional<Found> find(storage::Reader& reader, const AccessContext& context, const Token& token) {
  const auto row = reader.query_one(
      "SELECT s.id AS session, s.wrapped, s.started_at, s.last_used_at, s.expires_at, m.id, m.team, m.organisation, "
      "m.roles, m.account FROM session s JOIN member m ON m.id = s.member "
      "WHERE s.lookup = $lookup AND m.state = 'active'",
      {{"lookup", token.lookup}});
  if (!row) return std::nullopt;
  const auto id = row->id<SessionId>("session");
  const auto seed = crypto::open_key(token.wrapping_key, row->blob("wrapped"), view_of(session_place(id)));
  if (!seed) return std::nullopt;
  return Found{Session{id,
                       row->id<MemberId>("id"),
                       row->id<TeamId>("team"),
                       row->id<OrganisationId>("organisation"),
                       roles_from_row(row->text("roles")),
                       row->text("account"),
                       row->time("started_at"),
                       row->time("expires_at"),
                       *seed,
                       {},
                       context.instance_key},
               row->time("last_used_at")};
}

void forget(const AccessContext& context, const SessionId& id) {
  context.upkeep.write([&](storage::Writer& writer) {
    writer.run("DELETE FROM session WHERE id = $id", {{"id", id}});
    return true;
  });
}

void touch(const AccessContext& context, const SessionId& id, UtcTime now) {
  try {
    context.upkeep.write([&](storage::Writer& writer) {
      writer.run("UPDATE session SET last_used_at = $now WHERE id = $id", {{"now", now}, {"id", id}});
      return true;
    });
  } catch (const storage::DiskFull&) {
    return;  // reading goes on while the disk is full; the session then ends by its idle limit
  }
}

}  // namespace

Result<Session> resume(const AccessContext& context, std::string_view token, std::string request_id) {
  const auto parsed = parse_token(token);
  if (!parsed) return fail(problems::kSignedOut);
  auto found = context.database().reading([&](storage::Reader& reader) { return find(reader, context, *parsed); });
  if (!found) return fail(problems::kSignedOut);
  const auto now = context.now();
  if (found->session.expires <= now || found->last_used + kIdleLimit <= now) {
    forget(context, found->session.id);
    return fail(problems::kSignedOut);
  }
  if (found->last_used + kTouchEvery <= now) touch(context, found->session.id, now);
  found->session.request_id = std::move(request_id);
  return std::move(found->session);
}

}  // namespace nrm::access
