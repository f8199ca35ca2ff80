// One connection: reads requests one after another, hands them to the pipeline and the workers, writes answers.
// Everything but the atomics is used on the connection's executor only.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>

#include "nrm/http/server.hpp"
#include "nrm/http/stream.hpp"
#include "pipeline.hpp"
#include "stream_places.hpp"
#include "worker_pool.hpp"

namespace nrm::http {

namespace asio = boost::asio;

// What all connections of a server share; outlives them.
struct ConnectionSetting {
  const ServerOptions& options;
  const Pipeline& pipeline;
  WorkerPool& workers;
  asio::ssl::context* tls;  // nothing: plain
  std::atomic<bool>& stopping;
  StreamPlaces& streams;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, std::string address, const ConnectionSetting& setting);
  asio::awaitable<void> run();
  asio::any_io_executor executor() { return socket_.get_executor(); }
  // For the sweeper, from any thread: whether the deadline passed, or nothing runs and the server stops.
  bool is_overdue(std::chrono::steady_clock::time_point now) const;
  // On the executor.
  void close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using StreamParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
  enum class Step { go_on, end };
  // One body that is being taken.
  struct Upload {
    std::shared_ptr<const Plan> plan;
    StreamParser parser;
    std::shared_ptr<BodySink> sink;
    std::chrono::steady_clock::time_point began;
    std::size_t read = 0;  // with chunk heads
    std::string piece = std::string(kStreamPieceBytes, '\0');
  };

  template <class Stream>
  asio::awaitable<void> serve(Stream& stream);
  template <class Stream>
  asio::awaitable<bool> read_more(Stream& stream);
  // The length of the header block in received_; 0 where the connection is over.
  template <class Stream>
  asio::awaitable<std::size_t> read_head(Stream& stream);
  template <class Stream>
  asio::awaitable<Step> serve_one(Stream& stream, std::size_t head_size, bool last);
  template <class Stream>
  asio::awaitable<Step> serve_planned(Stream& stream, Parser& parser, Plan& plan, bool keep_alive);
  template <class Stream>
  asio::awaitable<std::optional<ProblemType>> read_body(Stream& stream, Parser& parser, std::size_t max);
  template <class Stream>
  asio::awaitable<bool> say_continue(Stream& stream, std::string_view expect);
  template <class Stream>
  asio::awaitable<Step> answer_unread(Stream& stream, const Request& request, Response response, bool keep_alive,
                                      bool unread);
  template <class Stream>
  asio::awaitable<Step> serve_upload(Stream& stream, Parser& parser, Plan& plan, bool keep_alive);
  // The answer, or nothing where there is nobody left to answer.
  template <class Stream>
  asio::awaitable<std::optional<Response>> take_body(Stream& stream, Upload& upload);
  template <class Stream>
  asio::awaitable<Streamed<std::size_t>> read_piece(Stream& stream, Upload& upload);
  void abandon(const Upload& upload);
  template <class Stream>
  asio::awaitable<bool> write_source(Stream& stream, const Request& request, std::shared_ptr<BodySource> source);
  template <class Stream>
  asio::awaitable<bool> write_answer(Stream& stream, const Request& request, Response response, bool keep_alive,
                                     bool head_only);
  template <class Stream>
  asio::awaitable<void> refuse_and_end(Stream& stream, const ProblemType& type);
  template <class Stream>
  asio::awaitable<void> linger(Stream& stream);
  asio::awaitable<Response> run_on_worker(std::shared_ptr<const Plan> plan);
  // What `work` gave on a worker; nothing where the queue is full.
  template <class T>
  asio::awaitable<std::shared_ptr<T>> on_worker(std::function<T()> work, bool signed_in);
  // As on_worker, for a body under way: waits for its turn.
  template <class T>
  asio::awaitable<std::shared_ptr<T>> on_worker_in_turn(std::function<T()> work, bool signed_in);
  Head head_of(const Parser& parser) const;
  void set_deadline(std::chrono::milliseconds span);

  asio::ip::tcp::socket socket_;
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
  const std::string address_;
  const ConnectionSetting& setting_;
  std::array<char, 16 * 1024> chunk_;
  std::string received_;
  std::atomic<std::chrono::steady_clock::rep> deadline_;
  std::atomic<bool> idle_ = false;
};

}  // namespace nrm::http
