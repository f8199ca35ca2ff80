#include "invitations.hpp"

namespace nrm::access {
namespace {

std::optional<Place> place_in(storage::Reader& reader, const Bytes& hash, UtcTime now) {
  const auto row = reader.query_one(
      "SELECT organisation, team, roles FROM invitation WHERE code_hash = $hash AND used_at IS NULL "
      "AND expires_at > $now",
      {{"hash", hash}, {"now", now}});
  if (!row) return std::nullopt;
  return Place{row->id<OrganisationId>("organisation"), row->id<TeamId>("team"), roles_from_row(row->text("roles"))};
}

bool use_invitation(log::Act& act, const Bytes& hash) {
  return act.run(
             "UPDATE invitation SET used_at = $now WHERE code_hash = $hash AND used_at IS NULL AND expires_at > $now",
             {{"now", act.now()}, {"hash", hash}}) == 1;
}

log::Header header_for(const Place& place, std::string action, std::string object) {
  return {{log::Actor::Kind::system, {}, {}, {}, "invitation"},
          std::move(action),
          {},
          {{}, place.organisation, std::move(object)},
          {},
          {}};
}

}  // namespace

Result<Enrolled> enrol(const AccessContext& context, const SecretText& invitation, const NewMember& input) {
  const auto hash = hash_of_invitation(invitation);
  if (!hash) return fail(problems::kInvitationSpent);
  const auto place =
      context.database().reading([&](storage::Reader& reader) { return place_in(reader, *hash, context.now()); });
  if (!place) return fail(problems::kInvitationSpent);
  const auto member = check_new_member(context, input, place->organisation);
  if (!member) return tl::unexpected(member.error());
  return context.journal.act<Enrolled>(header_for(*place, "access.enrol", place->team.text()),
                                       [&](log::Act& act) -> Result<Enrolled> {
                                         if (!use_invitation(act, *hash)) return fail(problems::kInvitationSpent);
                                         return write_new_member(act, context, *place, *member, std::nullopt);
                                       });
}

Result<Enrolled> enrol_directly(const AccessContext& context, const DirectMember& input) {
  const Place place{input.organisation, input.team, input.roles};
  const auto member = check_new_member(context, input.who, input.organisation);
  if (!member) return tl::unexpected(member.error());
  return context.journal.act<Enrolled>(
      header_for(place, "access.enrol", place.team.text()), [&](log::Act& act) -> Result<Enrolled> {
        auto enrolled = write_new_member(act, context, place, *member, input.totp_secret);
        if (enrolled) activate(act, enrolled->member);
        return enrolled;
      });
}

}  // namespace nrm::access
