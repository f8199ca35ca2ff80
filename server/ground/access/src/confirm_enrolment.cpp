#include "new_member.hpp"
#include "second_factor.hpp"

namespace nrm::access {
namespace {

constexpr std::int64_t kTries = 10;  // of a million codes

struct Waiting {
  MemberId member;
  OrganisationId organisation;
};

std::optional<Waiting> find_waiting(storage::Reader& reader, const EnrolmentId& id, UtcTime now) {
  const auto row = reader.query_one(
      "SELECT e.member, m.organisation FROM enrolment e JOIN member m ON m.id = e.member "
      "WHERE e.id = $id AND e.expires_at > $now AND e.tries < $tries",
      {{"id", id}, {"now", now}, {"tries", kTries}});
  if (!row) return std::nullopt;
  return Waiting{row->id<MemberId>("member"), row->id<OrganisationId>("organisation")};
}

}  // namespace

Result<void> confirm_enrolment(const AccessContext& context, const EnrolmentId& id, std::string_view code) {
  const auto waiting =
      context.database().reading([&](storage::Reader& reader) { return find_waiting(reader, id, context.now()); });
  if (!waiting) return fail(problems::kEnrolmentEnded);
  const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "invitation"},
                           "access.confirm-enrolment",
                           {},
                           {{}, waiting->organisation, waiting->member.text()},
                           {},
                           {}};
  // A wrong code is an act too: its count must last.
  const auto right = context.journal.act<bool>(header, [&](log::Act& act) -> Result<bool> {
    if (!find_waiting(act.writer(), id, act.now())) return fail(problems::kEnrolmentEnded);
    if (use_totp(act, context.secrets, waiting->member, code)) {
      activate(act, waiting->member);
      return true;
    }
    act.run("UPDATE enrolment SET tries = tries + 1 WHERE id = $id", {{"id", id}});
    act.note("code", "wrong");
    return false;
  });
  if (!right) return tl::unexpected(right.error());
  if (!*right) return fail(problems::kWrongCode, {{"/code", "wrong-code", {}}});
  return {};
}

}  // namespace nrm::access
