#include "static_files.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "gzip.hpp"
#include "header_values.hpp"
#include "limits.hpp"
#include "nrm/kernel/bytes.hpp"

namespace nrm::http {
namespace {

namespace fs = std::filesystem;

std::string type_of(const std::string& extension) {
  static const std::map<std::string, std::string> kTypes{{".html", "text/html; charset=utf-8"},
                                                         {".js", "text/javascript; charset=utf-8"},
                                                         {".css", "text/css; charset=utf-8"},
                                                         {".json", "application/json; charset=utf-8"},
                                                         {".svg", "image/svg+xml"},
                                                         {".png", "image/png"},
                                                         {".ico", "image/x-icon"},
                                                         {".woff2", "font/woff2"},
                                                         {".txt", "text/plain; charset=utf-8"},
                                                         {".webmanifest", "application/manifest+json"}};
  const auto found = kTypes.find(extension);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

bool is_compressible(const std::string& type) {
  return !type.starts_with("image/png") && !type.starts_with("font/");
}

std::string content_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{fmt::format("{}: cannot be read", file.string())};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string etag_of(const std::string& content) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data());
  return to_hex(ByteView{digest}.first(16));
}

bool lists_tag(std::string_view header, std::string_view tag) {
  for (auto listed : split(header, ',')) {
    if (listed.starts_with("W/")) listed.remove_prefix(2);
    if (listed == tag || listed == "*") return true;
  }
  return false;
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& root) {
  if (root.empty()) return;
  std::size_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator{root}) {
    if (!entry.is_regular_file()) continue;
    total += entry.file_size();
    if (total > limits::kMaxStaticBytes) throw std::runtime_error{fmt::format("{}: too much to serve", root.string())};
    const auto path = "/" + fs::relative(entry.path(), root).generic_string();
    files_.emplace(path, load(entry.path(), path));
  }
}

StaticFiles::File StaticFiles::load(const fs::path& file, const std::string& path) {
  // Files under /assets/ carry a hash of their content in their name.
  const bool hashed = path.starts_with("/assets/");
  File out;
  auto content = content_of(file);
  out.content_type = type_of(file.extension().string());
  out.etag = etag_of(content);
  out.cache_control = hashed ? "public, max-age=31536000, immutable" : "no-cache";
  if (is_compressible(out.content_type)) {
    auto packed = gzipped(content);
    if (!packed.empty() && packed.size() < content.size()) {
      out.gzip = std::make_shared<const std::string>(std::move(packed));
    }
  }
  out.plain = std::make_shared<const std::string>(std::move(content));
  return out;
}

const StaticFiles::File* StaticFiles::find(const std::string& path) const {
  if (const auto file = files_.find(path); file != files_.end()) return &file->second;
  // Screens have addresses of their own, none with a dot: that asks for a file.
  if (path.find('.') != path.npos) return nullptr;
  const auto index = files_.find("/index.html");
  return index == files_.end() ? nullptr : &index->second;
}

std::optional<Response> StaticFiles::answer(const Request& request) const {
  const auto* file = find(request.path);
  if (!file) return std::nullopt;
  const bool packed = file->gzip && accepts_gzip(request.header("accept-encoding").value_or(""));
  Response response;
  response.content_type = file->content_type;
  response.headers["ETag"] = fmt::format("\"{}{}\"", file->etag, packed ? "-gz" : "");
  response.headers["Cache-Control"] = file->cache_control;
  if (file->gzip) response.headers["Vary"] = "Accept-Encoding";
  if (lists_tag(request.header("if-none-match").value_or(""), response.headers["ETag"])) {
    response.status = 304;
    return response;
  }
  if (packed) response.headers["Content-Encoding"] = "gzip";
  response.shared_body = packed ? file->gzip : file->plain;
  return response;
}

}  // namespace nrm::http
