#include "state.hpp"

#include <algorithm>
#include <filesystem>

#include "config.hpp"
#include "nrm/access/overview.hpp"
#include "nrm/http/json.hpp"
#include "nrm/log/publication.hpp"
#include "share.hpp"

namespace nrm::app {
namespace {

using http::JsonWriter;

void write_kinds(JsonWriter& out, std::string_view name, const std::set<access::Compartment>& kinds) {
  out.key(name).begin_array();
  for (const auto kind : kinds) out.value(access::name_of(kind));
  out.end_array();
}

void write_teams(JsonWriter& out, const std::vector<access::TeamOverview>& teams) {
  out.key("teams").begin_array();
  for (const auto& team : teams) {
    out.begin_object().member("id", team.id).member("name", team.name).member("organisation_id", team.organisation);
    out.member("organisation_name", team.organisation_name).member("active", team.active);
    out.member("suspended", team.suspended).member("invited", team.invited);
    write_kinds(out, "kinds", team.kinds);
    write_kinds(out, "unheld_kinds", team.unheld_kinds);
    out.member("custodians_able", team.custodians_able).member("custodians_proposed", team.custodians_proposed);
    out.member("last_sign_in", access::name_of(team.last_sign_in)).end_object();
  }
  out.end_array();
}

void write_waiting(JsonWriter& out, const std::vector<access::WaitingMember>& waiting) {
  out.key("waiting").begin_array();
  for (const auto& member : waiting) {
    out.begin_object().member("member_id", member.id).member("name", member.name).member("team_id", member.team);
    out.member("since", member.since);
    write_kinds(out, "kinds", member.kinds);
    out.key("could_give").begin_array();
    for (const auto& name : member.could_give) out.value(name);
    out.end_array().end_object();
  }
  out.end_array();
}

void write_findings(JsonWriter& out, std::string_view weight, const pathway::PackFaults& findings) {
  for (const auto& finding : findings) {
    out.begin_object().member("weight", weight).member("place", fmt::format("{}:{}", finding.file, finding.line));
    out.member("code", finding.code).member("message", finding.message).end_object();
  }
}

std::int64_t count_code(const pathway::PackFaults& findings, std::string_view code) {
  return std::count_if(findings.begin(), findings.end(), [&](const auto& finding) { return finding.code == code; });
}

// The files as they are now, which may be newer than what this server loaded at its start.
void write_pack(JsonWriter& out, Instance& instance) {
  const auto check = pathway::check_pack(find_share() / "packs" / instance.config().pack, instance.clock().now());
  const auto& pack = instance.pack();
  const auto today = pack.calendar->local_date(instance.clock().now());
  const auto left = std::chrono::sys_days{pack.holidays_known_until} - std::chrono::sys_days{today};
  out.key("pack").begin_object().member("id", pack.id).member("composition_as_of", pack.composition_as_of);
  out.member("holidays_known_until", pack.holidays_known_until).member("calendar_days_left", left.count());
  out.member("unverified_deadlines", count_code(check.warnings, "unverified"));
  out.key("unchecked_consent_texts").begin_array();
  for (const auto& text : pack.consent_texts)
    if (text.checked_by.empty()) out.value(text.language);
  out.end_array().key("findings").begin_array();
  write_findings(out, "fault", check.faults);
  write_findings(out, "warning", check.warnings);
  out.end_array().end_object();
}

std::int64_t count(storage::Reader& reader, std::string_view sql, const storage::Params& params = {}) {
  return reader.query(sql, params).at(0).integer("n");
}

void write_server(JsonWriter& out, Instance& instance) {
  std::error_code unknown;
  const auto space = std::filesystem::space(instance.folder(), unknown);
  out.key("server").begin_object().member("database", instance.config().database == "sqlite" ? "sqlite" : "postgresql");
  out.member("disk_full", instance.journal().disk_is_full());
  out.key("disk_free_bytes");
  if (unknown)
    out.null();
  else
    out.value(space.available);
  out.member("clock_held", instance.holds_deadlines());
  instance.database().read([&](storage::Reader& reader) {
    out.member("jobs_waiting", count(reader, "SELECT COUNT(*) AS n FROM job"));
    out.member("jobs_overdue", count(reader, "SELECT COUNT(*) AS n FROM job WHERE due <= $now",
                                     {{"now", instance.clock().now() - std::chrono::minutes{5}}}));
    const auto standing = log::status(reader);
    out.member("log_unnumbered", standing.unnumbered).member("checkpoint_at", standing.checkpoint_at);
  });
  out.end_object();
}

Result<http::Response> get_state(Instance& instance, const access::Session& session) {
  const auto overview = access::view_instance(instance.access(), session);
  if (!overview) return Failure{overview.error()};
  JsonWriter out;
  out.begin_object();
  write_teams(out, overview->teams);
  write_waiting(out, overview->waiting);
  write_pack(out, instance);
  write_server(out, instance);
  out.end_object();
  return http::json(200, out.take());
}

}  // namespace

std::vector<http::Route> state_routes(Instance& instance) {
  return {{http::Method::get, "/api/v1/instance/state",
           [&instance, resolve = access::make_session_resolver(instance.access())](
               const http::Request& request) -> Result<http::Response> {
             const auto session = resolve(request);
             if (!session) return Failure{session.error()};
             return get_state(instance, *session);
           }}};
}

}  // namespace nrm::app
