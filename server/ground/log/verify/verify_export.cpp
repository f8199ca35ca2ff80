#include <map>
#include <set>

#include "nrm/log/merkle.hpp"
#include "nrm/log/verification.hpp"

namespace nrm::log {

namespace {

constexpr std::size_t kMaxFindings = 100;

// Walks the lines once; each line type has its own check.
class Walk {
 public:
  explicit Walk(const VerifyOptions& options) : options_{options} {
    out_.key_pinned = options.key.has_value();
    out_.witnessed = options.witnessed.has_value();
  }

  void take(std::uint64_t number, const std::string& text) {
    line_ = number;
    if (number > 1 && !key_) return;  // said already that the first line is none
    const auto line = parse_export_line(text);
    if (!line) return find(at_line(), "cannot be read");
    if (ended_) return find(at_line(), "follows the last line of the log");
    if ((number == 1) != std::holds_alternative<ExportHeader>(*line)) return find(at_line(), "is out of place");
    std::visit([this](const auto& part) { check(part); }, *line);
  }

  Verification finish() {
    if (line_ == 0) find("line 1", "is missing: the file is empty");
    if (key_ && !ended_) find("the end", "is missing: the file was cut off");
    if (key_) check_coverage();
    if (key_) check_erasures();
    if (key_ && options_.witnessed) check_witnessed(*options_.witnessed);
    return std::move(out_);
  }

 private:
  void find(std::string where, std::string what) {
    if (out_.findings.size() < kMaxFindings) out_.findings.push_back({std::move(where), std::move(what)});
  }
  std::string at_line() const { return fmt::format("line {}", line_); }

  void check(const ExportHeader& header) {
    const auto own = VerifierKey::parse(header.key);
    if (!own || own->type != KeyType::note || own->name != header.origin)
      return find(at_line(), "names no key of this log");
    if (options_.key && *options_.key != *own) find(at_line(), "names another key than the one given");
    key_ = options_.key ? *options_.key : *own;
  }

  void check(const ExportLeaf& line) {
    const auto expected = tree_.size();
    const auto where = fmt::format("leaf {}", expected);
    if (line.leaf.sequence != expected) find(where, fmt::format("has the number {}", line.leaf.sequence));
    if (line.leaf.erased) erasures_.insert(*line.leaf.erased);
    if (!line.sealed_detail) {
      missing_.push_back(line.leaf.sealed_digest);
      missing_at_.push_back(where);
    } else if (crypto::sha256(*line.sealed_detail) != line.leaf.sealed_digest) {
      find(where, "has another sealed detail than it was written with");
    }
    if (out_.checkpoints > 0) find(where, "follows a checkpoint");
    tree_.append(leaf_hash(line.leaf));
    ++out_.leaves;
  }

  void check(const ExportCheckpoint& line) {
    const auto where = fmt::format("checkpoint {}", out_.checkpoints);
    ++out_.checkpoints;
    auto note = Note::parse(line.note);
    if (!note) return find(where, "cannot be read");
    const auto& checkpoint = note->checkpoint;
    if (line.number + 1 != out_.checkpoints || checkpoint.number != line.number) find(where, "has another number");
    if (checkpoint.size != line.size) find(where, "is filed under another size");
    if (checkpoint.origin != key_->name || !is_signed_by(*note, *key_)) find(where, "is not signed by the log's key");
    if (checkpoint.size <= last_size_) find(where, "does not grow");
    check_root(where, checkpoint);
    last_size_ = checkpoint.size;
    notes_[checkpoint.size] = *note;
    out_.newest = std::move(note);
  }

  void check_root(const std::string& where, const Checkpoint& checkpoint) {
    if (checkpoint.size > tree_.size()) {
      find(where, fmt::format("covers {} leaves, but only {} are there", checkpoint.size, tree_.size()));
    } else if (tree_.root(checkpoint.size) != checkpoint.root) {
      find(where, fmt::format("does not fit the first {} leaves: one of them was changed", checkpoint.size));
    }
  }

  void check(const ExportWitness& line) {
    const auto key = VerifierKey::parse(line.key);
    if (!key || key->type != KeyType::cosignature) return find(at_line(), "names no witness");
    witnesses_[key->name] = *key;
  }

  void check(const ExportCosignature& line) {
    const auto cosignature = NoteSignature::parse(line.line);
    const auto note = notes_.find(line.size);
    if (!cosignature || cosignature->line() != line.line)
      return find(at_line(), "holds a cosignature that cannot be read");
    const auto key = witnesses_.find(cosignature->name);
    if (key == witnesses_.end()) return find(at_line(), "is of a witness nobody named");
    if (note == notes_.end() || !verify_cosignature(note->second, *cosignature, key->second)) {
      return find(at_line(), fmt::format("holds no cosignature of {} over {} leaves", cosignature->name, line.size));
    }
    ++out_.cosignatures;
  }

  void check(const ExportEnd& line) {
    ended_ = true;
    if (line.leaves != out_.leaves)
      find(at_line(), fmt::format("counts {} leaves, {} are there", line.leaves, out_.leaves));
    if (line.checkpoints != out_.checkpoints) {
      find(at_line(), fmt::format("counts {} checkpoints, {} are there", line.checkpoints, out_.checkpoints));
    }
  }

  // A leaf gets its number and its checkpoint in one transaction.
  void check_coverage() {
    if (tree_.size() != last_size_) {
      find("the last checkpoint", fmt::format("covers {} of {} leaves", last_size_, tree_.size()));
    }
  }

  // Erasures only add to what is gone, so the newest of them names exactly what is missing.
  void check_erasures() {
    if (missing_.empty() || erasures_.contains(erased_digest(missing_))) {
      out_.erased = missing_.size();
    } else if (erasures_.empty()) {
      for (const auto& where : missing_at_) find(where, "has lost its sealed detail");
    } else {
      find("the sealed details", fmt::format("are missing at {} leaves, and no erasure names just those: one was lost "
                                             "another way",
                                             missing_.size()));
    }
  }

  void check_witnessed(const Note& witnessed) {
    const std::string where = "the witnessed checkpoint";
    const auto& seen = witnessed.checkpoint;
    if (seen.origin != key_->name || !is_signed_by(witnessed, *key_)) return find(where, "is of another log or key");
    if (seen.size > tree_.size()) {
      return find(where, fmt::format("covers {} leaves, the log has {}: it was rolled back", seen.size, tree_.size()));
    }
    if (tree_.root(seen.size) != seen.root) find(where, "is not part of this history: the log was forked or rewritten");
  }

  const VerifyOptions& options_;
  Verification out_;
  std::optional<VerifierKey> key_;
  Tree tree_;
  std::map<std::uint64_t, Note> notes_;
  std::map<std::string, VerifierKey> witnesses_;
  std::vector<Digest> missing_;
  std::vector<std::string> missing_at_;
  std::set<Digest> erasures_;
  std::uint64_t last_size_ = 0;
  std::uint64_t line_ = 0;
  bool ended_ = false;
};

}  // namespace

Verification verify_export(std::istream& in, const VerifyOptions& options) {
  Walk walk{options};
  std::string text;
  std::uint64_t number = 0;
  while (std::getline(in, text)) walk.take(++number, text);
  return walk.finish();
}

}  // namespace nrm::log
