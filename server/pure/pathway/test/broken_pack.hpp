// A copy of the Belarus pack in a temporary folder, to be broken in one place.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

#include "nrm/pathway/pack.hpp"

namespace nrm::pathway {

inline std::filesystem::path pack_by() {
  return std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by";
}

class BrokenPack {
 public:
  BrokenPack() {
    static std::atomic<int> count = 0;
    root_ = std::filesystem::temp_directory_path() /
            ("nrm-pack-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::create_directories(root_);
    std::filesystem::copy(pack_by(), folder(), std::filesystem::copy_options::recursive);
    std::filesystem::copy(pack_by().parent_path() / "standards", root_ / "standards",
                          std::filesystem::copy_options::recursive);
  }
  ~BrokenPack() { std::filesystem::remove_all(root_); }
  BrokenPack(const BrokenPack&) = delete;
  BrokenPack& operator=(const BrokenPack&) = delete;

  std::filesystem::path folder() const { return root_ / "by"; }
  std::string text(const std::string& file) const {
    std::ostringstream out;
    out << std::ifstream{folder() / file, std::ios::binary}.rdbuf();
    return out.str();
  }
  void write(const std::string& file, const std::string& text) {
    std::ofstream{folder() / file, std::ios::binary | std::ios::trunc} << text;
  }
  void remove(const std::string& file) { std::filesystem::remove(folder() / file); }

  // Replaces the first occurrence and gives the line it stands on.
  int replace(const std::string& file, const std::string& from, const std::string& to) {
    auto all = text(file);
    const auto at = all.find(from);
    if (at == std::string::npos) {
      ADD_FAILURE() << file << " does not hold " << from;
      return -1;
    }
    const auto line =
        1 + static_cast<int>(std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    write(file, all.replace(at, from.size(), to));
    return line;
  }
  // Adds a line and gives its number.
  int append(const std::string& file, const std::string& line) {
    auto all = text(file);
    const auto number = 1 + static_cast<int>(std::count(all.begin(), all.end(), '\n'));
    write(file, all + line + "\n");
    return number;
  }
  PackFaults faults() const {
    auto loaded = load_pack(folder());
    return loaded ? PackFaults{} : loaded.error();
  }

 private:
  std::filesystem::path root_;
};

inline std::string describe(const PackFaults& faults) {
  std::ostringstream out;
  for (const auto& fault : faults)
    out << fault.file << ":" << fault.line << ": " << fault.code << ": " << fault.message << "\n";
  return out.str();
}

}  // namespace nrm::pathway
