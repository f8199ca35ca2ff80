// The order of a work list, and the place in it that a page goes on from.
#pragma once

#include "nrm/work/work.hpp"

namespace nrm::work {

bool is_before(const Item& a, const Item& b);
std::string cursor_of(const Item& item);
// An item that stands where the cursor points: for comparing only.
Result<Item> item_at(std::string_view cursor);

}  // namespace nrm::work
