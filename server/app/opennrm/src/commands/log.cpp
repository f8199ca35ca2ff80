#include "nrm/access/instance_log.hpp"
#include "nrm/access/problems.hpp"
#include "nrm/log/entries.hpp"
#include "nrm/log/note.hpp"
#include "nrm/log/publication.hpp"

#include <fmt/ranges.h>

#include <fstream>

#include "../cli.hpp"
#include "nrm/opennrm/instance.hpp"

namespace nrm::app {
namespace {

void export_to(const Terminal& terminal, const std::string& folder, const std::string& file) {
  Instance instance{folder};
  // What an act left behind just before a stop gets its number first: an export ends with a signed checkpoint.
  instance.number_log();
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  instance.database().read([&](storage::Reader& reader) { log::export_log(reader, out); });
  if (!out.flush()) throw Refused{"cannot write " + file};
  terminal.facts({{"file", file}});
}

void show_status(const Terminal& terminal, const std::string& folder) {
  Instance instance{folder};
  const auto status = instance.database().reading([](storage::Reader& reader) { return log::status(reader); });
  terminal.facts({{"key", status.key},
                  {"leaves", std::to_string(status.size)},
                  {"unnumbered", std::to_string(status.unnumbered)},
                  {"checkpoint_at", status.checkpoint_at ? to_rfc3339(*status.checkpoint_at) : "none"}});
  for (const auto& witness : status.witnesses)
    terminal.facts({{"witness", witness.name}, {"cosigned", std::to_string(witness.size)}});
}

void trust_witness(const Terminal& terminal, const std::string& folder, const std::string& key) {
  const auto parsed = log::VerifierKey::parse(key);
  if (!parsed) throw Refused{"that is no witness's key; opennrm-verify witness prints it"};
  Instance instance{folder};
  log::Header header;
  header.actor = {log::Actor::Kind::system, {}, {}, {}, "command line"};
  header.action = "log.add-witness";
  const auto done = instance.journal().act<bool>(header, [&](log::Act& act) -> Result<bool> {
    auto added = log::add_witness(act, *parsed);
    if (!added) return tl::unexpected(added.error());
    return true;
  });
  or_refuse(done);
  terminal.facts({{"witness", parsed->name}});
}

std::vector<std::string> row_of(const log::Entry& entry, const log::Detail& detail) {
  std::vector<std::string> notes;
  for (const auto& [key, value] : detail.notes) notes.push_back(key + "=" + value);
  return {entry.sequence ? std::to_string(*entry.sequence) : "",
          to_rfc3339(detail.time),
          detail.action,
          detail.outcome,
          detail.problem,
          detail.object,
          fmt::format("{}", fmt::join(notes, " "))};
}

// The instance's own leaves: the founding, tries at unknown accounts, what its clocks did. Their key lies under the
// server's secrets, so reading them is the operator's; it leaves a leaf like every reading.
void show_instance_entries(const Terminal& terminal, const std::string& folder) {
  Instance instance{folder};
  log::Header header;
  header.actor = {log::Actor::Kind::system, {}, {}, {}, "command line"};
  header.action = "log.read-entries";
  header.subject.object = "instance";
  using Rows = std::vector<std::vector<std::string>>;
  const auto done = instance.journal().act<Rows>(header, [&](log::Act& act) -> Result<Rows> {
    const auto seed = access::open_instance_log_key(act.writer(), instance.access().secrets);
    if (!seed) return fail(access::problems::kKeyBroken);
    Rows rows;
    log::EntryQuery query;
    query.newest_first = false;
    for (;;) {
      const auto page = log::read_entries(act.writer(), query);
      for (const auto& entry : page.items) {
        if (entry.sealed_to != "instance") continue;
        if (const auto detail = log::open_entry(*seed, entry)) rows.push_back(row_of(entry, *detail));
      }
      if (!page.next) return rows;
      query.page.after = page.next;
    }
  });
  terminal.table({"sequence", "at", "action", "outcome", "problem", "object", "notes"}, or_refuse(done));
}

}  // namespace

void add_log(CLI::App& app, Terminal& terminal) {
  auto* log = app.add_subcommand("log", "The log of acts");
  log->require_subcommand(1);
  auto folder = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  auto instance_only = std::make_shared<bool>(false);

  auto* exported = log->add_subcommand("export", "Write the whole log for opennrm-verify; it shows no person");
  exported->add_option("folder", *folder, "The instance")->required();
  exported->add_option("--file", *file, "Where to")->required();
  exported->callback([&terminal, folder, file] { export_to(terminal, *folder, *file); });

  auto* entries = log->add_subcommand("entries", "Show the entries sealed to the instance itself");
  entries->add_option("folder", *folder, "The instance")->required();
  entries->add_flag("--instance", *instance_only, "Those that no organisation's auditor can open")->required();
  entries->callback([&terminal, folder, instance_only] { show_instance_entries(terminal, *folder); });

  auto* status = log->add_subcommand("status", "Size, newest checkpoint, witnesses");
  status->add_option("folder", *folder, "The instance")->required();
  status->callback([&terminal, folder] { show_status(terminal, *folder); });

  auto* witness = log->add_subcommand("add-witness", "Accept a member organisation's witness");
  witness->add_option("folder", *folder, "The instance")->required();
  witness->add_option("key", *key, "The key that opennrm-verify witness printed")->required();
  witness->callback([&terminal, folder, key] { trust_witness(terminal, *folder, *key); });
}

}  // namespace nrm::app
