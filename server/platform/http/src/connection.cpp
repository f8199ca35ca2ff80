#include "connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
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
  if (!plan.answer && plan.route->sink) co_return co_await serve_upload(stream, parser, plan, keep_alive);
  if (!plan.answer && !parser.is_done()) {
    const auto refusal = co_await read_body(stream, parser, plan.route->limits.max_body_bytes);
    if (refusal && *refusal == nrm::problems::kUnavailable) co_return Step::end;
    if (refusal) plan.answer = setting_.pipeline.refuse(*refusal, plan.request);
  }
  if (plan.answer)
    co_return co_await answer_unread(stream, plan.request, std::move(*plan.answer), keep_alive, !parser.is_done());
  plan.request.body = std::move(parser.get().body());
  // The handler's time is bounded by the database's limits, not by the connection's.
  set_deadline(std::chrono::hours{1});
  const auto shared = std::make_shared<const Plan>(std::move(plan));
  auto response = co_await run_on_worker(shared);
  keep_alive = keep_alive && !setting_.stopping;
  const bool written = co_await write_answer(stream, shared->request, std::move(response), keep_alive, head_only);
  co_return (written && keep_alive) ? Step::go_on : Step::end;
}

// What is left of a body would be read as the next request.
template <class Stream>
asio::awaitable<Connection::Step> Connection::answer_unread(Stream& stream, const Request& request, Response response,
                                                            bool keep_alive, bool unread) {
  keep_alive = keep_alive && !unread;
  const bool head_only = request.method == Method::head;
  const bool written = co_await write_answer(stream, request, std::move(response), keep_alive, head_only);
  if (written && unread) co_await linger(stream);
  co_return (written && keep_alive) ? Step::go_on : Step::end;
}

template <class Stream>
asio::awaitable<bool> Connection::say_continue(Stream& stream, std::string_view expect) {
  if (lower(expect) != "100-continue" || !received_.empty()) co_return true;
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const auto [error, size] = co_await asio::async_write(stream, asio::buffer(kContinue), kAwait);
  co_return !error;
}

