#include "nrm/access/server_secrets.hpp"

#include "nrm/access/mail_credentials.hpp"

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
// Then nothing, or the head of mail credentials and two texts, each behind its length in two bytes.
constexpr std::string_view kMailHead = "NRMMAIL1";
constexpr std::size_t kMostRest = 8 + 2 * (2 + kMaxMailCredential);
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

void add_text(std::string& to, std::string_view text) {
  to += static_cast<char>(text.size() >> 8U);
  to += static_cast<char>(text.size() & 0xffU);
  to += text;
}

SecretText encode_mail(const MailCredentials& credentials) {
  if (credentials.user.empty()) return {};
  std::string out{kMailHead};
  add_text(out, credentials.user);
  add_text(out, credentials.password.expose());
  SecretText kept{out};
  wipe(out.data(), out.size());
  return kept;
}

std::optional<std::string_view> take_text(std::string_view& from) {
  if (from.size() < 2) return std::nullopt;
  const auto size =
      static_cast<std::size_t>(static_cast<unsigned char>(from[0])) << 8U | static_cast<unsigned char>(from[1]);
  if (from.size() < 2 + size) return std::nullopt;
  const auto out = from.substr(2, size);
  from.remove_prefix(2 + size);
  return out;
}

std::optional<MailCredentials> decode_mail(const SecretText& rest) {
  std::string_view text{rest.expose()};
  if (!text.starts_with(kMailHead)) return std::nullopt;
  text.remove_prefix(kMailHead.size());
  const auto user = take_text(text);
  const auto password = user ? take_text(text) : std::nullopt;
  if (!password || user->empty() || !text.empty()) return std::nullopt;
  return MailCredentials{std::string{*user}, SecretText{std::string{*password}}};
}

void check_owner_and_mode(const std::filesystem::path& path, int fd) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) refuse(path, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) refuse(path, "is not a regular file");
  if (about.st_uid != ::geteuid()) refuse(path, "belongs to another user");
  if ((about.st_mode & 07777U) != 0400U) refuse(path, "must have mode 0400: nobody else may read it");
}

// What follows the keys: nothing, or one part.
SecretText read_rest(const std::filesystem::path& path, int fd) {
  std::array<char, kMostRest + 1> bytes{};
  const auto size = ::read(fd, bytes.data(), bytes.size());
  if (size < 0 || size > static_cast<ssize_t>(kMostRest))
    refuse(path, "has another size than a file of server secrets");
  SecretText out{std::string{bytes.data(), static_cast<std::size_t>(size)}};
  wipe(bytes.data(), bytes.size());
  return out;
}

struct Contents {
  ServerSecrets secrets;
  SecretText rest;
};

Contents read_file(const std::filesystem::path& path, int fd) {
  check_owner_and_mode(path, fd);
  FileBytes bytes;
  if (::read(fd, bytes.expose_mutable().data(), FileBytes::kSize) != static_cast<ssize_t>(FileBytes::kSize))
    refuse(path, "has another size than a file of server secrets");
  Contents out{decode(path, bytes), read_rest(path, fd)};
  if (!out.rest.expose().empty() && !decode_mail(out.rest)) refuse(path, "is not a file of server secrets");
  return out;
}

enum class Place { new_file, replaced };

// Written beside and put into place, so that a crash leaves a whole file or the one before.
void write_file(const std::filesystem::path& path, const ServerSecrets& secrets, const SecretText& rest, Place place) {
  const auto beside = path.string() + "." + std::to_string(::getpid());
  const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400)};
  if (file.get() < 0) refuse(beside, std::strerror(errno));
  const auto bytes = encode(secrets);
  const auto& tail = rest.expose();
  const auto put = [&] {
    return place == Place::new_file ? ::link(beside.c_str(), path.c_str()) : ::rename(beside.c_str(), path.c_str());
  };
  const bool whole =
      ::fchmod(file.get(), 0400) == 0 &&
      ::write(file.get(), bytes.expose().data(), FileBytes::kSize) == static_cast<ssize_t>(FileBytes::kSize) &&
      ::write(file.get(), tail.data(), tail.size()) == static_cast<ssize_t>(tail.size()) && ::fsync(file.get()) == 0 &&
      put() == 0;
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
  if (file.get() >= 0) return read_file(path, file.get()).secrets;
  if (errno != ENOENT) refuse(path, std::strerror(errno));
  auto secrets = make_server_secrets(random);
  write_file(path, secrets, {}, Place::new_file);
  return secrets;
}

std::optional<MailCredentials> load_mail_credentials(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (file.get() < 0) refuse(path, std::strerror(errno));
  return decode_mail(read_file(path, file.get()).rest);
}

void keep_mail_credentials(const std::filesystem::path& path, const MailCredentials& credentials) {
  if (credentials.user.size() > kMaxMailCredential || credentials.password.expose().size() > kMaxMailCredential)
    refuse(path, "takes credentials of at most 500 bytes each");
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (file.get() < 0) refuse(path, std::strerror(errno));
  write_file(path, read_file(path, file.get()).secrets, encode_mail(credentials), Place::replaced);
}

}  // namespace nrm::access
