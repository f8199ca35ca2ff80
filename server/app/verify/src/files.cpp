#include "files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "nrm/log/note.hpp"

namespace nrm::verify {

namespace {

[[noreturn]] void fail_file(const std::filesystem::path& file, std::string_view what) {
  throw std::runtime_error{fmt::format("{}: {}", file.string(), what)};
}

void write_durably(const std::filesystem::path& file, int flags, mode_t mode, std::string_view text) {
  const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, mode);
  if (handle < 0) fail_file(file, "cannot be made");
  const auto written = ::write(handle, text.data(), text.size());
  const bool durable = written == static_cast<ssize_t>(text.size()) && ::fsync(handle) == 0;
  ::close(handle);
  if (!durable) fail_file(file, "cannot be written");
}

WitnessKey parse_key(const std::filesystem::path& file, const std::string& text) {
  std::istringstream in{text};
  std::string name;
  std::string hex;
  std::getline(in, name);
  std::getline(in, hex);
  const auto bytes = from_hex(hex);
  const auto seed = bytes ? Key32::copy_of(*bytes) : std::nullopt;
  if (!log::is_key_name(name) || !seed) fail_file(file, "is no witness key");
  return {name, *seed};
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return std::nullopt;
  std::ifstream in{file, std::ios::binary};
  if (!in) fail_file(file, "cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void replace_file(const std::filesystem::path& file, const std::string& text) {
  auto fresh = file;
  fresh += ".new";
  write_durably(fresh, O_TRUNC, 0644, text);
  std::filesystem::rename(fresh, file);
}

WitnessKey open_witness_key(const std::filesystem::path& file, const std::string& name, Random& random) {
  if (const auto text = read_file(file)) {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0 || (about.st_mode & 077U) != 0) {
      fail_file(file, "may be read by others; make it readable by its owner alone (chmod 0400)");
    }
    return parse_key(file, *text);
  }
  if (!log::is_key_name(name)) fail_file(file, "is not there yet; give --name to make it");
  WitnessKey out{name, crypto::random_key(random)};
  write_durably(file, O_EXCL, 0400, fmt::format("{}\n{}\n", name, to_hex(out.seed.expose())));
  return out;
}

}  // namespace nrm::verify
