#include "nrm/http/packed.hpp"

#include "gzip.hpp"
#include "header_values.hpp"

namespace nrm::http {

PackedAnswer::PackedAnswer(Response plain) : plain_{std::move(plain)} {
  auto packed = gzipped(plain_.body);
  if (packed.empty() || packed.size() >= plain_.body.size()) return;
  gzip_ = std::make_shared<const std::string>(std::move(packed));
  plain_.headers["Vary"] = "Accept-Encoding";
}

Response PackedAnswer::to(const Request& request) const {
  if (!gzip_ || !accepts_gzip(request.header("accept-encoding").value_or(""))) return plain_;
  Response out;
  out.status = plain_.status;
  out.content_type = plain_.content_type;
  out.headers = plain_.headers;
  out.headers["Content-Encoding"] = "gzip";
  out.shared_body = gzip_;
  return out;
}

}  // namespace nrm::http
