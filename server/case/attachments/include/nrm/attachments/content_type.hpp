// What a content is, by its first bytes (libmagic). What a client claims counts for nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "nrm/kernel/problem.hpp"

namespace nrm::attachments {

// What is none of the listed types is kept as plain bytes: SVG, HTML and everything else that a browser might run.
inline constexpr std::string_view kPlainBytes = "application/octet-stream";

// Thread-safe; one finding at a time.
class TypeFinder {
 public:
  // Loads the system's magic database; throws std::runtime_error where there is none.
  TypeFinder();
  ~TypeFinder();
  // The listed type of a content that begins with `start`, or kPlainBytes. Fails with kProgram for programs, kOtherType
  // where the file name's extension promises another listed type, kHugePicture for pictures made to exhaust memory.
  Result<std::string> find(std::string_view start, std::string_view file_name) const;

 private:
  struct Magic;
  std::unique_ptr<Magic> magic_;
};

// Width times height as a PNG, GIF or JPEG states it in its first bytes; nothing where it states none.
std::optional<std::uint64_t> pixels_of(std::string_view start);

}  // namespace nrm::attachments
