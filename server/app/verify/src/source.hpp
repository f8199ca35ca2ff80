// Where a log is asked: a server, or an exported file.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "nrm/log/merkle.hpp"
#include "nrm/log/note.hpp"

namespace nrm::verify {

// The log cannot be asked at all: neither sound nor tampered with.
class Unreachable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
// What was answered is no proof.
class Tampered : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Proven {
  log::Digest leaf{};
  std::vector<log::Digest> proof;
};

class Source {
 public:
  virtual ~Source() = default;
  virtual log::Note checkpoint() = 0;
  virtual std::vector<log::Digest> consistency(std::uint64_t from, std::uint64_t to) = 0;
  virtual Proven inclusion(std::uint64_t leaf, std::uint64_t size) = 0;
  // False where this source takes none.
  virtual bool post_cosignature(const log::Note& checkpoint, const log::NoteSignature& cosignature) = 0;
};

// `ca`: PEM file of whom to trust beside the system's authorities.
std::unique_ptr<Source> open_server(const std::string& url, const std::filesystem::path& ca);
std::unique_ptr<Source> open_export(const std::filesystem::path& file);

}  // namespace nrm::verify
