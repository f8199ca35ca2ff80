#include "serve.hpp"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

#include "config.hpp"
#include "health.hpp"
#include "nrm/http/problem_json.hpp"
#include "nrm/opennrm/instance.hpp"
#include "share.hpp"

namespace nrm::app {
namespace {

// A core dump would hold opened keys.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// A request that acts waits most of its time for the disk: as many as wait together share one commit.
constexpr int kWorkers = 16;

http::ServerOptions options_of(const Instance& instance, const ServeWanted& wanted) {
  const auto& config = instance.config();
  http::ServerOptions options;
  options.address = wanted.address.value_or(config.address);
  options.port = static_cast<std::uint16_t>(wanted.port.value_or(config.port));
  options.certificate = instance.folder() / "tls" / "cert.pem";
  options.private_key = instance.folder() / "tls" / "key.pem";
  options.static_root = find_share() / "web" / "staff" / "dist";
  options.worker_threads = kWorkers;
  options.languages = instance.catalogue().complete_languages();
  return options;
}

}  // namespace

void serve(const Terminal& terminal, const ServeWanted& wanted, const std::function<void()>& when_ready) {
  forbid_core_dumps();
  // Blocked before any thread starts, so that only the wait below receives them.
  const auto signals = ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) throw std::runtime_error{"SIGPIPE cannot be ignored"};

  InstanceOptions running;
  running.clock_is_right = wanted.clock_is_right;
  Instance instance{wanted.folder, running};
  const auto options = options_of(instance, wanted);
  std::filesystem::create_directories(options.certificate.parent_path());
  http::ensure_certificate(options.certificate, options.private_key, {"localhost"});
  http::Server server{options, instance.routes(), http::make_problem_renderer(instance.catalogue())};
  server.start();
  const auto health = start_health(instance, wanted.health_port.value_or(instance.config().health_port));
  instance.start_background();
  terminal.progress(fmt::format("{} serves https://{}:{}", instance.config().name,
                                options.address == "127.0.0.1" ? "localhost" : options.address, server.port()));
  when_ready();

  int received = 0;
  sigwait(&signals, &received);
  terminal.progress("Stopping: running requests may end, for at most 10 s.");
  server.stop();
  instance.stop_background();
}

}  // namespace nrm::app
