// What a reader of the public directory asks for: the query parameters of the standard's interface, all of which have
// to hold at once. Parameters that the standard does not know are ignored, as its readers expect.
#pragma once

#include "nrm/hsds/publish.hpp"
#include "nrm/http/message.hpp"

namespace nrm::hsds {

inline constexpr std::size_t kDefaultPage = 50;
inline constexpr std::size_t kMaxPage = 100;

struct Asked {
  std::size_t page = 1;
  std::size_t per_page = kDefaultPage;
  bool full = false;
  bool minimal = false;
  bool full_service = false;
  bool top_only = false;
  bool lines = false;              // ndjson: everything at once, one document a line
  std::vector<std::string> words;  // folded
  std::string term, taxonomy, organisation, parent, postcode;
  std::optional<UtcTime> modified_after;
};

Result<Asked> read_asked(const http::Request& request);
// `edition`: knows which terms a taxonomy has.
bool fits(const Published& one, const Asked& asked, const Edition& edition);

}  // namespace nrm::hsds
