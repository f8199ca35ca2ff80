// Cursor paging in a stable order.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace nrm {

struct PageRequest {
  static constexpr int kMaxSize = 50;  // opening fifty sealed cards is what one list answer may cost
  int size = kMaxSize;
  std::optional<std::string> after;  // opaque: the last row's order key
};

template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
};

}  // namespace nrm
