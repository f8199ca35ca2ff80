#include "nrm/http/server.hpp"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "connection.hpp"
#include "limits.hpp"
#include "tls.hpp"

namespace nrm::http {
namespace {

using tcp = asio::ip::tcp;
using Error = boost::system::error_code;

asio::ip::address shown(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address;
}

// Who holds an IPv6 address commonly holds its /64.
std::string counted_as(const asio::ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return {reinterpret_cast<const char*>(bytes.data()), 8};
}

}  // namespace

struct Server::Impl {
  Impl(ServerOptions given, std::vector<Route> routes, ProblemRenderer renderer)
      : options{std::move(given)},
        pipeline{options, std::move(routes), std::move(renderer)},
        workers{options.worker_threads, options.max_queued_requests, limits::kQueuePlacesForSignedIn},
        acceptor{io},
        sweep_timer{io} {}

  void bind();
  asio::awaitable<void> accept_all();
  void take(tcp::socket socket);
  bool count(const std::shared_ptr<Connection>& connection, const std::string& key);
  void forget(const std::shared_ptr<Connection>& connection, const std::string& key);
  asio::awaitable<void> sweep();
  void close_where(const std::function<bool(Connection&)>& is_due);
  bool wait_until_empty(std::chrono::milliseconds longest);

  ServerOptions options;
  Pipeline pipeline;
  std::atomic<bool> stopping = false;
  StreamPlaces streams{limits::kMaxStreams};
  std::mutex mutex;
  std::condition_variable emptied;
  std::set<std::shared_ptr<Connection>> connections;
  std::map<std::string, int> by_address;
  std::optional<asio::ssl::context> tls;
  std::optional<ConnectionSetting> setting;
  // Destroyed before what its coroutines and the workers' tasks point to.
  asio::io_context io;
  WorkerPool workers;
  tcp::acceptor acceptor;
  asio::steady_timer sweep_timer;
  std::uint16_t bound_port = 0;
  std::vector<std::thread> threads;
};

void Server::Impl::bind() {
  const tcp::endpoint where{asio::ip::make_address(options.address), options.port};
  acceptor.open(where.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address{true});
  acceptor.bind(where);
  acceptor.listen(asio::socket_base::max_listen_connections);
  bound_port = acceptor.local_endpoint().port();
}

asio::awaitable<void> Server::Impl::accept_all() {
  while (!stopping) {
    asio::any_io_executor executor = io.get_executor();
    if (options.io_threads > 1) executor = asio::make_strand(io);
    tcp::socket socket{executor};
    const auto [error] = co_await acceptor.async_accept(socket, asio::as_tuple(asio::use_awaitable));
    if (!error) {
      take(std::move(socket));
      continue;
    }
    // Out of descriptors or a client gone before it was taken: others may still be served.
    asio::steady_timer pause{io, std::chrono::milliseconds{50}};
    const auto [waited] = co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    if (waited) co_return;
  }
}

void Server::Impl::take(tcp::socket socket) {
  Error error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  const auto address = shown(remote.address());
  const auto key = counted_as(address);
  socket.set_option(tcp::no_delay{true}, error);
  const auto connection = std::make_shared<Connection>(std::move(socket), address.to_string(), *setting);
  if (!count(connection, key)) return;
  asio::co_spawn(connection->executor(), connection->run(),
                 [this, connection, key](const std::exception_ptr&) { forget(connection, key); });
}

bool Server::Impl::count(const std::shared_ptr<Connection>& connection, const std::string& key) {
  const std::lock_guard lock{mutex};
  const auto all = static_cast<int>(connections.size());
  const auto known = by_address.find(key);
  const int of_address = known == by_address.end() ? 0 : known->second;
  if (stopping || all >= options.max_connections || of_address >= options.max_connections_per_address) return false;
  by_address[key] = of_address + 1;
  connections.insert(connection);
  return true;
}

void Server::Impl::forget(const std::shared_ptr<Connection>& connection, const std::string& key) {
  const std::lock_guard lock{mutex};
  connections.erase(connection);
  if (--by_address[key] == 0) by_address.erase(key);
  if (connections.empty()) emptied.notify_all();
}

asio::awaitable<void> Server::Impl::sweep() {
  const auto shortest =
      std::min({options.header_timeout, options.body_timeout, options.idle_timeout, options.tls_handshake_timeout});
  const auto pause = std::clamp(shortest / 4, std::chrono::milliseconds{10}, limits::kSweepEvery);
  while (true) {
    sweep_timer.expires_after(pause);
    const auto [error] = co_await sweep_timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
    const auto now = std::chrono::steady_clock::now();
    close_where([now](Connection& connection) { return connection.is_overdue(now); });
  }
}

void Server::Impl::close_where(const std::function<bool(Connection&)>& is_due) {
  const std::lock_guard lock{mutex};
  for (const auto& connection : connections) {
    if (is_due(*connection)) asio::post(connection->executor(), [connection] { connection->close(); });
  }
}

bool Server::Impl::wait_until_empty(std::chrono::milliseconds longest) {
  std::unique_lock lock{mutex};
  return emptied.wait_for(lock, longest, [this] { return connections.empty(); });
}

Server::Server(ServerOptions options, std::vector<Route> routes, ProblemRenderer renderer)
    : impl_{std::make_unique<Impl>(std::move(options), std::move(routes), std::move(renderer))} {}

Server::~Server() {
  stop();
}

void Server::start() {
  auto& self = *impl_;
  if (!self.options.certificate.empty()) {
    self.tls.emplace(asio::ssl::context::tls_server);
    configure_tls(self.tls->native_handle(), self.options);
  }
  self.setting.emplace(ConnectionSetting{self.options, self.pipeline, self.workers, self.tls ? &*self.tls : nullptr,
                                         self.stopping, self.streams});
  try {
    self.bind();
  } catch (const boost::system::system_error& fault) {
    throw std::runtime_error{fmt::format("cannot listen on {} port {}: {}; choose another port or stop what holds it",
                                         self.options.address, self.options.port, fault.code().message())};
  }
  asio::co_spawn(self.io, self.accept_all(), [](const std::exception_ptr&) {});
  asio::co_spawn(self.io, self.sweep(), [](const std::exception_ptr&) {});
  for (int i = 0; i < std::max(self.options.io_threads, 1); ++i) {
    self.threads.emplace_back([&self] { self.io.run(); });
  }
}

std::uint16_t Server::port() const {
  return impl_->bound_port;
}

void Server::stop() {
  auto& self = *impl_;
  if (self.stopping.exchange(true)) return;
  asio::post(self.io, [&self] {
    Error ignored;
    self.acceptor.close(ignored);
  });
  if (!self.threads.empty() && !self.wait_until_empty(limits::kStopGrace)) {
    self.close_where([](Connection&) { return true; });
    self.wait_until_empty(limits::kSweepEvery);
  }
  self.workers.stop();
  self.io.stop();
  for (auto& thread : self.threads) thread.join();
  self.threads.clear();
  // Their sockets belong to the io_context, which dies first.
  self.connections.clear();
}

}  // namespace nrm::http
