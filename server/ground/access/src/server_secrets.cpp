#include "nrm/access/server_secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "nrm/crypto/crypto.hpp"

namespace nrm::access {
namespace {

// docs/formats/member_keys.md: eight bytes of head, then the four keys in the order of the struct.
constexpr std::string_view kHead = "NRMSECR1";
using FileBytes = SecretBytes<8 + 4 * 32>;

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
  throw SecretsFileError{fmt::format("{}: {}", path.string(), why)};
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

std::array<Key32*, 4> keys_of(ServerSecrets& secrets) {
  return {&secrets.totp_key, &secrets.hash_key, &secrets.log_seed, &secrets.binding_seed};
}

FileBytes encode(ServerSecrets secrets) {
  FileBytes out;
  std::memcpy(out.expose_mutable().data(), kHead.data(), kHead.size());
  auto* to = out.expose_mutable().data() + kHead.size();
  for (const auto* key : keys_of(secrets)) {
    std::memcpy(to, key->expose().data(), Key32::kSize);
    to += Key32::kSize;
  }
  return out;
}

ServerSecrets decode(const std::filesystem::path& path, const FileBytes& bytes) {
  if (text_of(bytes.expose().first(kHead.size())) != kHead) refuse(path, "is not a file of server secrets");
  ServerSecrets out;
  auto rest = bytes.expose().subspan(kHead.size());
  for (auto* key : keys_of(out)) {
    *key = *Key32::copy_of(rest.first(Key32::kSize));
    rest = rest.subspan(Key32::kSize);
  }
  return out;
}

void check_owner_and_mode(const std::filesystem::path& path, int fd) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) refuse(path, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) refuse(path, "is not a regular file");
  if (about.st_uid != ::geteuid()) refuse(path, "belongs to another user");
  if ((about.st_mode & 07777U) != 0400U) refuse(path, "must have mode 0400: nobody else may read it");
}

ServerSecrets read_file(const std::filesystem::path& path, int fd) {
  check_owner_and_mode(path, fd);
  FileBytes bytes;
  std::array<std::uint8_t, 1> beyond{};
  if (::read(fd, bytes.expose_mutable().data(), FileBytes::kSize) != static_cast<ssize_t>(FileBytes::kSize) ||
      ::read(fd, beyond.data(), beyond.size()) != 0) {
    refuse(path, "has another size than a file of server secrets");
  }
  return decode(path, bytes);
}

// Written beside and linked into place, so that a crash leaves a whole file or none.
void write_file(const std::filesystem::path& path, const ServerSecrets& secrets) {
  const auto beside = path.string() + "." + std::to_string(::getpid());
  const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400)};
  if (file.get() < 0) refuse(beside, std::strerror(errno));
  const auto bytes = encode(secrets);
  const bool whole =
      ::fchmod(file.get(), 0400) == 0 &&
      ::write(file.get(), bytes.expose().data(), FileBytes::kSize) == static_cast<ssize_t>(FileBytes::kSize) &&
      ::fsync(file.get()) == 0 && ::link(beside.c_str(), path.c_str()) == 0;
  const auto why = errno;
  ::unlink(beside.c_str());
  if (!whole) refuse(path, std::strerror(why));
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."};
  const Descriptor parent{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (parent.get() < 0 || ::fsync(parent.get()) != 0) refuse(folder, std::strerror(errno));
}

}  // namespace

ServerSecrets make_server_secrets(Random& random) {
  return {crypto::random_key(random), crypto::random_key(random), crypto::random_key(random),
          crypto::random_key(random)};
}

ServerSecrets load_or_create_server_secrets(const std::filesystem::path& path, Random& random) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (file.get() >= 0) return read_file(path, file.get());
  if (errno != ENOENT) refuse(path, std::strerror(errno));
  auto secrets = make_server_secrets(random);
  write_file(path, secrets);
  return secrets;
}

}  // namespace nrm::access
