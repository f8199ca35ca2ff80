// Idempotency-Key of POST (24 h): a repeated request is not done twice. Of a request only account, key, a keyed hash,
// status and Location are kept; a repetition is rendered anew from its Location, under what the account may see today.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/http/route.hpp"

namespace nrm::http {

struct IdempotencyKey {
  std::string account;
  std::string key;  // 1 to 128 printable ASCII characters
};

struct RememberedRequest {
  std::string request_hash;
  int status = 0;  // 0: it has begun, and what became of it is not noted
  std::string location;
  bool took_effect = false;  // something of it was committed
};

// Kept by a module that knows accounts. Thread-safe; may block.
class IdempotencyStore {
 public:
  virtual ~IdempotencyStore() = default;
  // Whose request this is; nothing where nobody is signed in: such a request is simply done.
  virtual std::optional<std::string> account_of(const Request& request) = 0;
  // Keyed by a secret of the instance.
  virtual std::string hash(std::string_view text) = 0;
  // In one step: notes the key as begun by this request and gives nothing, or gives what was noted under it in the last
  // 24 hours. What began longer ago than any request lasts and took no effect is forgotten: its server died.
  // A problem where nothing can be noted: then nothing may be done either.
  virtual Result<std::optional<RememberedRequest>> begin(const IdempotencyKey& key, const std::string& request_hash,
                                                         const std::string& request_id) = 0;
  // Never fails: what was done is done. A key whose end cannot be noted stays begun.
  virtual void finish(const IdempotencyKey& key, int status, const std::string& location) = 0;
  // It was only a look: the key may be used again.
  virtual void forget(const IdempotencyKey& key) = 0;
  // It failed: the key may be used again unless something of it took effect.
  virtual void abandon(const IdempotencyKey& key) = 0;
};

// Wraps the handler of every POST route. Same key and same request: the first answer's status and Location with the
// body that GET of the Location gives now, and "Idempotency-Replayed: true". Same key and another request:
// 422 http.idempotency-mismatch. Same key, not ended: 409 kernel.conflict. Where a crash came between what was done and
// its answer: 409 http.answer-lost.
std::vector<Route> with_idempotency(std::vector<Route> routes, const std::shared_ptr<IdempotencyStore>& store);

}  // namespace nrm::http