// kUnavailable: the client is gone or too slow, there is nobody to answer.
template <class Stream>
asio::awaitable<std::optional<ProblemType>> Connection::read_body(Stream& stream, Parser& parser, std::size_t max) {
  parser.body_limit(max);
  parser.eager(true);
  set_deadline(setting_.options.body_timeout);
  const auto began = SteadyClock::now();
  std::size_t read = received_.size();
  const bool told = co_await say_continue(stream, parser.get()["Expect"]);
  if (!told) co_return nrm::problems::kUnavailable;
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

// The opener decides before a byte of the body is read, then each piece is taken before the next is read: a slow
// database slows the client down instead of filling memory.
template <class Stream>
asio::awaitable<Connection::Step> Connection::serve_upload(Stream& stream, Parser& parser, Plan& plan,
                                                           bool keep_alive) {
  const bool has_body = !parser.is_done();
  const StreamPlace place{setting_.streams};
  if (!place.taken()) {
    auto busy = setting_.pipeline.refuse(problems::kBusy, plan.request);
    co_return co_await answer_unread(stream, plan.request, std::move(busy), keep_alive, has_body);
  }
  set_deadline(limits::kMaxStreamTime);
  const auto shared = std::make_shared<const Plan>(std::move(plan));
  const std::function<Streamed<std::shared_ptr<BodySink>>()> work = [this, shared] {
    return setting_.pipeline.open_sink(*shared);
  };
  const auto opened = co_await on_worker(work, setting_.pipeline.is_signed_in(shared->request));
  if (!opened || !*opened) {
    auto refusal = opened ? opened->error() : setting_.pipeline.refuse(problems::kBusy, shared->request);
    co_return co_await answer_unread(stream, shared->request, std::move(refusal), keep_alive, has_body);
  }
  parser.body_limit(std::min(shared->route->limits.max_body_bytes, limits::kMaxStreamedBodyBytes));
  Upload upload{shared, StreamParser{std::move(parser)}, **opened, SteadyClock::now()};
  upload.parser.eager(true);
  auto answer = co_await take_body(stream, upload);
  if (!answer) co_return Step::end;
  keep_alive = keep_alive && !setting_.stopping;
  co_return co_await answer_unread(stream, shared->request, std::move(*answer), keep_alive, !upload.parser.is_done());
}

template <class Stream>
asio::awaitable<std::optional<Response>> Connection::take_body(Stream& stream, Upload& upload) {
  const auto& pipeline = setting_.pipeline;
  const bool signed_in = pipeline.is_signed_in(upload.plan->request);
  set_deadline(setting_.options.body_timeout);
  const bool told = co_await say_continue(stream, upload.parser.get()["Expect"]);
  while (told && !upload.parser.is_done()) {
    const auto size = co_await read_piece(stream, upload);
    if (!size || *size == 0) {
      abandon(upload);
      co_return size ? std::nullopt : std::optional{size.error()};
    }
    const std::function<Streamed<void>()> work = [&pipeline, &upload, bytes = *size] {
      return pipeline.take(*upload.plan, *upload.sink, std::string_view{upload.piece}.substr(0, bytes));
    };
    set_deadline(limits::kMaxStreamTime);
    const auto taken = co_await on_worker_in_turn(work, signed_in);
    if (!taken || !*taken) {
      abandon(upload);
      co_return taken ? taken->error() : pipeline.refuse(problems::kBusy, upload.plan->request);
    }
  }
  if (!told) {
    abandon(upload);
    co_return std::nullopt;
  }
  const std::function<Response()> work = [&pipeline, &upload] { return pipeline.finish(*upload.plan, *upload.sink); };
  set_deadline(limits::kMaxStreamTime);
  const auto done = co_await on_worker_in_turn(work, signed_in);
  if (done) co_return std::move(*done);
  abandon(upload);
  co_return pipeline.refuse(problems::kBusy, upload.plan->request);
}

// Fills the piece, or what is left of the body; 0 where the client is gone or too slow. Every piece must come at the
// least rate, and the whole within its time.
template <class Stream>
asio::awaitable<Streamed<std::size_t>> Connection::read_piece(Stream& stream, Upload& upload) {
  const auto refused = [&](const ProblemType& type) {
    return tl::unexpected(setting_.pipeline.refuse(type, upload.plan->request));
  };
  const auto began = SteadyClock::now();
  const auto max = std::min(upload.plan->route->limits.max_body_bytes, limits::kMaxStreamedBodyBytes);
  auto& body = upload.parser.get().body();
  body.data = upload.piece.data();
  body.size = upload.piece.size();
  while (true) {
    Error error;
    if (!received_.empty()) {
      const auto used = upload.parser.put(asio::buffer(received_), error);
      received_.erase(0, used);
      if (error == beast_http::error::body_limit) co_return refused(problems::kTooLarge);
      if (error && error != beast_http::error::need_more && error != beast_http::error::need_buffer)
        co_return refused(problems::kBadRequest);
    }
    const auto filled = upload.piece.size() - body.size;
    if (upload.parser.is_done() || body.size == 0) co_return filled;
    if (upload.read > 2 * max + limits::kMaxHeaderBytes) co_return refused(problems::kTooLarge);
    const auto of_piece = began + setting_.options.body_timeout + time_for(filled);
    deadline_ = std::min(of_piece, upload.began + limits::kMaxStreamTime).time_since_epoch().count();
    const auto before = received_.size();
    const bool more = co_await read_more(stream);
    if (!more) co_return std::size_t{0};
    upload.read += received_.size() - before;
  }
}

void Connection::abandon(const Upload& upload) {
  const auto& pipeline = setting_.pipeline;
  // Where no worker is free, what was begun is left for the module's own cleaning.
  (void)setting_.workers.try_submit(
      [&pipeline, plan = upload.plan, sink = upload.sink] { pipeline.abandon(*plan, *sink); },
      pipeline.is_signed_in(upload.plan->request));
}

asio::awaitable<Response> Connection::run_on_worker(std::shared_ptr<const Plan> plan) {
  const auto& pipeline = setting_.pipeline;
  const std::function<Response()> work = [&pipeline, plan] { return pipeline.run(*plan); };
  const auto response = co_await on_worker(work, pipeline.is_signed_in(plan->request));
  co_return response ? std::move(*response) : pipeline.refuse(problems::kBusy, plan->request);
}

template <class T>
asio::awaitable<std::shared_ptr<T>> Connection::on_worker(std::function<T()> work, bool signed_in) {
  auto& workers = setting_.workers;
  auto executor = socket_.get_executor();
  const auto start = [&workers, executor, &work, signed_in](auto handler) {
    const auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    const auto finish = [executor, shared](std::shared_ptr<T> value) {
      asio::post(executor, [shared, value = std::move(value)]() mutable { (*shared)(std::move(value)); });
    };
    const bool queued = workers.try_submit([work, finish] { finish(std::make_shared<T>(work())); }, signed_in);
    if (!queued) finish(nullptr);
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(std::shared_ptr<T>)>(
      start, asio::use_awaitable);
}

template <class T>
asio::awaitable<std::shared_ptr<T>> Connection::on_worker_in_turn(std::function<T()> work, bool signed_in) {
  const auto until = SteadyClock::now() + limits::kStreamWorkerWait;
  while (true) {
    auto value = co_await on_worker(work, signed_in);
    if (value || setting_.stopping || SteadyClock::now() >= until) co_return value;
    asio::steady_timer pause{socket_.get_executor(), limits::kStreamWorkerRetry};
    const auto [error] = co_await pause.async_wait(kAwait);
    if (error) co_return nullptr;
  }
}

template <class Stream>
asio::awaitable<bool> Connection::write_answer(Stream& stream, const Request& request, Response response,
                                               bool keep_alive, bool head_only) {
  std::optional<StreamPlace> place;
  if (response.source && !place.emplace(setting_.streams).taken())
    response = setting_.pipeline.refuse(problems::kBusy, request);
  const auto head = setting_.pipeline.head_text(request, response, keep_alive);
  const bool bodiless = head_only || response.status == 204 || response.status == 304;
  if (response.source && !bodiless) {
    set_deadline(limits::kWriteTimeout);
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(head), kAwait);
    if (error) co_return false;
    co_return co_await write_source(stream, request, std::move(response.source));
  }
  const auto body = bodiless ? std::string_view{} : content_of(response);
  set_deadline(limits::kWriteTimeout + time_for(body.size()));
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(head), asio::buffer(body.data(), body.size())};
  const auto [error, size] = co_await asio::async_write(stream, pieces, kAwait);
  co_return !error;
}

// Each piece is read once the one before it was taken by the client. A body that cannot be read on is cut: the client
// has been told its length.
template <class Stream>
asio::awaitable<bool> Connection::write_source(Stream& stream, const Request& request,
                                               std::shared_ptr<BodySource> source) {
  const auto& pipeline = setting_.pipeline;
  const auto ends = SteadyClock::now() + limits::kMaxStreamTime;
  std::uint64_t left = source->size();
  while (left > 0) {
    const std::function<std::optional<std::string>()> work = [&pipeline, &request, source] {
      return pipeline.next(request, *source);
    };
    set_deadline(limits::kMaxStreamTime);
    const auto piece = co_await on_worker_in_turn(work, pipeline.is_signed_in(request));
    if (!piece || !*piece || (*piece)->empty() || (*piece)->size() > left) co_return false;
    left -= (*piece)->size();
    const auto of_piece = SteadyClock::now() + limits::kWriteTimeout + time_for((*piece)->size());
    deadline_ = std::min(of_piece, ends).time_since_epoch().count();
    const auto [error, size] = co_await asio::async_write(stream, asio::buffer(**piece), kAwait);
    if (error) co_return false;
  }
  co_return true;
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
