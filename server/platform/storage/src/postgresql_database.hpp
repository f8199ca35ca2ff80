#pragma once

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "nrm/storage/database.hpp"
#include "pool.hpp"
#include "postgresql_connection.hpp"
#include "turnstile.hpp"

namespace nrm::storage {

class PostgresqlDatabase final : public Database {
 public:
  PostgresqlDatabase(const std::string& connection, int readers);
  Kind kind() const override { return Kind::postgresql; }
  void read(const std::function<void(Reader&)>& work) override;
  bool write(WritePermit permit, const std::function<bool(Writer&)>& work) override;
  void copy_to(const std::string& path) override;
  Statistics statistics() const override;

 private:
  bool try_write(const std::function<bool(Writer&)>& work);

  Pool<PostgresqlConnection> readers_;
  Pool<PostgresqlConnection> writers_;
  Turnstile turnstile_;
  std::mutex mutex_;
  std::set<std::thread::id> writing_;
  std::atomic<std::int64_t> acts_{0};
  std::atomic<std::int64_t> reruns_{0};
};

}  // namespace nrm::storage
