#include "shared.hpp"

#include <charconv>

#include "nrm/access/members.hpp"
#include "nrm/directory/directory.hpp"

namespace nrm::oversight {
namespace {

constexpr std::size_t kLongestCursor = 36;

}  // namespace

Result<PageRequest> page_of(const http::Request& request) {
  PageRequest page;
  if (const auto after = request.query.find("after"); after != request.query.end()) {
    if (after->second.size() > kLongestCursor)
      return fail(nrm::problems::kInvalid, {{"query:after", "too-long", {{"max", "36"}}}});
    page.after = after->second;
  }
  if (const auto limit = request.query.find("limit"); limit != request.query.end()) {
    const auto& text = limit->second;
    const auto [stop, fault] = std::from_chars(text.data(), text.data() + text.size(), page.size);
    if (fault != std::errc{} || stop != text.data() + text.size() || page.size < 1 || page.size > PageRequest::kMaxSize)
      return fail(nrm::problems::kInvalid, {{"query:limit", "out-of-range", {{"min", "1"}, {"max", "50"}}}});
  }
  return page;
}

std::vector<std::string> compartment_names() {
  std::vector<std::string> out;
  for (const auto kind : access::kCompartments) out.emplace_back(access::name_of(kind));
  return out;
}

void write_member(http::JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<MemberId>& id) {
  out.key(name);
  if (!id) {
    out.null();
    return;
  }
  const auto called =
      desk.access.database().reading([&](storage::Reader& reader) { return access::find_member_name(reader, *id); });
  out.begin_object().member("id", *id).member("name", called).end_object();
}

void write_team(http::JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<TeamId>& id) {
  out.key(name);
  const auto team =
      !id ? std::nullopt
          : desk.access.database().reading([&](storage::Reader& reader) { return directory::find_team(reader, *id); });
  if (!team) {
    out.null();
    return;
  }
  out.begin_object().member("id", team->id).member("name", team->name).end_object();
}

}  // namespace nrm::oversight
