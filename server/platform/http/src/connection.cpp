#include "connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "answer_head.hpp"
#include "header_values.hpp"
#include "limits.hpp"
#include "nrm/http/json.hpp"
#include "raw_head.hpp"

namespace nrm::http {
namespace {

namespace beast_http = boost::beast::http;
using Error = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

std::chrono::milliseconds time_for(std::size_t bytes) {
  return std::chrono::milliseconds{bytes * 1'000 / limits::kMinBodyBytesPerSecond};
}

// Requests may begin with an empty line left over from the body before (RFC 9112 section 2.2).
void drop_empty_lines(std::string& received) {
  std::size_t start = 0;
  while (std::string_view{received}.substr(start, 2) == "\r\n") start += 2;
  if (start > 0) received.erase(0, start);
}

bool target_is_too_long(std::string_view received) {
  constexpr std::size_t kMethodAndVersion = 32;
  const auto line_end = std::min(received.find('\n'), received.size());
  return line_end > limits::kMaxTargetBytes + kMethodAndVersion;
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::string address, const ConnectionSetting& setting)
    : socket_{std::move(socket)}, address_{std::move(address)}, setting_{setting} {
  set_deadline(setting_.options.header_timeout);
  if (setting_.tls) tls_.emplace(socket_, *setting_.tls);
}

bool Connection::is_overdue(SteadyClock::time_point now) const {
  return now.time_since_epoch().count() >= deadline_ || (idle_ && setting_.stopping);
}

void Connection::close() {
  Error ignored;
  socket_.close(ignored);
}

void Connection::set_deadline(std::chrono::milliseconds span) {
  deadline_ = (SteadyClock::now() + span).time_since_epoch().count();
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  if (!tls_) {
    co_await serve(socket_);
  } else {
    set_deadline(setting_.options.tls_handshake_timeout);
    const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kAwait);
    if (!error) co_await serve(*tls_);
  }
  close();
}

template <class Stream>
asio::awaitable<void> Connection::serve(Stream& stream) {
  for (int served = 1; served <= limits::kMaxRequestsPerConnection; ++served) {
    const bool first = served == 1;
    set_deadline(first ? setting_.options.header_timeout : setting_.options.idle_timeout);
    const auto head_size = co_await read_head(stream);
    if (head_size == 0) co_return;
    const auto step = co_await serve_one(stream, head_size, served == limits::kMaxRequestsPerConnection);
    if (step == Step::end) co_return;
  }
}

template <class Stream>
asio::awaitable<bool> Connection::read_more(Stream& stream) {
  const auto [error, size] = co_await stream.async_read_some(asio::buffer(chunk_), kAwait);
  if (error) co_return false;
  received_.append(chunk_.data(), size);
  co_return true;
}

template <class Stream>
asio::awaitable<std::size_t> Connection::read_head(Stream& stream) {
  bool begun = false;
  while (true) {
    drop_empty_lines(received_);
    if (!begun && !received_.empty()) {
      begun = true;
      set_deadline(setting_.options.header_timeout);
    }
    const auto size = find_head_end(std::string_view{received_}.substr(0, limits::kMaxHeaderBytes + 4));
    if (target_is_too_long(received_)) {
      co_await refuse_and_end(stream, problems::kTargetTooLong);
      co_return 0;
    }
    if (size > limits::kMaxHeaderBytes || (size == 0 && received_.size() > limits::kMaxHeaderBytes)) {
      co_await refuse_and_end(stream, problems::kHeadTooLarge);
      co_return 0;
    }
    if (size > 0) co_return size;
    idle_ = received_.empty();
    const bool more = co_await read_more(stream);
    idle_ = false;
    if (!more) co_return 0;
  }
}

template <class Stream>
asio::awaitable<Connection::Step> Connection::serve_one(Stream& stream, std::size_t head_size, bool last) {
  Parser parser;
  parser.header_limit(limits::kMaxHeaderBytes * 2);
  parser.body_limit(boost::none);
  Error error;
  const auto head_text = std::string_view{received_}.substr(0, head_size);
  bool good = is_strict_head(head_text);
  if (good) {
    parser.put(asio::buffer(head_text.data(), head_text.size()), error);
    good = !error && parser.is_header_done() && !parser.upgrade();
  }
  received_.erase(0, head_size);
  if (!good) {
    co_await refuse_and_end(stream, problems::kBadRequest);
    co_return Step::end;
  }
  Plan plan = setting_.pipeline.plan(head_of(parser));
  const bool keep_alive = parser.keep_alive() && !last && !plan.no_more && !setting_.stopping;
  co_return co_await serve_planned(stream, parser, plan, keep_alive);
}

Head Connection::head_of(const Parser& parser) const {
  Head head;
  const auto& message = parser.get();
  head.method = std::string{message.method_string()};
  head.target = std::string{message.target()};
  head.client_address = address_;
  head.tls = tls_.has_value();
  head.needs_host = message.version() == 11;
  for (const auto& field : message) {
    const auto name = lower({field.name_string().data(), field.name_string().size()});
    const std::string value{field.value()};
    const auto [at, fresh] = head.headers.emplace(name, value);
    if (!fresh) at->second += (name == "cookie" ? "; " : ", ") + value;
  }
  if (const auto length = parser.content_length()) head.content_length = static_cast<std::size_t>(*length);
  head.has_body = !parser.is_done();
  return head;
}

template <class Stream>
asio::awaitable<Connection::Step> Connection::serve_planned(Stream& stream, Parser& parser, Plan& plan,
                                                            bool keep_alive) {
  const bool head_only = plan.request.method == Method::head;
  if (!plan.answer && !parser.is_done()) {
    const auto refusal = co_await read_body(stream, parser, plan.route->limits.max_body_bytes);
    if (refusal && *refusal == nrm::problems::kUnavailable) co_return Step::end;
    if (refusal) plan.answer = setting_.pipeline.refuse(*refusal, plan.request);
  }
  if (plan.answer) {
    // What is left of a body would be read as the next request.
    const bool unread = !parser.is_done();
    keep_alive = keep_alive && !unread;
    const bool written = co_await write_answer(stream, plan.request, std::move(*plan.answer), keep_alive, head_only);
    if (written && unread) co_await linger(stream);
    co_return (written && keep_alive) ? Step::go_on : Step::end;
  }
  plan.request.body = std::move(parser.get().body());
  // The handler's time is bounded by the database's limits, not by the connection's.
  set_deadline(std::chrono::hours{1});
  const auto shared = std::make_shared<const Plan>(std::move(plan));
  auto response = co_await run_on_worker(shared);
  keep_alive = keep_alive && !setting_.stopping;
  const bool written = co_await write_answer(stream, shared->request, std::move(response), keep_alive, head_only);
  co_return (written && keep_alive) ? Step::go_on : Step::end;
}

// kUnavailable: the client is gone or too slow, there is nobody to answer.
template <class Stream>
asio::awaitable<std::optional<ProblemType>> Connection::read_body(Stream& stream, Parser& parser, std::size_t max) {
  parser.body_limit(max);
  parser.eager(true);
  set_deadline(setting_.options.body_timeout);
  const auto began = SteadyClock::now();
  std::size_t read = received_.size();
  if (lower(parser.get()["Expect"]) == "100-continue" && received_.empty()) {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(kContinue), kAwait);
    if (error) co_return nrm::problems::kUnavailable;
  }
  while (!parser.is_done()) {
    Error error;
    if (!received_.empty()) {
      const auto used = parser.put(asio::buffer(received_), error);
      received_.erase(0, used);
      if (error == beast_http::error::body_limit) co_return problems::kTooLarge;
      if (error && error != beast_http::error::need_more) co_return problems::kBadRequest;
      if (parser.is_done()) break;
    }
    // Chunk heads and trailers count, too: at most as much again as the body itself, and a little.
    if (read > 2 * max + limits::kMaxHeaderBytes) co_return problems::kTooLarge;
    const auto before = received_.size();
    const bool more = co_await read_more(stream);
    if (!more) co_return nrm::problems::kUnavailable;
    read += received_.size() - before;
    const auto allowed = setting_.options.body_timeout + time_for(read);
    deadline_ = (began + allowed).time_since_epoch().count();
  }
  co_return std::nullopt;
}

asio::awaitable<Response> Connection::run_on_worker(std::shared_ptr<const Plan> plan) {
  const auto& pipeline = setting_.pipeline;
  auto& workers = setting_.workers;
  auto executor = socket_.get_executor();
  const bool signed_in = pipeline.is_signed_in(plan->request);
  const auto start = [&pipeline, &workers, executor, plan, signed_in](auto handler) {
    const auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    const auto finish = [executor, shared](Response response) {
      asio::post(executor, [shared, response = std::move(response)]() mutable { (*shared)(std::move(response)); });
    };
    const bool queued = workers.try_submit([&pipeline, plan, finish] { finish(pipeline.run(*plan)); }, signed_in);
    if (!queued) finish(pipeline.refuse(problems::kBusy, plan->request));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Response)>(start, asio::use_awaitable);
}

template <class Stream>
asio::awaitable<bool> Connection::write_answer(Stream& stream, const Request& request, Response response,
                                               bool keep_alive, bool head_only) {
  const auto head = setting_.pipeline.head_text(request, response, keep_alive);
  const bool bodiless = head_only || response.status == 204 || response.status == 304;
  const auto body = bodiless ? std::string_view{} : content_of(response);
  set_deadline(limits::kWriteTimeout + time_for(body.size()));
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(head), asio::buffer(body.data(), body.size())};
  const auto [error, size] = co_await asio::async_write(stream, pieces, kAwait);
  co_return !error;
}

template <class Stream>
asio::awaitable<void> Connection::refuse_and_end(Stream& stream, const ProblemType& type) {
  const auto request = setting_.pipeline.blank_request(address_);
  auto response = setting_.pipeline.refuse(type, request);
  received_.clear();
  const bool written = co_await write_answer(stream, request, std::move(response), false, false);
  if (written) co_await linger(stream);
}

// Reads on and throws away: closing with unread bytes makes the kernel send a reset, which may overtake the answer.
template <class Stream>
asio::awaitable<void> Connection::linger(Stream& stream) {
  set_deadline(limits::kLingerTimeout);
  Error ignored;
  if (!tls_) socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  std::size_t thrown_away = 0;
  while (thrown_away < limits::kMaxLingerBytes) {
    const auto [error, size] = co_await stream.async_read_some(asio::buffer(chunk_), kAwait);
    if (error) co_return;
    thrown_away += size;
  }
}

}  // namespace nrm::http
