#include "health.hpp"

#include <fmt/format.h>

#include "nrm/http/problem_json.hpp"

namespace nrm::app {
namespace {

http::Response text(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

Result<http::Response> say_health(Instance& instance) {
  instance.database().read([](storage::Reader& reader) { reader.query("select 1 as one"); });
  return instance.journal().disk_is_full() ? text(503, "disk full: reads only\n") : text(200, "ok\n");
}

std::int64_t count(storage::Reader& reader, std::string_view sql) {
  return reader.query(sql).at(0).integer("n");
}

// Prometheus text format. Counts of the log only: nothing about persons.
Result<http::Response> say_metrics(Instance& instance) {
  std::string out;
  instance.database().read([&](storage::Reader& reader) {
    out += "# TYPE opennrm_log_leaves gauge\n";
    out += fmt::format("opennrm_log_leaves {}\n", count(reader, "select count(*) as n from log_leaf"));
    out += "# TYPE opennrm_log_unnumbered_leaves gauge\n";
    out += fmt::format("opennrm_log_unnumbered_leaves {}\n",
                       count(reader, "select count(*) as n from log_leaf where sequence is null"));
    out += "# TYPE opennrm_jobs_waiting gauge\n";
    out += fmt::format("opennrm_jobs_waiting {}\n", count(reader, "select count(*) as n from job"));
    out += "# TYPE opennrm_disk_full gauge\n";
    out += fmt::format("opennrm_disk_full {}\n", instance.journal().disk_is_full() ? 1 : 0);
  });
  return text(200, out);
}

}  // namespace

std::unique_ptr<http::Server> start_health(Instance& instance, int port) {
  if (port == 0) return nullptr;
  http::ServerOptions options;
  options.address = "127.0.0.1";
  options.port = static_cast<std::uint16_t>(port);
  options.worker_threads = 1;
  options.max_connections = 16;
  std::vector<http::Route> routes{
      {http::Method::get, "/healthz", [&](const http::Request&) { return say_health(instance); }},
      {http::Method::get, "/metrics", [&](const http::Request&) { return say_metrics(instance); }}};
  auto server =
      std::make_unique<http::Server>(options, std::move(routes), http::make_problem_renderer(instance.catalogue()));
  server->start();
  return server;
}

}  // namespace nrm::app
