#include "shared.hpp"

#include <fmt/format.h>

#include "nrm/casefile/shape.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::referral {

http::Handler signed_in(const Desk& desk, access::SessionResolver sessions, CallHandler handler) {
  return [desk, sessions = std::move(sessions),
          handler = std::move(handler)](const http::Request& request) -> Result<http::Response> {
    const auto session = sessions(request);
    if (!session) return tl::unexpected(session.error());
    return handler({desk, request, *session});
  };
}

void write_team(http::JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<TeamId>& team) {
  out.key(name);
  const auto found = !team ? std::nullopt : desk.journal.database().reading([&](storage::Reader& reader) {
    return directory::find_team(reader, *team);
  });
  if (!found) {
    out.null();
    return;
  }
  out.begin_object().member("id", found->id).member("name", found->name);
  out.member("organisation_name", found->organisation_name).end_object();
}

void write_summary(http::JsonWriter& out, const Desk& desk, const Summary& summary) {
  out.member("id", summary.id).member("reference", summary.reference).member("need", summary.need);
  out.member("urgent", summary.urgent).member("state", std::string{name_of(summary.state)});
  write_team(out, desk, "from_team", summary.from_team);
  write_team(out, desk, "to_team", summary.to_team);
  out.member("sent_at", summary.sent_at).member("seen_at", summary.seen_at);
  out.member("answer_due_at", summary.answer_due_at).key("clock_state");
  if (summary.clock_state)
    out.value(pathway::name_of(*summary.clock_state));
  else
    out.null();
  out.member("unread", summary.unread).member("do_not_contact", summary.do_not_contact);
  out.member("access", std::string{consent::name_of(summary.access)});
  out.member("stands_by", summary.stands_by);
  write_texts(out, "clock_paused_by", summary.paused_by);
  out.member("first_contact_due_at", summary.first_contact_due_at).key("first_contact_state");
  if (summary.first_contact_state)
    out.value(pathway::name_of(*summary.first_contact_state));
  else
    out.null();
}

void write_texts(http::JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.value(text);
  out.end_array();
}

http::Response sent_away(const Desk& desk, const Sent& sent) {
  http::JsonWriter out;
  out.begin_object().member("id", sent.id).member("reference", sent.reference);
  out.member("state", std::string{name_of(State::sent)}).member("answer_due_at", sent.answer_due_at);
  out.key("stand_ins").begin_array();
  for (const auto& stand_in : sent.stand_ins) {
    out.begin_object().member("id", stand_in.id).member("reference", stand_in.reference);
    write_team(out, desk, "team", stand_in.team);
    out.end_object();
  }
  out.end_array().end_object();
  return http::created(fmt::format("/api/v1/referrals/{}", sent.id.text()), out.take());
}

void write_value(http::JsonWriter& out, const std::string& name, const std::string& value) {
  const auto* field = casefile::find_field(name);
  if (field != nullptr && casefile::is_structured_text(*field, value))
    out.raw(value);
  else
    out.value(value);
}

Result<http::Response> standing(const Result<Standing>& result) {
  if (!result) return tl::unexpected(result.error());
  http::JsonWriter out;
  out.begin_object()
      .member("state", std::string{name_of(result->state)})
      .member("version", result->version)
      .end_object();
  return http::json(201, out.take());
}

}  // namespace nrm::referral
