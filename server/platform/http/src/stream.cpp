#include "nrm/http/stream.hpp"

#include <stdexcept>

#include "answer_head.hpp"

namespace nrm::http {
namespace {

Result<Response> take_all(const SinkOpener& open, const Request& request) {
  const auto sink = open(request);
  if (!sink) return tl::unexpected(sink.error());
  std::string_view rest{request.body};
  while (!rest.empty()) {
    const auto piece = rest.substr(0, kStreamPieceBytes);
    if (const auto taken = (*sink)->take(piece); !taken) return tl::unexpected(taken.error());
    rest.remove_prefix(piece.size());
  }
  return (*sink)->finish();
}

}  // namespace

Route receiving(Method method, std::string pattern, SinkOpener open, Limits limits) {
  Route route{method, std::move(pattern), {}, std::move(limits)};
  route.handler = [open](const Request& request) { return take_all(open, request); };
  route.sink = std::move(open);
  return route;
}

std::string whole_body(const Response& response) {
  if (!response.source) return std::string{content_of(response)};
  std::string out;
  while (true) {
    const auto piece = response.source->next();
    if (!piece) throw std::runtime_error{"a streamed body was cut: " + std::string{piece.error().type.slug}};
    if (piece->empty()) break;
    out += *piece;
  }
  if (out.size() != response.source->size()) throw std::runtime_error{"a streamed body has another size than promised"};
  return out;
}

}  // namespace nrm::http
