#include "nrm/directory/write_organisation.hpp"
#include "nrm/referral/withdrawal_preview.hpp"
#include "shared.hpp"

namespace nrm::referral {
namespace {

using http::JsonWriter;

void write_bases(JsonWriter& out, const Call& call, std::string_view name,
                 const std::vector<consent::RecordedBasis>& bases) {
  out.key(name).begin_array();
  for (const auto& basis : bases) {
    out.begin_object().member("id", basis.id).member("ground", basis.ground).member("purpose", basis.purpose);
    out.key("field_groups").begin_array();
    for (const auto& group : basis.field_groups) out.value(group);
    out.end_array().member("state", basis.state).key("until");
    if (basis.until)
      out.value(call.desk.pack.calendar->local_date(*basis.until - std::chrono::microseconds{1}));
    else
      out.null();
    out.end_object();
  }
  out.end_array();
}

void write_passed_on(JsonWriter& out, const std::vector<PassedOn>& all) {
  out.key("referrals").begin_array();
  for (const auto& item : all)
    out.begin_object()
        .member("id", item.id)
        .member("reference", item.reference)
        .member("need", item.need)
        .member("state", std::string{name_of(item.state)})
        .member("sent_at", item.sent_at)
        .member("read_at", item.read_at)
        .member("stops", item.stops)
        .member("help_under_way", item.help_under_way)
        .end_object();
  out.end_array();
}

void write_letters(JsonWriter& out, const Call& call, const std::vector<AnnouncedBy>& all) {
  auto& database = call.desk.journal.database();
  out.key("letters").begin_array();
  for (const auto& [letter, teams] : all) {
    out.begin_object().member("id", letter.id).member("reference", letter.reference).member("need", letter.need);
    out.member("state", letters::name_of(letter.state)).member("sent_at", letter.sent_at);
    out.member("printed", letter.printed);
    database.read([&, partner = letter.partner](storage::Reader& reader) {
      directory::write_organisation(out, "partner", reader, partner);
    });
    out.key("team_ids").begin_array();
    for (const auto& team : teams) out.value(team);
    out.end_array().end_object();
  }
  out.end_array();
}

}  // namespace

Result<http::Response> get_withdrawal_preview(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto preview = preview_withdrawal(call.desk, call.session, *id);
  if (!preview) return tl::unexpected(preview.error());
  JsonWriter out;
  out.begin_object().key("receivers").begin_array();
  for (const auto& receiver : preview->receivers) {
    out.begin_object();
    write_team(out, call.desk, "team", receiver.receiver);
    write_bases(out, call, "ends", receiver.ends);
    write_bases(out, call, "stays", receiver.stays);
    write_passed_on(out, receiver.passed_on);
    out.member("can_pause", receiver.can_pause).member("paused", receiver.paused).end_object();
  }
  out.end_array();
  write_letters(out, call, preview->letters);
  return http::json(200, out.end_object().take());
}

}  // namespace nrm::referral
