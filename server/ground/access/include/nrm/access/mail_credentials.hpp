// How this machine signs in at its mail server; kept at the end of the file of server secrets.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "nrm/access/server_secrets.hpp"

namespace nrm::access {

inline constexpr std::size_t kMaxMailCredential = 500;  // bytes of each

struct MailCredentials {
  std::string user;
  SecretText password;
};
// Nothing where the file holds none. Throws SecretsFileError as load_or_create_server_secrets does.
std::optional<MailCredentials> load_mail_credentials(const std::filesystem::path& path);
// In place of those that are there; an empty user takes them out. The file is replaced whole, so that a crash leaves
// the old one or the new one.
void keep_mail_credentials(const std::filesystem::path& path, const MailCredentials& credentials);

}  // namespace nrm::access
