#include "nrm/storage/stream.hpp"

#include "row_stream.hpp"

namespace nrm::storage {

void each_row(Reader& reader, std::string_view sql, const std::function<void(const Row&)>& on_row) {
  if (auto* stream = dynamic_cast<RowStream*>(&reader)) return stream->each(sql, on_row);
  for (const auto& row : reader.query(sql)) on_row(row);
}

}  // namespace nrm::storage
