#include "shared.hpp"

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

Result<ReferralId> path_id(const http::Request& request) {
  const auto found = request.path_params.find("id");
  const auto id = found == request.path_params.end() ? std::nullopt : ReferralId::parse(found->second);
  if (!id) return fail(nrm::problems::kNotFound);
  return *id;
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
