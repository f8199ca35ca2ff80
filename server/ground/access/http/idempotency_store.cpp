#include <fmt/format.h>

#include "nrm/access/http_session.hpp"

namespace nrm::access {
namespace {

constexpr std::chrono::hours kRemembered{24};
// No request lasts so long: the server bounds each of its waits to less.
constexpr std::chrono::minutes kLongestRequest{5};

class UpkeepStore final : public http::IdempotencyStore {
 public:
  explicit UpkeepStore(const AccessContext& context) : context_{context}, resolve_{make_session_resolver(context)} {}

  std::optional<std::string> account_of(const http::Request& request) override {
    const auto session = resolve_(request);
    return session ? std::optional{session->member.text()} : std::nullopt;
  }

  std::string hash(std::string_view text) override {
    return to_hex(crypto::keyed_hash(crypto::derive(context_.secrets.hash_key, "idempot"), view_of(text)));
  }

  Result<std::optional<http::RememberedRequest>> begin(const http::IdempotencyKey& key, const std::string& hash,
                                                       const std::string& request_id) override {
    std::optional<http::RememberedRequest> known;
    const bool noted = write([&](storage::Writer& writer) { known = note(writer, key, hash, request_id); });
    if (!noted) return fail(log::problems::kDiskFull, {}, {{"phone", "none"}});
    return known;
  }

  void finish(const http::IdempotencyKey& key, int status, const std::string& location) override {
    write([&](storage::Writer& writer) {
      writer.run(
          "DELETE FROM done_request WHERE request_id = (SELECT request_id FROM idempotency "
          "WHERE account = $account AND idempotency_key = $key)",
          {{"account", key.account}, {"key", key.key}});
      writer.run(
          "UPDATE idempotency SET status = $status, location = $location "
          "WHERE account = $account AND idempotency_key = $key",
          {{"status", status}, {"location", location}, {"account", key.account}, {"key", key.key}});
    });
  }

  void forget(const http::IdempotencyKey& key) override {
    write([&](storage::Writer& writer) { remove(writer, key); });
  }

  void abandon(const http::IdempotencyKey& key) override {
    write([&](storage::Writer& writer) {
      if (!find(writer, key).what.took_effect) remove(writer, key);
    });
  }

 private:
  struct Known {
    http::RememberedRequest what;
    UtcTime begun;
  };

  // False where the disk is full.
  bool write(const std::function<void(storage::Writer&)>& work) {
    try {
      return context_.upkeep.write([&](storage::Writer& writer) {
        work(writer);
        return true;
      });
    } catch (const storage::DiskFull&) {
      return false;
    }
  }

  std::optional<http::RememberedRequest> note(storage::Writer& writer, const http::IdempotencyKey& key,
                                              const std::string& hash, const std::string& request_id) {
    const auto now = context_.now();
    writer.run("DELETE FROM idempotency WHERE expires_at <= $now", {{"now", now}});
    writer.run("DELETE FROM done_request WHERE expires_at <= $now", {{"now", now}});
    if (insert(writer, key, hash, request_id)) return std::nullopt;
    auto known = find(writer, key);
    const bool died = known.what.status == 0 && !known.what.took_effect && now - known.begun > kLongestRequest;
    if (!died) return std::move(known.what);
    remove(writer, key);
    insert(writer, key, hash, request_id);
    return std::nullopt;
  }

  bool insert(storage::Writer& writer, const http::IdempotencyKey& key, const std::string& hash,
              const std::string& request_id) {
    return writer.run(
               "INSERT INTO idempotency (account, idempotency_key, request_hash, status, location, expires_at, "
               "request_id) VALUES ($account, $key, $hash, 0, '', $expires, $request) "
               "ON CONFLICT (account, idempotency_key) DO NOTHING",
               {{"account", key.account},
                {"key", key.key},
                {"hash", bytes_of(hash)},
                {"expires", context_.now() + kRemembered},
                {"request", request_id}}) > 0;
  }

  static void remove(storage::Writer& writer, const http::IdempotencyKey& key) {
    writer.run("DELETE FROM idempotency WHERE account = $account AND idempotency_key = $key",
               {{"account", key.account}, {"key", key.key}});
  }

  static Known find(storage::Reader& reader, const http::IdempotencyKey& key) {
    const auto row = reader.query_one(
        "SELECT request_hash, status, location, expires_at, request_id FROM idempotency "
        "WHERE account = $account AND idempotency_key = $key",
        {{"account", key.account}, {"key", key.key}});
    const auto done = reader.query_one("SELECT request_id FROM done_request WHERE request_id = $request",
                                       {{"request", row->text("request_id")}});
    return {{text_of(row->blob("request_hash")), static_cast<int>(row->integer("status")), row->text("location"),
             done.has_value()},
            row->time("expires_at") - kRemembered};
  }

  const AccessContext& context_;
  SessionResolver resolve_;
};

}  // namespace

void register_reactions(log::Journal& journal) {
  journal.on(std::string{log::kRequestDone}, [](log::Act& act, std::string_view request_id) {
    act.run(
        "INSERT INTO done_request (request_id, expires_at) VALUES ($request, $expires) "
        "ON CONFLICT (request_id) DO NOTHING",
        {{"request", std::string{request_id}}, {"expires", act.now() + kRemembered}});
  });
  // casefile's moment, which stands above this module: an address or a notice that names the case must not
  // outlive it.
  journal.on("case.erased", [](log::Act& act, std::string_view case_id) {
    act.run("DELETE FROM idempotency WHERE location LIKE $pattern", {{"pattern", fmt::format("%{}%", case_id)}});
    act.run("DELETE FROM member_notice WHERE object = $id", {{"id", case_id}});
  });
}

std::shared_ptr<http::IdempotencyStore> make_idempotency_store(const AccessContext& context) {
  return std::make_shared<UpkeepStore>(context);
}

}  // namespace nrm::access
