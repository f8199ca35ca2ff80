// The tree of RFC 6962, as pure functions: leaf hashes in, roots and proofs out.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "nrm/crypto/crypto.hpp"

namespace nrm::log {

using crypto::Digest;

Digest empty_root();
Digest node_hash(const Digest& left, const Digest& right);

// A complete subtree: `level` 0 is a leaf; `place` counts the subtrees of that level from the left.
using NodeReader = std::function<Digest(unsigned level, std::uint64_t place)>;

Digest root_of(std::uint64_t size, const NodeReader& node);
// Bottom first, as RFC 9162 has them. Needs index < size; 0 < from <= to.
std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& node);
std::vector<Digest> consistency_proof(std::uint64_t from, std::uint64_t to, const NodeReader& node);

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root);
bool verify_consistency(std::uint64_t from, std::uint64_t to, const Digest& from_root, const Digest& to_root,
                        const std::vector<Digest>& proof);

// The complete subtrees at the right edge: enough to append and to know the root.
class Frontier {
 public:
  using NodeWriter = std::function<void(unsigned level, std::uint64_t place, const Digest& hash)>;
  Frontier() = default;
  Frontier(std::uint64_t size, const NodeReader& node);
  // Tells every complete subtree that the leaf finishes, the leaf itself first.
  void append(const Digest& leaf, const NodeWriter& write);
  std::uint64_t size() const { return size_; }
  Digest root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> levels_;  // levels_[k] means something where bit k of size_ is set
};

// The whole tree in memory.
class Tree {
 public:
  void append(const Digest& leaf);
  std::uint64_t size() const { return frontier_.size(); }
  Digest root(std::uint64_t size) const { return root_of(size, reader()); }
  NodeReader reader() const;

 private:
  Frontier frontier_;
  std::vector<std::vector<Digest>> levels_;
};

}  // namespace nrm::log
