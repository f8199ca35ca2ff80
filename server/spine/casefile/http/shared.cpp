#include "shared.hpp"

#include <charconv>

#include "nrm/casefile/shape.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/path_id.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kLongestCursor = 36;

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

bool is_structured(const Field& field) {
  return field.kind.starts_with("json:") || field.kind.starts_with("codes:");
}

}  // namespace

http::Handler signed_in(const RoutesContext& context, SignedInHandler handler) {
  return [resolve = context.resolve,
          handler = std::move(handler)](const http::Request& request) -> Result<http::Response> {
    const auto session = resolve(request);
    if (!session) return tl::unexpected(session.error());
    return handler(request, *session);
  };
}

Result<CaseId> case_id_of(const http::Request& request) {
  return http::path_id<CaseId>(request);
}

Result<PageRequest> page_of(const http::Request& request) {
  PageRequest page;
  if (const auto after = request.query.find("after"); after != request.query.end()) {
    if (after->second.size() > kLongestCursor)
      return fail(nrm::problems::kInvalid, {{"query:after", "too-long", {{"max", "36"}}}});
    page.after = after->second;
  }
  if (const auto limit = request.query.find("limit"); limit != request.query.end()) {
    const auto size = parse_number(limit->second);
    if (!size || *size < 1 || *size > PageRequest::kMaxSize)
      return fail(nrm::problems::kInvalid, {{"query:limit", "out-of-range", {{"min", "1"}, {"max", "50"}}}});
    page.size = static_cast<int>(*size);
  }
  return page;
}

Result<std::int64_t> version_of_if_match(const http::Request& request) {
  auto text = request.header("if-match").value_or("");
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  const auto version = parse_number(text);
  if (!version)
    return fail(nrm::problems::kInvalid, {{"header:If-Match", text.empty() ? "required" : "wrong-type", {}}});
  return *version;
}

ReadValues read_values(http::JsonReader& in) {
  ReadValues out;
  auto values = in.object("values");
  if (!values) return out;
  for (const auto& name : values->names()) {
    const auto* field = find_field(name);
    if (field == nullptr) continue;  // finish() reports what nobody asked for
    if (!values->has(name))
      out.cleared.push_back(name);
    else if (is_structured(*field))
      out.values.emplace(name, Personal{values->raw(name)});
    else
      out.values.emplace(name, Personal{values->text_up_to(name, field->max_code_points, http::JsonReader::optional)});
  }
  return out;
}

void write_value(http::JsonWriter& out, const Field& field, const std::string& value) {
  if (is_structured_text(field, value))
    out.raw(value);
  else
    out.value(value);
}

std::string etag(std::int64_t version) {
  return fmt::format("\"{}\"", version);
}

void write_team(http::JsonWriter& out, storage::Reader& reader, const TeamId& id) {
  const auto team = directory::find_team(reader, id);
  out.begin_object().member("id", id).member("name", team ? team->name : std::string{}).end_object();
}

std::string_view state_of_due(const std::optional<UtcTime>& due, const std::optional<UtcTime>& warn_at, UtcTime now) {
  if (!due || now < warn_at.value_or(*due)) return "on-time";
  return now < *due ? "due-soon" : "overdue";
}

}  // namespace nrm::casefile
