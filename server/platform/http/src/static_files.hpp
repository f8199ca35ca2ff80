// The staff web, read into memory at start: a file on disk changed later is not served half.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "nrm/http/message.hpp"

namespace nrm::http {

// Immutable; thread-safe.
class StaticFiles {
 public:
  // An empty root: no files. Throws std::runtime_error where the root is missing or larger than the limit.
  explicit StaticFiles(const std::filesystem::path& root);
  // The file of a path, index.html for a path without extension that is no file, nothing otherwise.
  std::optional<Response> answer(const Request& request) const;

 private:
  struct File {
    std::string content_type;
    std::string etag;
    std::string cache_control;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;  // nothing where it is not smaller
  };
  const File* find(const std::string& path) const;
  static File load(const std::filesystem::path& file, const std::string& path);
  std::map<std::string, File> files_;
};

}  // namespace nrm::http
