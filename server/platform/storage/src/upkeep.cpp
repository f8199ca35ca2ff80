#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "nrm/storage/database.hpp"
#include "statement_text.hpp"

namespace nrm::storage {
namespace {

class ListedWriter final : public Writer {
 public:
  ListedWriter(Writer& writer, const std::vector<std::string>& tables) : writer_{writer}, tables_{tables} {}
  Rows query(std::string_view sql, const Params& params) override {
    if (kind_of(sql) != StatementKind::select) check_target(sql);
    return writer_.query(sql, params);
  }
  std::int64_t run(std::string_view sql, const Params& params) override {
    check_target(sql);
    return writer_.run(sql, params);
  }

 private:
  // WITH is refused too: on PostgreSQL it may carry a second write.
  void check_target(std::string_view sql) const {
    const auto table = target_table(sql);
    if (table.empty() || std::find(tables_.begin(), tables_.end(), table) == tables_.end())
      throw std::logic_error{fmt::format("upkeep may not write \"{}\": {}", table, sql)};
  }

  Writer& writer_;
  const std::vector<std::string>& tables_;
};

}  // namespace

Upkeep::Upkeep(Database& database, std::vector<std::string> tables) : database_{database}, tables_{std::move(tables)} {}

bool Upkeep::write(const std::function<bool(Writer&)>& work) {
  return database_.write(WritePermit{}, [&](Writer& writer) {
    ListedWriter listed{writer, tables_};
    return work(listed);
  });
}

}  // namespace nrm::storage
