#include "nrm/casefile/team_note.hpp"
#include "sealed_part.hpp"

namespace nrm::contacts {
namespace {

constexpr std::string_view kKind = "contact";

void write_needs(log::Act& act, const ContactId& id, const Contact& contact) {
  act.run("DELETE FROM contact_need WHERE contact = $id", {{"id", id}});
  for (const auto& need : contact.needs)
    act.run("INSERT INTO contact_need (contact, need) VALUES ($id, $need) ON CONFLICT (contact, need) DO NOTHING",
            {{"id", id}, {"need", need}});
}

Result<Bytes> seal(log::Act& act, const access::Permit& permit, const ContactId& id, std::uint32_t version,
                   const Contact& contact) {
  return casefile::TeamNotes{act, permit}.seal({kKind, id.uuid(), version}, sealed_part_of(contact));
}

Result<void> check(const Contact& contact, const pathway::Pack& pack, UtcTime now) {
  auto faults = find_faults(contact, pack, pack.calendar->local_date(now));
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return {};
}

std::optional<storage::Row> own_row(log::Act& act, const access::Permit& permit, const ContactId& id) {
  return act.query_one("SELECT version, recorded_at, case_id FROM contact WHERE id = $id AND team = $team",
                       {{"id", id}, {"team", permit.session().team}});
}

}  // namespace

Result<ContactId> record(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                         const Contact& contact) {
  if (const auto fine = check(contact, pack, act.now()); !fine) return tl::unexpected(fine.error());
  const auto id = ContactId::v7(act.clock(), act.random());
  const auto sealed = seal(act, permit, id, 1, contact);
  if (!sealed) return tl::unexpected(sealed.error());
  act.run(
      "INSERT INTO contact (id, team, channel, day, outcome, version, recorded_at, recorded_by, case_id, sealed) "
      "VALUES "
      "($id, $team, $channel, $day, $outcome, 1, $now, $member, NULL, $sealed)",
      {{"id", id},
       {"team", permit.session().team},
       {"channel", contact.channel},
       {"day", contact.day},
       {"outcome", contact.outcome},
       {"now", act.now()},
       {"member", permit.session().member},
       {"sealed", *sealed}});
  write_needs(act, id, contact);
  act.note("contact", id.text());
  return id;
}

Result<void> correct(log::Act& act, const access::Permit& permit, const pathway::Pack& pack, const ContactId& id,
                     const Contact& contact) {
  const auto row = own_row(act, permit, id);
  if (!row) return fail(nrm::problems::kNotFound);
  if (!row->is_null("case_id")) return fail(problems::kAlreadyCase);
  if (act.now() >= row->time("recorded_at") + kCorrectable) return fail(problems::kTooLate);
  if (const auto fine = check(contact, pack, act.now()); !fine) return fine;
  const auto version = static_cast<std::uint32_t>(row->integer("version") + 1);
  const auto sealed = seal(act, permit, id, version, contact);
  if (!sealed) return tl::unexpected(sealed.error());
  act.run(
      "UPDATE contact SET channel = $channel, day = $day, outcome = $outcome, version = $version, sealed = $sealed "
      "WHERE id = $id",
      {{"channel", contact.channel},
       {"day", contact.day},
       {"outcome", contact.outcome},
       {"version", version},
       {"sealed", *sealed},
       {"id", id}});
  write_needs(act, id, contact);
  act.note("contact", id.text());
  return {};
}

Result<void> link(log::Act& act, const access::Permit& permit, const ContactId& id, const CaseId& case_id) {
  const auto row = own_row(act, permit, id);
  if (!row) return fail(nrm::problems::kNotFound);
  if (!row->is_null("case_id")) return fail(problems::kAlreadyCase);
  if (casefile::team_of(act.writer(), case_id) != permit.session().team)
    return fail(nrm::problems::kInvalid, {{"/case_id", "unknown", {}}});
  act.run("UPDATE contact SET case_id = $case_id WHERE id = $id", {{"case_id", case_id}, {"id", id}});
  act.note("contact", id.text());
  return {};
}

}  // namespace nrm::contacts
