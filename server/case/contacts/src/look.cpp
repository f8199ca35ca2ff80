#include "nrm/casefile/team_note.hpp"
#include "sealed_part.hpp"

namespace nrm::contacts {
namespace {

storage::Params range(const access::Permit& permit, const Period& period) {
  return {{"team", permit.session().team}, {"from", period.from}, {"until", period.until}};
}

std::vector<std::string> needs_of(log::Act& act, const ContactId& id) {
  std::vector<std::string> out;
  for (const auto& row : act.query("SELECT need FROM contact_need WHERE contact = $id ORDER BY need", {{"id", id}}))
    out.push_back(row.text("need"));
  return out;
}

Result<RecordedContact> read(log::Act& act, casefile::TeamNotes& notes, const storage::Row& row) {
  const auto id = row.id<ContactId>("id");
  Contact contact{.channel = row.text("channel"),
                  .day = *parse_iso_date(row.text("day")),
                  .part = {},
                  .needs = needs_of(act, id),
                  .outcome = row.text("outcome"),
                  .language = {},
                  .region = {},
                  .minutes = std::nullopt,
                  .note = {}};
  if (!row.is_null("sealed")) {
    const auto version = static_cast<std::uint32_t>(row.integer("version"));
    const auto text = notes.open({"contact", id.uuid(), version}, row.blob("sealed"));
    if (!text) return tl::unexpected(text.error());
    add_sealed_part(text->reveal(), contact);
  }
  const auto case_id = row.maybe_text("case_id");
  return RecordedContact{id,
                         Personal{std::move(contact)},
                         row.time("recorded_at"),
                         row.id<MemberId>("recorded_by"),
                         !case_id && act.now() < row.time("recorded_at") + kCorrectable,
                         case_id ? std::optional{CaseId::from_row(*case_id)} : std::nullopt};
}

Counts counts_in(const storage::Rows& rows) {
  Counts out;
  for (const auto& row : rows) out.emplace(row.text("code"), row.integer("contacts"));
  return out;
}

// `column` is a name of this file's, never a user's text.
Counts count(log::Act& act, const access::Permit& permit, const Period& period, std::string_view column) {
  return counts_in(act.query(fmt::format("SELECT {0} AS code, COUNT(*) AS contacts FROM contact WHERE team = $team AND "
                                         "day >= $from AND day <= $until GROUP BY {0} ORDER BY {0}",
                                         column),
                             range(permit, period)));
}

Counts count_needs(log::Act& act, const access::Permit& permit, const Period& period) {
  return counts_in(act.query(
      "SELECT n.need AS code, COUNT(*) AS contacts FROM contact c JOIN contact_need n ON n.contact = c.id WHERE c.team "
      "= $team AND c.day >= $from AND c.day <= $until GROUP BY n.need ORDER BY n.need",
      range(permit, period)));
}

}  // namespace

Result<Page<RecordedContact>> list(log::Act& act, const access::Permit& permit, const Period& period,
                                   const PageRequest& request) {
  auto params = range(permit, period);
  params.emplace_back("after", request.after.value_or(""));
  params.emplace_back("limit", request.size + 1);
  casefile::TeamNotes notes{act, permit};
  Page<RecordedContact> page;
  for (const auto& row : act.query(
           "SELECT id, channel, day, outcome, version, recorded_at, recorded_by, case_id, sealed FROM contact WHERE "
           "team = $team AND day >= $from AND day <= $until AND ($after = '' OR id < $after) ORDER BY id DESC LIMIT "
           "$limit",
           params)) {
    if (page.items.size() == static_cast<std::size_t>(request.size)) {
      page.next = page.items.back().id.text();
      break;
    }
    auto item = read(act, notes, row);
    if (!item) return tl::unexpected(item.error());
    page.items.push_back(std::move(*item));
  }
  act.note("listed", std::to_string(page.items.size()));
  return page;
}

Summary summarise(log::Act& act, const access::Permit& permit, const Period& period) {
  Summary out;
  out.by_channel = count(act, permit, period, "channel");
  out.by_need = count_needs(act, permit, period);
  out.by_outcome = count(act, permit, period, "outcome");
  for (const auto& [channel, contacts] : out.by_channel) out.contacts += contacts;
  return out;
}

}  // namespace nrm::contacts
