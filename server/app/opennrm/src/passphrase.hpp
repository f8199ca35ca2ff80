// Secrets from a terminal or a file, never from the command line, where other users of the machine could read them.
#pragma once

#include <filesystem>
#include <string>

#include "nrm/kernel/bytes.hpp"
#include "nrm/kernel/secret.hpp"

namespace nrm::app {

// Asks on the terminal without echo; reads a line of the standard input where there is no terminal.
SecretText ask_secret(const std::string& question);
std::string ask(const std::string& question);
// The first line of the file, or asked for where none is given. Throws Refused where it is empty.
SecretText read_passphrase(const std::string& file);
Bytes read_file(const std::filesystem::path& file);

}  // namespace nrm::app
