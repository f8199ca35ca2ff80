#include "query.hpp"

#include <charconv>

namespace nrm::log {

Result<std::optional<std::uint64_t>> maybe_number_of(const http::Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return std::nullopt;
  const auto& text = found->second;
  std::uint64_t out = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  // Databases count in signed 64 bits.
  if (error != std::errc{} || stop != text.data() + text.size() || out > INT64_MAX) {
    return fail(nrm::problems::kInvalid, {{"query:" + name, "wrong-type", {}}});
  }
  return out;
}

Result<std::uint64_t> number_of(const http::Request& request, const std::string& name) {
  const auto out = maybe_number_of(request, name);
  if (!out) return Failure{out.error()};
  if (!*out) return fail(nrm::problems::kInvalid, {{"query:" + name, "required", {}}});
  return **out;
}

std::string hashes_json(std::string_view name, const std::vector<Digest>& hashes) {
  http::JsonWriter out;
  out.begin_object().key(name).begin_array();
  for (const auto& hash : hashes) out.value(to_base64(hash));
  out.end_array().end_object();
  return out.take();
}

std::vector<http::Route> log_routes(Journal& journal, const AsAuditor& as_auditor) {
  auto out = public_routes(journal);
  for (auto& route : auditor_routes(as_auditor)) out.push_back(std::move(route));
  return out;
}

}  // namespace nrm::log
