#include "nrm/log/merkle.hpp"

namespace nrm::log {

// RFC 9162 section 2.1.3.2.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, const std::vector<Digest>& proof,
                      const Digest& root) {
  if (index >= size) return false;
  auto place = index;
  auto last = size - 1;
  auto hash = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) return false;
    if ((place & 1U) != 0 || place == last) {
      hash = node_hash(sibling, hash);
      while ((place & 1U) == 0 && place != 0) {
        place >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    place >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

namespace {

// RFC 9162 section 2.1.4.2, from its step 4; `path` begins with the hash both roots grow from.
bool climbs_to(std::uint64_t from, std::uint64_t to, const Digest& from_root, const Digest& to_root,
               const std::vector<Digest>& path) {
  auto place = from - 1;
  auto last = to - 1;
  while ((place & 1U) != 0) {
    place >>= 1U;
    last >>= 1U;
  }
  auto old_hash = path.front();
  auto new_hash = path.front();
  for (std::size_t step = 1; step < path.size(); ++step) {
    if (last == 0) return false;
    if ((place & 1U) != 0 || place == last) {
      old_hash = node_hash(path[step], old_hash);
      new_hash = node_hash(path[step], new_hash);
      while ((place & 1U) == 0 && place != 0) {
        place >>= 1U;
        last >>= 1U;
      }
    } else {
      new_hash = node_hash(new_hash, path[step]);
    }
    place >>= 1U;
    last >>= 1U;
  }
  return last == 0 && old_hash == from_root && new_hash == to_root;
}

}  // namespace

bool verify_consistency(std::uint64_t from, std::uint64_t to, const Digest& from_root, const Digest& to_root,
                        const std::vector<Digest>& proof) {
  if (from == 0 || from > to) return false;
  if (from == to) return proof.empty() && from_root == to_root;
  auto path = proof;
  // A complete tree is itself the first step.
  if ((from & (from - 1)) == 0) path.insert(path.begin(), from_root);
  return !path.empty() && climbs_to(from, to, from_root, to_root, path);
}

}  // namespace nrm::log
