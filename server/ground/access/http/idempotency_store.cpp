#include "nrm/access/http_session.hpp"

namespace nrm::access {
namespace {

constexpr std::chrono::hours kRemembered{24};

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

  Result<std::optional<http::RememberedRequest>> begin(const http::IdempotencyKey& key,
                                                       const std::string& hash) override {
    std::optional<http::RememberedRequest> known;
    const bool noted = write([&](storage::Writer& writer) { known = note(writer, key, hash); });
    if (!noted) return fail(log::problems::kDiskFull);
    return known;
  }

  void finish(const http::IdempotencyKey& key, int status, const std::string& location) override {
    write([&](storage::Writer& writer) {
      writer.run(
          "UPDATE idempotency SET status = $status, location = $location "
          "WHERE account = $account AND idempotency_key = $key",
          {{"status", status}, {"location", location}, {"account", key.account}, {"key", key.key}});
    });
  }

  void abandon(const http::IdempotencyKey& key) override {
    write([&](storage::Writer& writer) {
      writer.run("DELETE FROM idempotency WHERE account = $account AND idempotency_key = $key",
                 {{"account", key.account}, {"key", key.key}});
    });
  }

 private:
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
                                              const std::string& hash) {
    const auto now = context_.now();
    writer.run("DELETE FROM idempotency WHERE expires_at <= $now", {{"now", now}});
    const auto noted = writer.run(
        "INSERT INTO idempotency (account, idempotency_key, request_hash, status, location, expires_at) "
        "VALUES ($account, $key, $hash, 0, '', $expires) ON CONFLICT (account, idempotency_key) DO NOTHING",
        {{"account", key.account}, {"key", key.key}, {"hash", bytes_of(hash)}, {"expires", now + kRemembered}});
    return noted == 0 ? std::optional{find(writer, key)} : std::nullopt;
  }

  static http::RememberedRequest find(storage::Reader& reader, const http::IdempotencyKey& key) {
    const auto row = reader.query_one(
        "SELECT request_hash, status, location FROM idempotency WHERE account = $account AND idempotency_key = $key",
        {{"account", key.account}, {"key", key.key}});
    return {text_of(row->blob("request_hash")), static_cast<int>(row->integer("status")), row->text("location")};
  }

  const AccessContext& context_;
  SessionResolver resolve_;
};

}  // namespace

std::shared_ptr<http::IdempotencyStore> make_idempotency_store(const AccessContext& context) {
  return std::make_shared<UpkeepStore>(context);
}

}  // namespace nrm::access
