#include "post.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "nrm/access/mail_credentials.hpp"

namespace nrm::app {
namespace {

mail::Security security_of(const std::string& name) {
  if (name == "tls") return mail::Security::tls;
  if (name == "starttls") return mail::Security::starttls;
  if (name == "none") return mail::Security::none;
  throw std::runtime_error{"instance.toml: mail.security is tls, starttls or none"};
}

}  // namespace

notice::Post post_of(const Config& config, const std::filesystem::path& folder) {
  const auto& wanted = config.mail;
  if (wanted.server.empty()) return {};
  mail::Server server;
  server.host = wanted.server;
  server.port = wanted.port;
  server.security = security_of(wanted.security);
  server.from = wanted.from;
  server.authorities = wanted.authorities;
  if (const auto credentials = access::load_mail_credentials(folder / "secrets")) {
    server.user = credentials->user;
    server.password = credentials->password;
  }
  if (const auto fault = mail::fault_of(server); !fault.empty())
    throw std::runtime_error{fmt::format("instance.toml, mail: {}", fault)};
  if (!wanted.site.starts_with("https://"))
    throw std::runtime_error{"instance.toml: mail.site is the address at which members sign in, with https://"};
  return {std::move(server), wanted.site};
}

}  // namespace nrm::app
