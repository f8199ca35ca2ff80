#include "private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli.hpp"

namespace nrm::app {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void refuse(const fs::path& file, const char* why) {
  throw Refused{"cannot write " + file.string() + ": " + why};
}

int open_private(const fs::path& file, mode_t mode) {
  const int number = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
  if (number < 0) refuse(file, std::strerror(errno));
  return number;
}

void make_private(const fs::path& file, const Descriptor& open, mode_t mode) {
  struct stat about {};
  if (::fstat(open.get(), &about) != 0) refuse(file, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) refuse(file, "it is no plain file");
  // A file that was there before may be open to others, and the umask does not widen.
  if (::fchmod(open.get(), mode) != 0) refuse(file, std::strerror(errno));
}

}  // namespace

void create_private_file(const fs::path& file, mode_t mode) {
  const Descriptor open{open_private(file, mode)};
  make_private(file, open, mode);
}

void write_private_file(const fs::path& file, std::string_view content, mode_t mode) {
  const Descriptor open{open_private(file, mode)};
  make_private(file, open, mode);
  while (!content.empty()) {
    const auto written = ::write(open.get(), content.data(), content.size());
    if (written < 0 && errno != EINTR) refuse(file, std::strerror(errno));
    if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(open.get()) != 0) refuse(file, std::strerror(errno));
}

void create_private_folder(const fs::path& folder) {
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) refuse(folder, std::strerror(errno));
  fs::permissions(folder, fs::perms::owner_all);
}

}  // namespace nrm::app
