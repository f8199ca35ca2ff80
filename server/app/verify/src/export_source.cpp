#include <fstream>

#include "nrm/log/verification.hpp"
#include "source.hpp"

namespace nrm::verify {

namespace {

// Proofs made here from the leaves of a file that was verified as a whole.
class Export final : public Source {
 public:
  explicit Export(std::istream& in) {
    for (std::string text; std::getline(in, text);) {
      const auto line = log::parse_export_line(text);
      if (!line) throw Tampered{"a line of the export cannot be read"};
      if (const auto* leaf = std::get_if<log::ExportLeaf>(&*line)) tree_.append(log::leaf_hash(leaf->leaf));
      if (const auto* checkpoint = std::get_if<log::ExportCheckpoint>(&*line)) {
        newest_ = log::Note::parse(checkpoint->note);
      }
    }
    if (!newest_) throw Unreachable{"the log is still empty"};
  }

  log::Note checkpoint() override { return *newest_; }

  std::vector<log::Digest> consistency(std::uint64_t from, std::uint64_t to) override {
    if (from == 0 || from > to || to > tree_.size()) throw Tampered{"the export has fewer leaves than its checkpoint"};
    return log::consistency_proof(from, to, tree_.reader());
  }

  Proven inclusion(std::uint64_t leaf, std::uint64_t size) override {
    if (leaf >= size || size > tree_.size()) throw Tampered{"the export has no such leaf"};
    return {tree_.reader()(0, leaf), log::inclusion_proof(leaf, size, tree_.reader())};
  }

  bool post_cosignature(const log::Note&, const log::NoteSignature&) override { return false; }

 private:
  log::Tree tree_;
  std::optional<log::Note> newest_;
};

}  // namespace

std::unique_ptr<Source> open_export(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in) throw Unreachable{"cannot read " + file.string()};
  return std::make_unique<Export>(in);
}

}  // namespace nrm::verify
