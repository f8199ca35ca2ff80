#include "render.hpp"

#include <map>

#include "nrm/access/members.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"

namespace nrm::retention {
namespace {

using http::JsonWriter;

// The last day that counts: the time is its end.
Date last_day(const pathway::Pack& pack, UtcTime end) {
  return pack.calendar->local_date(end - std::chrono::microseconds{1});
}

void write_classes(JsonWriter& out, const Classes& classes) {
  out.key("classes").begin_array();
  for (const auto& name : classes) out.value(name);
  out.end_array();
}

void write_due(JsonWriter& out, const pathway::Pack& pack, const Due& due) {
  out.begin_object().member("number", due.number).member("class", due.retention_class).member("then", due.then);
  out.member("due_on", last_day(pack, due.due_at)).member("overdue_on", last_day(pack, due.overdue_at));
  out.member("state", due.state).end_object();
}

void write_hold(JsonWriter& out, const pathway::Pack& pack, const Hold& hold) {
  out.begin_object().member("id", hold.id).member("reason", hold.reason);
  write_classes(out, hold.classes);
  out.member("placed_at", hold.placed_at).member("until", last_day(pack, hold.until));
  out.member("lift_asked_at", hold.lift_asked_at).member("ended_at", hold.ended_at);
  out.member("ended_how", hold.ended_how).key("reference");
  if (hold.reference)
    out.value(hold.reference->reveal());
  else
    out.null();
  out.end_object();
}

void write_request(JsonWriter& out, storage::Reader& reader, const MemberId& me, const Request& request) {
  out.begin_object().member("id", request.id).member("why", request.why);
  write_classes(out, request.classes);
  out.member("state", request.state).member("asked_at", request.asked_at).key("asked_by");
  out.value(request.asked_by ? access::find_member_name(reader, *request.asked_by) : std::nullopt);
  out.member("asked_by_me", request.asked_by == me).member("ended_at", request.ended_at).end_object();
}

}  // namespace

std::string render(storage::Reader& reader, const pathway::Pack& pack, const MemberId& me, const CaseRetention& found) {
  JsonWriter out;
  out.begin_object().key("due").begin_array();
  for (const auto& due : found.due) write_due(out, pack, due);
  out.end_array().key("holds").begin_array();
  for (const auto& hold : found.holds) write_hold(out, pack, hold);
  out.end_array().key("requests").begin_array();
  for (const auto& request : found.requests) write_request(out, reader, me, request);
  return out.end_array().end_object().take();
}

std::string render(storage::Reader& reader, const pathway::Pack& pack, const MemberId& me,
                   const std::vector<TeamItem>& items) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : items) {
    out.begin_object().member("case_id", item.case_id).member("reference", item.reference).key("due");
    if (item.due)
      write_due(out, pack, *item.due);
    else
      out.null();
    out.key("request");
    if (item.request)
      write_request(out, reader, me, *item.request);
    else
      out.null();
    out.end_object();
  }
  return out.end_array().end_object().take();
}

std::string render(storage::Reader& reader, const std::vector<OfficeItem>& items) {
  std::map<std::string, int> counts{{"due", 0}, {"overdue", 0}, {"held", 0}, {"done", 0}};
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : items) {
    const auto team = directory::find_team(reader, item.team);
    out.begin_object().member("number", item.number).member("team", team ? team->name : std::string{});
    out.member("kind", item.kind).member("state", item.state).member("why", item.why);
    out.member("since", item.since).member("until", item.until).end_object();
    if (const auto counted = counts.find(item.state); counted != counts.end()) ++counted->second;
  }
  out.end_array().key("counts").begin_object();
  for (const auto& [state, count] : counts) out.member(state, count);
  return out.end_object().end_object().take();
}

std::string render(const pathway::Pack& pack, const Asked& asked) {
  JsonWriter out;
  out.begin_object().member("id", asked.id).member("state", asked.state).key("held_until");
  if (asked.held_until)
    out.value(last_day(pack, *asked.held_until));
  else
    out.null();
  return out.end_object().take();
}

}  // namespace nrm::retention
