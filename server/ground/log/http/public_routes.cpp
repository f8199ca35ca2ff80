// What anybody may ask: hashes, proofs and signed checkpoints tell nothing of a person.
#include "query.hpp"

namespace nrm::log {

namespace {

using http::Request;
using http::Response;

template <class F>
auto reading(Journal& journal, F work) {
  return journal.database().reading(std::move(work));
}

Result<Response> get_checkpoint(Journal& journal) {
  const auto note = reading(journal, [](storage::Reader& reader) { return latest_checkpoint(reader); });
  if (!note) return fail(nrm::problems::kNotFound);
  Response out;
  out.content_type = "text/plain; charset=utf-8";
  out.body = note->text();
  return out;
}

Result<Response> get_checkpoints(Journal& journal, const Request& request) {
  const auto after = maybe_number_of(request, "after");
  if (!after) return Failure{after.error()};
  const auto notes = reading(journal, [&](storage::Reader& reader) { return checkpoints_after(reader, *after); });
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& note : notes) out.value(note.text());
  out.end_array().key("next");
  if (notes.size() == 50) {
    out.value(std::to_string(notes.back().checkpoint.number));
  } else {
    out.null();
  }
  out.end_object();
  return http::json(200, out.take());
}

Result<Response> get_inclusion(Journal& journal, const Request& request) {
  const auto leaf = number_of(request, "leaf");
  if (!leaf) return Failure{leaf.error()};
  const auto size = number_of(request, "size");
  if (!size) return Failure{size.error()};
  const auto found = reading(journal, [&](storage::Reader& reader) { return prove_inclusion(reader, *leaf, *size); });
  if (!found) return Failure{found.error()};
  http::JsonWriter out;
  out.begin_object();
  out.member("leaf", static_cast<std::int64_t>(found->index)).member("hash", to_base64(found->leaf));
  out.key("proof").begin_array();
  for (const auto& hash : found->proof) out.value(to_base64(hash));
  out.end_array().end_object();
  return http::json(200, out.take());
}

using RangeQuery = Result<std::vector<Digest>> (*)(storage::Reader&, std::uint64_t, std::uint64_t);

Result<Response> get_range(Journal& journal, const Request& request, std::string_view name, RangeQuery query) {
  const auto from = number_of(request, "from");
  if (!from) return Failure{from.error()};
  const auto to = number_of(request, "to");
  if (!to) return Failure{to.error()};
  const auto hashes = reading(journal, [&](storage::Reader& reader) { return query(reader, *from, *to); });
  if (!hashes) return Failure{hashes.error()};
  return http::json(200, hashes_json(name, *hashes));
}

Result<Response> post_cosignature(Journal& journal, const Request& request) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return Failure{in.error()};
  const auto checkpoint = in->text<16 * 1024>("checkpoint");
  const auto signature = in->text<1024>("signature");
  if (auto bad = in->finish()) return Failure{*bad};
  const auto accepted = accept_cosignature(journal, checkpoint, signature);
  if (!accepted) return Failure{accepted.error()};
  return http::created("/api/v1/log/checkpoint", "{}");
}

}  // namespace

std::vector<http::Route> public_routes(Journal& journal) {
  using http::Method;
  auto* log = &journal;
  return {
      {Method::get, "/api/v1/log/checkpoint", [log](const Request&) { return get_checkpoint(*log); }},
      {Method::get, "/api/v1/log/checkpoints", [log](const Request& in) { return get_checkpoints(*log, in); }},
      {Method::get, "/api/v1/log/inclusion", [log](const Request& in) { return get_inclusion(*log, in); }},
      {Method::get, "/api/v1/log/consistency",
       [log](const Request& in) { return get_range(*log, in, "proof", prove_consistency); }},
      {Method::get, "/api/v1/log/leaves",
       [log](const Request& in) { return get_range(*log, in, "hashes", leaf_hashes); }},
      {Method::post, "/api/v1/log/cosignatures", [log](const Request& in) { return post_cosignature(*log, in); }},
  };
}

}  // namespace nrm::log
