// instance.toml: what an instance is, apart from its data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "nrm/storage/database.hpp"

namespace nrm::app {

// Where mail about what waits goes out; no server: none is sent. User and password are in the file of secrets.
struct MailConfig {
  std::string server;
  std::uint16_t port = 587;
  std::string security = "starttls";  // "tls", "starttls", or "none" to this machine
  std::string from;
  std::string authorities;  // PEM file; empty: the machine's own
  std::string site;         // where members sign in: "https://nrm.example"
};

struct Config {
  std::string name;                 // shown to users
  std::string origin;               // names the log in its checkpoints: letters, digits, dots and dashes; never changes
  std::string pack;                 // folder name below packs/
  std::string database = "sqlite";  // "sqlite" (opennrm.db in the folder) or "postgresql:<connection>"
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;
  std::uint16_t health_port = 8444;        // loopback only; 0: none
  std::string quick_exit = "about:blank";  // where Leave goes
  bool demonstration = false;
  std::string clamd;           // what scans attachments: path of its socket or 127.0.0.1:<port>; empty: nothing does
  bool clamd_required = true;  // what it cannot scan is refused
  MailConfig mail;
};

// An origin made of a name: what is no letter or digit of ASCII becomes a dash; "opennrm" where nothing remains.
std::string origin_of(std::string_view name);

// Both throw std::runtime_error with the file and what to mend.
Config read_config(const std::filesystem::path& folder);
// Where the instance's database is.
storage::Options database_options(const std::filesystem::path& folder, const Config& config);
void write_config(const std::filesystem::path& folder, const Config& config);

}  // namespace nrm::app
