#include "nrm/log/merkle.hpp"

#include <bit>

namespace nrm::log {

namespace {

constexpr std::array<std::uint8_t, 1> kNodePrefix{0x01};

// The hash over leaves [begin, end) of a range that begins where RFC 6962's recursion would begin it.
Digest range_hash(std::uint64_t begin, std::uint64_t end, const NodeReader& node) {
  const auto size = end - begin;
  if (std::has_single_bit(size)) {
    const auto level = static_cast<unsigned>(std::countr_zero(size));
    return node(level, begin >> level);
  }
  const auto split = begin + std::bit_floor(size - 1);
  return node_hash(range_hash(begin, split, node), range_hash(split, end, node));
}

void append_path(std::uint64_t index, std::uint64_t begin, std::uint64_t end, const NodeReader& node,
                 std::vector<Digest>& out) {
  if (end - begin == 1) return;
  const auto split = begin + std::bit_floor(end - begin - 1);
  if (index < split) {
    append_path(index, begin, split, node, out);
    out.push_back(range_hash(split, end, node));
  } else {
    append_path(index, split, end, node, out);
    out.push_back(range_hash(begin, split, node));
  }
}

// `whole` says that [begin, from) is a subtree whose hash the verifier has already.
void append_subproof(std::uint64_t from, std::uint64_t begin, std::uint64_t end, bool whole, const NodeReader& node,
                     std::vector<Digest>& out) {
  if (from == end) {
    if (!whole) out.push_back(range_hash(begin, end, node));
    return;
  }
  const auto split = begin + std::bit_floor(end - begin - 1);
  if (from <= split) {
    append_subproof(from, begin, split, whole, node, out);
    out.push_back(range_hash(split, end, node));
  } else {
    append_subproof(from, split, end, false, node, out);
    out.push_back(range_hash(begin, split, node));
  }
}

}  // namespace

Digest empty_root() {
  return crypto::sha256(ByteView{});
}
Digest node_hash(const Digest& left, const Digest& right) {
  return crypto::sha256({kNodePrefix, left, right});
}

Digest root_of(std::uint64_t size, const NodeReader& node) {
  return size == 0 ? empty_root() : range_hash(0, size, node);
}

std::vector<Digest> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& node) {
  std::vector<Digest> out;
  append_path(index, 0, size, node, out);
  return out;
}

std::vector<Digest> consistency_proof(std::uint64_t from, std::uint64_t to, const NodeReader& node) {
  std::vector<Digest> out;
  append_subproof(from, 0, to, true, node, out);
  return out;
}

Frontier::Frontier(std::uint64_t size, const NodeReader& node) : size_{size}, levels_(std::bit_width(size)) {
  for (unsigned level = 0; level < levels_.size(); ++level) {
    if ((size >> level & 1U) != 0) levels_[level] = node(level, (size >> level) - 1);
  }
}

void Frontier::append(const Digest& leaf, const NodeWriter& write) {
  auto hash = leaf;
  unsigned level = 0;
  write(level, size_, hash);
  for (; (size_ >> level & 1U) != 0; ++level) {
    hash = node_hash(levels_[level], hash);
    write(level + 1, size_ >> (level + 1), hash);
  }
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level] = hash;
  ++size_;
}

Digest Frontier::root() const {
  return root_of(size_, [this](unsigned level, std::uint64_t) { return levels_[level]; });
}

void Tree::append(const Digest& leaf) {
  frontier_.append(leaf, [this](unsigned level, std::uint64_t, const Digest& hash) {
    if (levels_.size() <= level) levels_.resize(level + 1);
    levels_[level].push_back(hash);
  });
}

NodeReader Tree::reader() const {
  return [this](unsigned level, std::uint64_t place) { return levels_.at(level).at(place); };
}

}  // namespace nrm::log
