#pragma once

#include <functional>
#include <string_view>

#include "nrm/storage/database.hpp"

namespace nrm::storage {

// A reader that need not hold all rows of an answer at once.
class RowStream {
 public:
  virtual ~RowStream() = default;
  virtual void each(std::string_view sql, const std::function<void(const Row&)>& on_row) = 0;
};

}  // namespace nrm::storage
