// What stands before a body: header block, target, cookies, languages.
#include <cstdint>
#include <cstdlib>

#include "header_values.hpp"
#include "nrm/kernel/text.hpp"
#include "raw_head.hpp"
#include "target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (nrm::http::find_head_end(text) > size) std::abort();
  (void)nrm::http::is_strict_head(text);
  (void)nrm::http::parse_cookies(text);
  (void)nrm::http::accepts_gzip(text);
  (void)nrm::http::media_type(text);
  const auto language = nrm::http::negotiate_language(text, {"en", "ru"});
  if (language != "en" && language != "ru") std::abort();
  if (const auto target = nrm::http::parse_target(text))
    if (!nrm::is_valid_utf8(target->path) || target->path.find("/../") != std::string::npos) std::abort();
  return 0;
}
