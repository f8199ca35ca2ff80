#include <fmt/format.h>

#include "../cli.hpp"
#include "../config.hpp"
#include "../passphrase.hpp"
#include "../post.hpp"
#include "nrm/access/mail_credentials.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder, user, password_file, address;
  bool remove = false;
};

void keep_credentials(const Terminal& terminal, const Wanted& wanted) {
  const std::filesystem::path folder{wanted.folder};
  read_config(folder);  // says so where it is no instance
  access::MailCredentials credentials;
  if (!wanted.remove) {
    if (wanted.user.empty()) throw Refused{"--user is needed, or --remove"};
    credentials = {wanted.user, wanted.password_file.empty() ? ask_secret("Password at the mail server")
                                                             : read_passphrase(wanted.password_file)};
  }
  access::keep_mail_credentials(folder / "secrets", credentials);
  terminal.facts({{"user", wanted.remove ? "" : wanted.user}, {"next", "restart the server"}});
}

// The same words as any other mail of the instance: whoever reads it on the way learns nothing.
void try_one(const Terminal& terminal, const Wanted& wanted) {
  const std::filesystem::path folder{wanted.folder};
  const auto post = post_of(read_config(folder), folder);
  if (!post.server) throw Refused{"instance.toml has no [mail] with a server"};
  if (!mail::is_address(wanted.address)) throw Refused{"this is no e-mail address: " + wanted.address};
  SystemRandom random;
  const SystemClock clock;
  const mail::Message message{to_text(make_uuid_v4(random)), Personal{wanted.address}, "Something is waiting for you",
                              fmt::format("This is a try.\n\n{}\n", post.site)};
  const auto report = mail::send(*post.server, message, clock.now());
  if (report.outcome == mail::Outcome::refused) throw Refused{"the mail server does not take this recipient"};
  if (report.outcome == mail::Outcome::failed) throw Refused{"the mail did not go: " + report.why};
  terminal.facts({{"sent", wanted.address}});
}

}  // namespace

void add_mail(CLI::App& app, Terminal& terminal) {
  auto wanted = std::make_shared<Wanted>();
  auto* mail = app.add_subcommand("mail", "The mail server by which members hear that something waits");
  mail->require_subcommand(1);
  auto* credentials = mail->add_subcommand("credentials", "Keep user and password for it in the file of secrets");
  credentials->add_option("folder", wanted->folder, "The instance")->required();
  credentials->add_option("--user", wanted->user, "The user");
  credentials->add_option("--password-file", wanted->password_file,
                          "File whose first line is the password; else asked for");
  credentials->add_flag("--remove", wanted->remove, "Take them out");
  credentials->callback([&terminal, wanted] { keep_credentials(terminal, *wanted); });
  auto* one = mail->add_subcommand("try", "Send one to an address of yours");
  one->add_option("folder", wanted->folder, "The instance")->required();
  one->add_option("address", wanted->address, "Where to")->required();
  one->callback([&terminal, wanted] { try_one(terminal, *wanted); });
}

}  // namespace nrm::app
