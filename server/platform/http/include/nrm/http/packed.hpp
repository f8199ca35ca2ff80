// An answer that is the same for everybody who may ask, made and compressed once.
#pragma once

#include "nrm/http/message.hpp"

namespace nrm::http {

// Only for what tells nothing about a person or a session: how small an answer becomes tells of what is in it (BREACH),
// so that answers with anybody's words are never compressed. Immutable; thread-safe.
class PackedAnswer {
 public:
  // The body of `plain` is compressed; where that makes it no smaller it is sent as it is.
  explicit PackedAnswer(Response plain);
  // Compressed for whoever takes gzip.
  Response to(const Request& request) const;

 private:
  Response plain_;
  std::shared_ptr<const std::string> gzip_;
};

}  // namespace nrm::http
