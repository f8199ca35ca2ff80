#include "cli.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "nrm/http/json.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "share.hpp"

namespace nrm::app {
namespace {

void print(const std::string& text) {
  fmt::print("{}\n", text);
  // Into a pipe too at once: a server that prints and goes on would otherwise be silent until it ends.
  std::fflush(stdout);
}

std::string object_of(const std::vector<std::pair<std::string, std::string>>& members) {
  http::JsonWriter out;
  out.begin_object();
  for (const auto& [key, value] : members) out.member(key, value);
  out.end_object();
  return out.take();
}

std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows, std::size_t columns) {
  std::vector<std::size_t> widths(columns, 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], row[i].size());
  return widths;
}

}  // namespace

void Terminal::facts(const std::vector<std::pair<std::string, std::string>>& facts) const {
  if (as_json) return print(object_of(facts));
  for (const auto& [key, value] : facts) print(fmt::format("{}: {}", key, value));
}

void Terminal::table(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows) const {
  if (as_json) {
    http::JsonWriter out;
    out.begin_array();
    for (const auto& row : rows) {
      out.begin_object();
      for (std::size_t i = 0; i < columns.size(); ++i) out.member(columns[i], row[i]);
      out.end_object();
    }
    out.end_array();
    return print(out.take());
  }
  const auto widths = widths_of(rows, columns.size());
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i)
      line += i + 1 < columns.size() ? fmt::format("{:<{}}  ", row[i], widths[i]) : row[i];
    print(line);
  }
}

void Terminal::progress(const std::string& text) const {
  fmt::print(stderr, "{}\n", text);
}

std::string sentence_of(const Problem& problem) {
  const auto catalogue = i18n::Catalogue::load(find_share() / "strings");
  auto text = catalogue.text("en", fmt::format("problem.{}", problem.type.slug), problem.params);
  for (const auto& field : problem.fields)
    text += fmt::format("\n  {}: {}", field.pointer, catalogue.text("en", "field." + field.code, field.params));
  return text;
}

int run_cli(int argc, const char* const* argv) {
  CLI::App app{"OpenNRM: a National Referral Mechanism's server and tools", "opennrm"};
  app.require_subcommand(1);
  Terminal terminal;
  std::string format = "text";
  app.add_option("--format", format, "How answers are printed")->check(CLI::IsMember({"text", "json"}));
  app.footer("Exit codes: 0 done; 1 refused; 2 used wrongly; 3 a fault of the program or the machine.");
  app.fallthrough();
  app.parse_complete_callback([&] { terminal.as_json = format == "json"; });
  for (const auto add : {add_init, add_serve, add_demo, add_member, add_pack, add_backup, add_restore, add_erasures,
                         add_log, add_import, add_export, add_mail})
    add(app, terminal);
  try {
    app.parse(argc, argv);
    return kDone;
  } catch (const CLI::ParseError& fault) {
    return app.exit(fault) == 0 ? kDone : kUsage;
  } catch (const Refused& refusal) {
    fmt::print(stderr, "opennrm: {}\n", refusal.what());
    return kRefused;
  } catch (const std::exception& fault) {
    fmt::print(stderr, "opennrm: {}\n", fault.what());
    return kFault;
  }
}

}  // namespace nrm::app
