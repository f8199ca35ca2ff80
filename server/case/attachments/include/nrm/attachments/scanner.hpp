// Scanning for malicious content by clamd (ClamAV), over its socket, while the content arrives.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace nrm::attachments {

enum class Verdict { clean, found, failed };

// One content. Used by one thread at a time; blocks for 30 s at most in each call, 120 s in end().
class Scan {
 public:
  virtual ~Scan() = default;
  // A fault is remembered and told by end().
  virtual void feed(std::string_view bytes) = 0;
  virtual Verdict end() = 0;
};

// Immutable; thread-safe.
class Scanner {
 public:
  // An absolute path of a Unix socket, or "127.0.0.1:<port>"; throws std::runtime_error that says what to mend
  // otherwise: content never leaves the machine in the clear. `required`: what could not be scanned is refused.
  Scanner(std::string address, bool required);
  std::unique_ptr<Scan> begin() const;
  bool required() const { return required_; }

 private:
  std::string address_;
  bool required_;
};

}  // namespace nrm::attachments
