// From what an office program wrote to UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nrm::reconciliation {

struct Decoded {
  std::string text;      // UTF-8
  std::string encoding;  // "utf-8", "windows-1251"
};
// UTF-8 where it is valid, without its mark; else Windows-1251, of which only letters, digits and common signs are
// taken. Nothing where it is neither.
std::optional<Decoded> decode(std::string_view bytes);

}  // namespace nrm::reconciliation
