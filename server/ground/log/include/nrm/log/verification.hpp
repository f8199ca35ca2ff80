// What an outsider checks with an exported log and nothing else.
#pragma once

#include <istream>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "nrm/log/leaf.hpp"
#include "nrm/log/note.hpp"

namespace nrm::log {

// One line of an export, as JSON with its members in this order (docs/formats/log.md).
struct ExportHeader {
  std::string origin;
  std::string key;
};
struct ExportLeaf {
  Leaf leaf;
  std::optional<Bytes> sealed_detail;
};
struct ExportCheckpoint {
  std::uint64_t number = 0;
  std::uint64_t size = 0;
  std::string note;
};
struct ExportWitness {
  std::string key;
};
struct ExportCosignature {
  std::uint64_t size = 0;
  std::string line;
};
struct ExportEnd {
  std::uint64_t leaves = 0;
  std::uint64_t checkpoints = 0;
};
using ExportLine =
    std::variant<ExportHeader, ExportLeaf, ExportCheckpoint, ExportWitness, ExportCosignature, ExportEnd>;
std::string to_text(const ExportLine& line);
// Refuses every spelling but the one that to_text() gives.
std::optional<ExportLine> parse_export_line(std::string_view text);

struct VerifyOptions {
  std::optional<VerifierKey> key;  // pinned; else the export's own word is taken for it
  std::optional<Note> witnessed;   // a checkpoint that a witness saw earlier
};

struct Finding {
  std::string where;  // "line 12", "leaf 7", "checkpoint 3"
  std::string what;
};

struct Verification {
  std::vector<Finding> findings;  // the first hundred
  std::uint64_t leaves = 0;
  std::uint64_t erased = 0;  // leaves whose detail is gone, as an erasure says
  std::uint64_t checkpoints = 0;
  std::uint64_t cosignatures = 0;
  std::optional<Note> newest;
  bool key_pinned = false;
  bool witnessed = false;
  bool sound() const { return findings.empty(); }
};
Verification verify_export(std::istream& in, const VerifyOptions& options);

}  // namespace nrm::log
