#include "nrm/log/publication.hpp"
#include "stored_tree.hpp"

namespace nrm::log {

namespace {

constexpr std::uint64_t kMaxHashes = 1000;  // 32 KB of hashes in one answer

std::uint64_t tree_size(storage::Reader& reader) {
  const auto note = newest_checkpoint(reader);
  return note ? note->checkpoint.size : 0;
}

}  // namespace

Result<Inclusion> prove_inclusion(storage::Reader& reader, std::uint64_t index, std::uint64_t size) {
  if (index >= size || size > tree_size(reader)) return fail(problems::kBadRange);
  const auto nodes = stored_nodes(reader);
  return Inclusion{index, nodes(0, index), inclusion_proof(index, size, nodes)};
}

Result<std::vector<Digest>> prove_consistency(storage::Reader& reader, std::uint64_t from, std::uint64_t to) {
  if (from == 0 || from > to || to > tree_size(reader)) return fail(problems::kBadRange);
  return consistency_proof(from, to, stored_nodes(reader));
}

Result<std::vector<Digest>> leaf_hashes(storage::Reader& reader, std::uint64_t from, std::uint64_t to) {
  if (from > to || to - from > kMaxHashes || to > tree_size(reader)) return fail(problems::kBadRange);
  std::vector<Digest> out;
  for (const auto& row : reader.query("SELECT hash FROM log_node WHERE level = 0 AND place >= $from AND place < $to"
                                      " ORDER BY place",
                                      {{"from", from}, {"to", to}})) {
    out.push_back(to_digest(row.blob("hash")));
  }
  return out;
}

}  // namespace nrm::log
