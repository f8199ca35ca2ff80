// opennrm-verify: checks a log from outside. Exit codes: 0 sound, 1 tampered with, 2 wrong use or not reachable.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "nrm/log/verification.hpp"
#include "witness.hpp"

namespace {

using namespace nrm;

constexpr int kSound = 0;
constexpr int kTampered = 1;
constexpr int kUsage = 2;

struct Arguments {
  std::string file;
  std::string server;
  std::string ca;
  std::string log_key;
  std::string witnessed;
  std::string key_file;
  std::string name;
  std::string state;
  std::uint64_t leaf = 0;
  bool once = false;
  unsigned every = 60;
};

std::optional<log::VerifierKey> pinned_key(const Arguments& in) {
  if (in.log_key.empty()) return std::nullopt;
  auto key = log::VerifierKey::parse(in.log_key);
  if (!key || key->type != log::KeyType::note) throw std::runtime_error{"--log-key is no log's key"};
  return key;
}

std::optional<log::Note> witnessed_note(const Arguments& in) {
  if (in.witnessed.empty()) return std::nullopt;
  const auto text = verify::read_file(in.witnessed);
  if (!text) throw std::runtime_error{in.witnessed + " is not there"};
  // A checkpoint as it was published, or a witness's state file, which ends with one.
  if (auto note = log::Note::parse(*text)) return note;
  const auto state = verify::read_state(in.witnessed);
  return state->last;
}

std::unique_ptr<verify::Source> open_source(const Arguments& in) {
  if (in.file.empty() == in.server.empty()) throw std::runtime_error{"give either --server or --log"};
  return in.file.empty() ? verify::open_server(in.server, in.ca) : verify::open_export(in.file);
}

int verify_log(const Arguments& in) {
  std::ifstream file{in.file};
  if (!file) throw std::runtime_error{"cannot read " + in.file};
  const auto out = log::verify_export(file, {pinned_key(in), witnessed_note(in)});
  for (const auto& finding : out.findings) std::cout << "TAMPERED: " << finding.where << ' ' << finding.what << '\n';
  std::cout << fmt::format("{} leaves, {} checkpoints, {} cosignatures\n", out.leaves, out.checkpoints,
                           out.cosignatures);
  if (out.erased > 0) std::cout << fmt::format("{} details were erased, as the log itself says\n", out.erased);
  if (!out.key_pinned) std::cout << "NOTE: no --log-key was given: the key is taken from the export itself.\n";
  if (!out.witnessed) {
    std::cout << "NOTE: no --witnessed checkpoint was given: a log rolled back to an earlier state, and a fork signed "
                 "with the log's own key, cannot be found.\n";
  }
  if (out.sound()) std::cout << "The log is sound as far as this can tell.\n";
  return out.sound() ? kSound : kTampered;
}

void require_signature(const Arguments& in, const log::Note& note) {
  const auto key = pinned_key(in);
  if (!key) {
    std::cout << "NOTE: no --log-key was given: the checkpoint's signature is not checked.\n";
    return;
  }
  if (note.checkpoint.origin != key->name || !log::is_signed_by(note, *key)) {
    throw verify::Tampered{"the checkpoint is not signed by the log's key"};
  }
}

int verify_inclusion(const Arguments& in) {
  const auto source = open_source(in);
  const auto note = source->checkpoint();
  require_signature(in, note);
  const auto& checkpoint = note.checkpoint;
  if (in.leaf >= checkpoint.size) throw std::runtime_error{fmt::format("the log has {} leaves", checkpoint.size)};
  const auto proven = source->inclusion(in.leaf, checkpoint.size);
  if (!log::verify_inclusion(proven.leaf, in.leaf, checkpoint.size, proven.proof, checkpoint.root)) {
    throw verify::Tampered{fmt::format("leaf {} is not in the tree of {} leaves", in.leaf, checkpoint.size)};
  }
  std::cout << fmt::format("Leaf {} ({}) is in the log of {} leaves.\n", in.leaf, to_base64(proven.leaf),
                           checkpoint.size);
  return kSound;
}

int verify_consistency(const Arguments& in) {
  const auto old = witnessed_note(in);
  if (!old) throw std::runtime_error{"give --witnessed, an earlier checkpoint"};
  const auto source = open_source(in);
  const auto now = source->checkpoint();
  require_signature(in, *old);
  require_signature(in, now);
  const auto& from = old->checkpoint;
  const auto& to = now.checkpoint;
  if (to.size < from.size) {
    throw verify::Tampered{fmt::format("the log was rolled back from {} to {} leaves", from.size, to.size)};
  }
  const auto proof = from.size == to.size ? std::vector<log::Digest>{} : source->consistency(from.size, to.size);
  if (!log::verify_consistency(from.size, to.size, from.root, to.root, proof)) {
    throw verify::Tampered{
        fmt::format("the log of {} leaves does not extend that of {}: forked or rewritten", to.size, from.size)};
  }
  std::cout << fmt::format("The log of {} leaves extends that of {}.\n", to.size, from.size);
  return kSound;
}

int witness_once(const Arguments& in, const verify::WitnessKey& key) {
  const auto seconds = SystemClock{}.now().unix_us() / 1'000'000;
  const auto source = open_source(in);
  const auto out = verify::witness(*source, key, {in.state, pinned_key(in), seconds});
  std::cout << out.cosignature.line() << '\n'
            << fmt::format("Witnessed {} leaves{}{}.\n", out.checkpoint.checkpoint.size,
                           out.first ? "; the first, so nothing earlier was compared" : "",
                           out.posted ? "; the server has the cosignature" : "")
            << std::flush;
  return kSound;
}

int run_witness(const Arguments& in) {
  SystemRandom random;
  const auto key = verify::open_witness_key(in.key_file, in.name, random);
  const log::VerifierKey open{key.name, log::KeyType::cosignature, crypto::public_keys(key.seed).sign};
  std::cout << "witness key: " << open.text() << '\n' << std::flush;
  if (in.once || !in.file.empty()) return witness_once(in, key);
  for (;; ::sleep(in.every)) {
    try {
      witness_once(in, key);
    } catch (const verify::Unreachable& fault) {
      std::cerr << fault.what() << "; trying again\n";
    }
  }
}

void add_source(CLI::App& command, Arguments& in) {
  command.add_option("--server", in.server, "https://… of the instance");
  command.add_option("--log", in.file, "an exported log instead of a server");
  command.add_option("--ca", in.ca, "PEM file of the authority, or of the self-signed certificate, to trust");
}

void add_log_key(CLI::App& command, Arguments& in) {
  command.add_option("--log-key", in.log_key, "the log's public key as its operator published it: name+id+key");
}

int run(int count, char** values) {
  CLI::App app{
      "Checks the log of an OpenNRM instance from outside. Exit codes: 0 sound, 1 tampered with (says what and "
      "where), 2 wrong use or not reachable."};
  app.require_subcommand(1);
  Arguments in;
  auto* whole = app.add_subcommand("log", "verifies a whole exported log");
  whole->add_option("file", in.file, "what `opennrm log export` wrote")->required();
  auto* inclusion = app.add_subcommand("inclusion", "verifies that a leaf is in the log");
  inclusion->add_option("--leaf", in.leaf, "its number")->required();
  auto* consistency = app.add_subcommand("consistency", "verifies that the log extends an earlier checkpoint");
  auto* witness = app.add_subcommand("witness", "keeps watch: cosigns each checkpoint that extends the last one seen");
  witness->add_option("--key", in.key_file, "this witness's key file; made (0400) on first use")->required();
  witness->add_option("--name", in.name, "this witness's name, for a new key file");
  witness->add_option("--state", in.state, "what was seen last")->required();
  witness->add_flag("--once", in.once, "one round, then end");
  witness->add_option("--every", in.every, "seconds between rounds")->check(CLI::Range(1U, 86'400U));
  for (auto* command : {inclusion, consistency, witness}) add_source(*command, in);
  for (auto* command : {whole, inclusion, consistency, witness}) add_log_key(*command, in);
  for (auto* command : {whole, consistency}) {
    command->add_option("--witnessed", in.witnessed, "a checkpoint seen earlier, or a witness's state file");
  }
  try {
    app.parse(count, values);
  } catch (const CLI::ParseError& fault) {
    return app.exit(fault) == 0 ? kSound : kUsage;
  }
  if (*whole) return verify_log(in);
  if (*inclusion) return verify_inclusion(in);
  if (*consistency) return verify_consistency(in);
  return run_witness(in);
}

}  // namespace

int main(int count, char** values) {
  try {
    nrm::crypto::initialise();
    return run(count, values);
  } catch (const nrm::verify::Tampered& fault) {
    std::cout << "TAMPERED: " << fault.what() << '\n';
    return kTampered;
  } catch (const std::exception& fault) {
    std::cerr << "opennrm-verify: " << fault.what() << '\n';
    return kUsage;
  }
}
