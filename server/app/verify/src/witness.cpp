#include "witness.hpp"

namespace nrm::verify {

namespace {

void require_extension(Source& source, const log::Checkpoint& old, const log::Checkpoint& now) {
  if (now.size < old.size) {
    throw Tampered{fmt::format("the log was rolled back: {} leaves were seen, now there are {}", old.size, now.size)};
  }
  const auto proof = now.size == old.size ? std::vector<log::Digest>{} : source.consistency(old.size, now.size);
  if (!log::verify_consistency(old.size, now.size, old.root, now.root, proof)) {
    throw Tampered{
        fmt::format("the log was forked or rewritten: what it shows now does not extend the {} leaves seen"
                    " before",
                    old.size)};
  }
}

void write_state(const std::filesystem::path& file, const WitnessState& state) {
  replace_file(file, state.log_key.text() + "\n\n" + state.last->text());
}

WitnessState load_state(const WitnessRun& run) {
  auto state = read_state(run.state_file);
  if (!state) {
    if (!run.log_key) throw std::runtime_error{"the first run needs --log-key, as the log's operator published it"};
    return {*run.log_key, std::nullopt};
  }
  if (run.log_key && *run.log_key != state->log_key) throw Tampered{"the key given is not the one of the state file"};
  return *state;
}

}  // namespace

std::optional<WitnessState> read_state(const std::filesystem::path& file) {
  const auto text = read_file(file);
  if (!text) return std::nullopt;
  const auto split = text->find("\n\n");
  const auto key = log::VerifierKey::parse(text->substr(0, split));
  const auto note = split == std::string::npos ? std::nullopt : log::Note::parse(text->substr(split + 2));
  if (!key || !note) throw std::runtime_error{file.string() + " is no witness's state"};
  return WitnessState{*key, *note};
}

Witnessed witness(Source& source, const WitnessKey& key, const WitnessRun& run) {
  auto state = load_state(run);
  const auto now = source.checkpoint();
  if (now.checkpoint.origin != state.log_key.name || !log::is_signed_by(now, state.log_key)) {
    throw Tampered{"the checkpoint is not signed by the log's key"};
  }
  const bool first = !state.last.has_value();
  if (!first) require_extension(source, state.last->checkpoint, now.checkpoint);
  state.last = now;
  // Kept before it is cosigned: after a crash the witness never signs what does not extend it.
  write_state(run.state_file, state);
  auto cosignature = log::cosign(now, key.name, key.seed, run.now_seconds);
  const bool posted = source.post_cosignature(now, cosignature);
  return {now, cosignature, first, posted};
}

}  // namespace nrm::verify
