#include "nrm/http/idempotency.hpp"

#include <algorithm>

#include "nrm/http/json.hpp"
#include "nrm/http/router.hpp"

namespace nrm::http {
namespace {

constexpr std::size_t kMaxKeyLength = 128;  // a UUID has 36; room for a client's own scheme

bool is_good_key(std::string_view key) {
  return !key.empty() && key.size() <= kMaxKeyLength &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// Length before content, so that no two requests run together into one text.
std::string text_of(const Request& request) {
  const auto piece = [](std::string_view text) { return std::to_string(text.size()) + ":" + std::string{text}; };
  std::string out = piece(name_of(request.method)) + piece(request.path);
  for (const auto& [name, value] : request.query) out += piece(name) + piece(value);
  return out + piece(request.body);
}

Response rendered_anew(const Router& reading, const Request& request, const RememberedRequest& known) {
  Response response = known.status == 204 ? no_content() : json(known.status, "{}");
  auto match = reading.match(Method::get, known.location);
  if (match.route) {
    Request read = request;
    read.method = Method::get;
    read.path = known.location;
    read.path_params = std::move(match.params);
    read.query.clear();
    read.body.clear();
    // Where the account may no longer see it, the repetition says no more than that it was done.
    if (auto shown = match.route->handler(read)) response = std::move(*shown);
    response.status = known.status;
  }
  if (!known.location.empty()) response.headers["Location"] = known.location;
  response.headers["Idempotency-Replayed"] = "true";
  return response;
}

Result<Response> repeated(const Router& reading, const Request& request, const RememberedRequest& known,
                          const std::string& hash) {
  if (known.request_hash != hash) return fail(problems::kIdempotencyMismatch);
  if (known.status == 0) return fail(known.took_effect ? problems::kAnswerLost : nrm::problems::kConflict);
  return rendered_anew(reading, request, known);
}

void note_end(IdempotencyStore& store, const IdempotencyKey& key, const Result<Response>& done) {
  if (!done || done->status >= 300) return store.abandon(key);
  // 200 answers a question and changes nothing: asking again is harmless and gives today's answer.
  if (done->status == 200) return store.forget(key);
  const auto location = done->headers.find("Location");
  store.finish(key, done->status, location == done->headers.end() ? "" : location->second);
}

Result<Response> done_and_noted(const Route& route, IdempotencyStore& store, const Request& request,
                                const IdempotencyKey& key) {
  try {
    auto done = route.handler(request);
    note_end(store, key, done);
    return done;
  } catch (...) {
    store.abandon(key);
    throw;
  }
}

Result<Response> do_once(const Route& route, IdempotencyStore& store, const Router& reading, const Request& request,
                         const std::string& key_text) {
  if (!is_good_key(key_text)) {
    return fail(problems::kBadRequest, {{"header:Idempotency-Key", "wrong-type", {}}});
  }
  auto account = store.account_of(request);
  if (!account) return route.handler(request);
  const IdempotencyKey key{std::move(*account), key_text};
  const auto hash = store.hash(text_of(request));
  const auto begun = store.begin(key, hash, request.id);
  if (!begun) return route.reads ? route.handler(request) : tl::unexpected(begun.error());
  if (*begun) return repeated(reading, request, **begun, hash);
  return done_and_noted(route, store, request, key);
}

}  // namespace

std::vector<Route> with_idempotency(std::vector<Route> routes, const std::shared_ptr<IdempotencyStore>& store) {
  std::vector<Route> gets;
  for (const auto& route : routes) {
    if (route.method == Method::get) gets.push_back(route);
  }
  const auto reading = std::make_shared<const Router>(std::move(gets));
  for (auto& route : routes) {
    if (route.method != Method::post) continue;
    route.handler = [once = route, store, reading](const Request& request) -> Result<Response> {
      const auto key = request.header("idempotency-key");
      return key ? do_once(once, *store, *reading, request, *key) : once.handler(request);
    };
  }
  return routes;
}

}  // namespace nrm::http
