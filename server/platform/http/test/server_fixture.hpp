// A server with a few plain routes, over plain TCP or TLS, with short limits of time.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "nrm/http/json.hpp"
#include "nrm/http/problem_json.hpp"
#include "nrm/http/stream.hpp"
#include "raw_client.hpp"

namespace nrm::http::testing {

// Handlers wait at it until the test opens it.
class Gate {
 public:
  void wait() {
    std::unique_lock lock{mutex_};
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void wait_for_waiting(int count) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return waiting_ >= count; });
  }
  void open() {
    const std::lock_guard lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class ServerTest : public ::testing::TestWithParam<bool> {
 protected:
  // OpenSSL writes without MSG_NOSIGNAL, and the server ends connections on purpose here.
  ServerTest() { (void)std::signal(SIGPIPE, SIG_IGN); }
  static const std::filesystem::path& folder() {
    static const std::filesystem::path made = [] {
      std::string name = (std::filesystem::temp_directory_path() / "http-XXXXXX").string();
      const std::filesystem::path root = ::mkdtemp(name.data());
      ensure_certificate(root / "cert.pem", root / "key.pem", {"nrm.example", "10.0.0.1"});
      write(root / "web/index.html", "<!doctype html><title>web</title>");
      write(root / "web/assets/app-1a2b.js", std::string(5'000, 'x'));
      write(root / "web/robots.txt", "User-agent: *\nDisallow: /\n");
      return root;
    }();
    return made;
  }
  static void write(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file} << content;
  }

  static ServerOptions short_options() {
    ServerOptions options;
    options.port = 0;
    options.static_root = folder() / "web";
    options.header_timeout = std::chrono::milliseconds{400};
    options.body_timeout = std::chrono::milliseconds{400};
    options.idle_timeout = std::chrono::milliseconds{400};
    options.tls_handshake_timeout = std::chrono::milliseconds{400};
    return options;
  }

  virtual bool tls() const { return false; }

  void start(ServerOptions options = short_options()) {
    if (tls()) {
      options.certificate = folder() / "cert.pem";
      options.private_key = folder() / "key.pem";
    }
    options.log = [this](std::string_view line) {
      const std::lock_guard lock{log_mutex_};
      log_ += std::string{line} + "\n";
    };
    server_ = std::make_unique<Server>(options, routes(), make_problem_renderer(catalogue()));
    server_->start();
  }
  void TearDown() override {
    gate_.open();
    server_.reset();
  }

  virtual std::vector<Route> routes() {
    std::vector<Route> out;
    out.push_back({Method::get, "/api/v1/things/{id}", [](const Request& request) -> Result<Response> {
                     return json(200, "{\"id\":\"" + request.path_params.at("id") + "\"}");
                   }});
    out.push_back({Method::post, "/api/v1/things",
                   [](const Request& request) -> Result<Response> {
                     return created("/api/v1/things/7", "{\"size\":" + std::to_string(request.body.size()) + "}");
                   },
                   Limits{1'000}});
    out.push_back({Method::get, "/api/v1/gate", [this](const Request&) -> Result<Response> {
                     gate_.wait();
                     return json(200, "{}");
                   }});
    out.push_back({Method::get, "/api/v1/throw",
                   [](const Request&) -> Result<Response> { throw std::runtime_error{"row broken (name)=(Anna)"}; }});
    out.push_back({Method::get, "/api/v1/break-header",
                   [](const Request&) -> Result<Response> { return created("/x\r\nSet-Cookie: a=b", "{}"); }});
    out.push_back({Method::get, "/api/v1/echo", [](const Request& request) -> Result<Response> {
                     JsonWriter writer;
                     writer.begin_object().member("language", request.language);
                     writer.member("address", request.client_address).key("query").begin_object();
                     for (const auto& [name, value] : request.query) writer.member(name, value);
                     writer.end_object().key("cookies").begin_object();
                     for (const auto& [name, value] : request.cookies) writer.member(name, value);
                     return json(200, writer.end_object().end_object().take());
                   }});
    return out;
  }

  static const i18n::Catalogue& catalogue() {
    static const i18n::Catalogue loaded = [] {
      const auto root = folder() / "strings";
      write(root / "languages.toml",
            "[en]\ndirection=\"ltr\"\ncomplete=true\n[ru]\ndirection=\"ltr\"\ncomplete=true\n");
      for (const std::string language : {"en", "ru"}) {
        for (const std::string module : {"http", "kernel"}) {
          std::filesystem::create_directories(root / language);
          std::filesystem::copy_file(std::filesystem::path{NRM_SOURCE_DIR} / "strings" / language / (module + ".json"),
                                     root / language / (module + ".json"));
        }
      }
      return i18n::Catalogue::load(root);
    }();
    return loaded;
  }

  RawClient client() { return {server_->port(), tls()}; }
  std::string ask(std::string_view bytes, bool with_body = true) {
    RawClient fresh{server_->port(), tls()};
    return fresh.ask(bytes, with_body);
  }
  std::string get(std::string_view target, std::string_view more = "") {
    return ask("GET " + std::string{target} + " HTTP/1.1\r\nHost: a\r\n" + std::string{more} + "\r\n");
  }
  std::string post(std::string_view body, std::string_view more = "X-NRM: 1\r\nContent-Type: application/json\r\n") {
    return ask("POST /api/v1/things HTTP/1.1\r\nHost: a\r\n" + std::string{more} +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string{body});
  }
  std::string log() {
    const std::lock_guard lock{log_mutex_};
    return log_;
  }

  Gate gate_;
  std::mutex log_mutex_;
  std::string log_;
  std::unique_ptr<Server> server_;
};

}  // namespace nrm::http::testing
