// What happens around every handler, without sockets: routing, guards, faults, headers of answers.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "nrm/http/router.hpp"
#include "nrm/http/server.hpp"
#include "static_files.hpp"

namespace nrm::http {

// A header block that was read, before anything was decided.
struct Head {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // lower-case names, repeated ones joined
  std::string client_address;
  bool tls = true;
  bool needs_host = true;  // HTTP/1.1
  bool has_body = false;
  std::optional<std::size_t> content_length;
};

// What to do with a request: answer at once, or read its body and run the route's handler.
struct Plan {
  Request request;
  const Route* route = nullptr;
  std::optional<Response> answer;
  bool no_more = false;  // what follows on this connection cannot be trusted
};

// A step of a streamed body: what it gave, or the answer that ends the request.
template <class T>
using Streamed = tl::expected<T, Response>;

// What may be said of an exception: never a value that it quotes.
std::string describe(const std::exception& fault);

// Immutable once made; thread-safe.
class Pipeline {
 public:
  Pipeline(const ServerOptions& options, std::vector<Route> routes, ProblemRenderer renderer);
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;
  Plan plan(const Head& head) const;
  // On a worker; never throws.
  Response run(const Plan& plan) const;
  // The steps of a body that streams, each on a worker; none throws.
  Streamed<std::shared_ptr<BodySink>> open_sink(const Plan& plan) const;
  Streamed<void> take(const Plan& plan, BodySink& sink, std::string_view piece) const;
  Response finish(const Plan& plan, BodySink& sink) const;
  void abandon(const Plan& plan, BodySink& sink) const;
  // Nothing: the body is cut here.
  std::optional<std::string> next(const Request& request, BodySource& source) const;
  // A problem found before or while reading; the request may be all but empty.
  Response refuse(const ProblemType& type, const Request& request) const;
  Request blank_request(std::string client_address) const;
  // Adds the headers that every answer carries, shows it to the observer and gives the status line and header block.
  std::string head_text(const Request& request, Response& response, bool keep_alive) const;
  bool is_signed_in(const Request& request) const;

 private:
  template <class T>
  Streamed<T> guarded(const Request& request, const std::function<Result<T>()>& step) const;
  Request request_of(const Head& head) const;
  void choose(const Head& head, Plan& plan) const;
  Response not_allowed(const Request& request, const std::vector<Method>& allowed) const;
  Response answer_without_route(const Head& head, const Request& request, const Router::Match& match) const;
  std::optional<ProblemType> find_refusal(const Head& head, const Request& request, const Route& route) const;
  Response internal_error(const Request& request, std::string_view what) const;
  Response rendered(const Problem& problem, const Request& request) const;

  std::vector<std::string> languages_;
  std::string session_cookie_;
  SystemClock system_clock_;
  SystemRandom system_random_;
  const Clock* clock_;
  Random* random_;
  std::function<void(std::string_view)> log_;
  std::function<void(const Request&, const Response&)> observer_;
  Router router_;
  ProblemRenderer renderer_;
  StaticFiles files_;
};

}  // namespace nrm::http
