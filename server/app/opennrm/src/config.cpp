#include "config.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <stdexcept>

#include "nrm/kernel/toml.hpp"

namespace nrm::app {
namespace {

void refuse_unknown_keys(const toml::table& table, const std::filesystem::path& file) {
  static const std::set<std::string_view> known{"name",          "origin", "pack",           "database",
                                                "address",       "port",   "health_port",    "quick_exit",
                                                "demonstration", "clamd",  "clamd_required", "mail"};
  for (const auto& [key, value] : table)
    if (!known.contains(key.str()))
      throw std::runtime_error{
          fmt::format("{}:{}: unknown setting {}", file.string(), key.source().begin.line, key.str())};
}

void refuse_unknown_mail_keys(const toml::table& table, const std::filesystem::path& file) {
  static const std::set<std::string_view> known{"server", "port", "security", "from", "authorities", "site"};
  for (const auto& [key, value] : table)
    if (!known.contains(key.str()))
      throw std::runtime_error{
          fmt::format("{}:{}: unknown setting mail.{}", file.string(), key.source().begin.line, key.str())};
}

std::uint16_t port_of(const toml::table& table, std::string_view key, std::uint16_t otherwise) {
  const auto value = table[key].value_or<std::int64_t>(otherwise);
  if (value < 0 || value > 65535) throw std::runtime_error{fmt::format("instance.toml: {} must be 0 to 65535", key)};
  return static_cast<std::uint16_t>(value);
}

MailConfig read_mail(const toml::table& table, const std::filesystem::path& file) {
  MailConfig out;
  const auto* mail = table["mail"].as_table();
  if (mail == nullptr) return out;
  refuse_unknown_mail_keys(*mail, file);
  out.server = (*mail)["server"].value_or<std::string>("");
  out.port = port_of(*mail, "port", 587);
  out.security = (*mail)["security"].value_or<std::string>("starttls");
  out.from = (*mail)["from"].value_or<std::string>("");
  out.authorities = (*mail)["authorities"].value_or<std::string>("");
  out.site = (*mail)["site"].value_or<std::string>("");
  return out;
}

}  // namespace

std::string origin_of(std::string_view name) {
  std::string origin;
  for (const char letter : name) {
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    const bool upper = letter >= 'A' && letter <= 'Z';
    if (kept || upper)
      origin.push_back(upper ? static_cast<char>(letter - 'A' + 'a') : letter);
    else if (!origin.empty() && origin.back() != '-')
      origin.push_back('-');
  }
  while (origin.ends_with('-')) origin.pop_back();
  return origin.empty() ? "opennrm" : origin;
}

Config read_config(const std::filesystem::path& folder) {
  const auto file = folder / "instance.toml";
  if (!std::filesystem::exists(file))
    throw std::runtime_error{
        fmt::format("{} holds no instance; found one with: opennrm init {}", folder.string(), folder.string())};
  const auto parsed = toml::parse_file(file.string());
  if (!parsed) throw std::runtime_error{fmt::format("{}: {}", file.string(), parsed.error().description())};
  const toml::table& table = parsed.table();
  refuse_unknown_keys(table, file);
  Config config;
  config.name = table["name"].value_or<std::string>("");
  config.origin = table["origin"].value_or<std::string>(origin_of(config.name));
  config.pack = table["pack"].value_or<std::string>("");
  config.database = table["database"].value_or<std::string>("sqlite");
  config.address = table["address"].value_or<std::string>("127.0.0.1");
  config.port = port_of(table, "port", 8443);
  config.health_port = port_of(table, "health_port", 8444);
  config.quick_exit = table["quick_exit"].value_or<std::string>("about:blank");
  config.demonstration = table["demonstration"].value_or(false);
  config.clamd = table["clamd"].value_or<std::string>("");
  config.clamd_required = table["clamd_required"].value_or(true);
  config.mail = read_mail(table, file);
  if (config.name.empty() || config.pack.empty())
    throw std::runtime_error{file.string() + ": name and pack are needed"};
  return config;
}

storage::Options database_options(const std::filesystem::path& folder, const Config& config) {
  storage::Options options;
  options.url = config.database == "sqlite" ? "sqlite:" + (folder / "opennrm.db").string() : config.database;
  return options;
}

void write_config(const std::filesystem::path& folder, const Config& config) {
  toml::table table{{"name", config.name},
                    {"origin", config.origin.empty() ? origin_of(config.name) : config.origin},
                    {"pack", config.pack},
                    {"database", config.database},
                    {"address", config.address},
                    {"port", config.port},
                    {"health_port", config.health_port},
                    {"quick_exit", config.quick_exit},
                    {"demonstration", config.demonstration}};
  if (!config.clamd.empty()) {
    table.insert("clamd", config.clamd);
    table.insert("clamd_required", config.clamd_required);
  }
  if (!config.mail.server.empty())
    table.insert("mail", toml::table{{"server", config.mail.server},
                                     {"port", config.mail.port},
                                     {"security", config.mail.security},
                                     {"from", config.mail.from},
                                     {"authorities", config.mail.authorities},
                                     {"site", config.mail.site}});
  std::ofstream out{folder / "instance.toml"};
  out << table << "\n";
  if (!out.flush()) throw std::runtime_error{"cannot write " + (folder / "instance.toml").string()};
}

}  // namespace nrm::app
