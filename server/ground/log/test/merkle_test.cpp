#include "nrm/log/merkle.hpp"

#include <gtest/gtest.h>

namespace nrm::log {
namespace {

// A second implementation straight from RFC 6962's definitions, on lists of leaf hashes.
using Hashes = std::vector<Digest>;
std::size_t split_of(std::size_t size) {
  std::size_t split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
Digest naive_root(const Hashes& leaves) {
  if (leaves.empty()) return crypto::sha256(ByteView{});
  if (leaves.size() == 1) return leaves[0];
  const auto split = static_cast<std::ptrdiff_t>(split_of(leaves.size()));
  Bytes joined{1};
  for (const auto& half :
       {Hashes(leaves.begin(), leaves.begin() + split), Hashes(leaves.begin() + split, leaves.end())}) {
    const auto hash = naive_root(half);
    joined.insert(joined.end(), hash.begin(), hash.end());
  }
  return crypto::sha256(joined);
}
Hashes naive_path(std::size_t index, const Hashes& leaves) {
  if (leaves.size() <= 1) return {};
  const auto split = split_of(leaves.size());
  const Hashes left(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(split));
  const Hashes right(leaves.begin() + static_cast<std::ptrdiff_t>(split), leaves.end());
  auto out = index < split ? naive_path(index, left) : naive_path(index - split, right);
  out.push_back(naive_root(index < split ? right : left));
  return out;
}

Digest leaf_at(std::uint64_t index) {
  return crypto::sha256(view_of("leaf " + std::to_string(index)));
}

class Merkle : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kMost = 257;
  void SetUp() override {
    crypto::initialise();
    for (std::uint64_t size = 0; size <= kMost; ++size) {
      roots.push_back(naive_root(leaves));
      leaves.push_back(leaf_at(size));
      tree.append(leaves.back());
    }
    leaves.pop_back();
  }
  Hashes leaves;
  Hashes roots;
  Tree tree;
};

TEST_F(Merkle, RootsAreThoseOfTheDefinition) {
  Frontier frontier;
  for (std::uint64_t size = 0; size <= kMost; ++size) {
    EXPECT_EQ(tree.root(size), roots[size]) << size;
    EXPECT_EQ(frontier.root(), roots[size]) << size;
    EXPECT_EQ(Frontier(size, tree.reader()).root(), roots[size]) << size;
    frontier.append(leaf_at(size), [](unsigned, std::uint64_t, const Digest&) {});
  }
}

TEST_F(Merkle, EveryLeafOfEverySizeIsProven) {
  for (std::uint64_t size = 1; size <= kMost; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(index, size, tree.reader());
      ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, roots[size])) << index << " of " << size;
      ASSERT_FALSE(verify_inclusion(leaves[index], (index + 1) % size, size, proof, roots[size]) && size > 1);
      ASSERT_FALSE(verify_inclusion(roots[0], index, size, proof, roots[size]));
    }
  }
}

TEST_F(Merkle, PathsAreThoseOfTheDefinition) {
  for (const std::uint64_t size : {1ULL, 2ULL, 3ULL, 7ULL, 8ULL, 13ULL, 64ULL, 65ULL, 257ULL}) {
    const Hashes some(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size));
    for (std::uint64_t index = 0; index < size; index += 3) {
      EXPECT_EQ(inclusion_proof(index, size, tree.reader()), naive_path(index, some)) << index << " of " << size;
    }
  }
}

TEST_F(Merkle, EverySizeExtendsEveryEarlierOne) {
  for (std::uint64_t to = 1; to <= kMost; ++to) {
    for (std::uint64_t from = 1; from <= to; ++from) {
      auto proof = consistency_proof(from, to, tree.reader());
      ASSERT_TRUE(verify_consistency(from, to, roots[from], roots[to], proof)) << from << " to " << to;
      ASSERT_FALSE(verify_consistency(from, to, roots[0], roots[to], proof));
      ASSERT_FALSE(verify_consistency(from, to, roots[from], roots[0], proof));
      proof.push_back(roots[0]);
      ASSERT_FALSE(verify_consistency(from, to, roots[from], roots[to], proof));
    }
  }
}

TEST_F(Merkle, AnotherHistoryIsNoExtension) {
  Tree other;
  for (std::uint64_t index = 0; index < 100; ++index) other.append(index == 40 ? roots[0] : leaves[index]);
  const auto proof = consistency_proof(50, 100, other.reader());
  EXPECT_FALSE(verify_consistency(50, 100, roots[50], other.root(100), proof));
  EXPECT_FALSE(verify_consistency(50, 100, roots[50], roots[100], proof));
  EXPECT_FALSE(verify_consistency(0, 100, roots[0], roots[100], {}));
}

}  // namespace
}  // namespace nrm::log
