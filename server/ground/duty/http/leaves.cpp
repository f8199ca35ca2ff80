#include "nrm/access/cover.hpp"
#include "nrm/access/members.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "shared.hpp"

namespace nrm::duty {
namespace {

Date today(const Call& call) {
  return call.pack.calendar->local_date(call.access.now());
}

void write_name(http::JsonWriter& out, storage::Reader& reader, const char* key,
                const std::optional<MemberId>& member) {
  out.key(key);
  if (!member) {
    out.null();
    return;
  }
  out.begin_object().member("id", *member).member("name", access::find_member_name(reader, *member).value_or(""));
  out.end_object();
}

}  // namespace

Result<http::Response> get_leaves(const Call& call) {
  const auto day = today(call);
  const auto leaves = access::list_leaves(call.access, call.session, day);
  if (!leaves) return tl::unexpected(leaves.error());
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  call.access.database().read([&](storage::Reader& reader) {
    for (const auto& leave : *leaves) {
      out.begin_object().member("id", leave.id);
      write_name(out, reader, "member", leave.member);
      write_name(out, reader, "cover", leave.cover);
      out.member("from", leave.from).member("until", leave.until).member("running", leave.from <= day).end_object();
    }
  });
  out.end_array().end_object();
  return http::json(200, out.take());
}

Result<http::Response> delete_leave(const Call& call) {
  const auto id = http::path_id<access::LeaveId>(call.request);
  if (!id) return tl::unexpected(id.error());
  if (const auto done = access::end_leave(call.access, call.session, *id, today(call)); !done)
    return tl::unexpected(done.error());
  return http::no_content();
}

}  // namespace nrm::duty
