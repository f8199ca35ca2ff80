// A route: one method, one path pattern, one handler. Modules return lists of routes; app joins them into one table,
// and a test holds that table to api/openapi.yaml both ways.
#pragma once

#include <functional>

#include "nrm/http/message.hpp"

namespace nrm::http {

struct Limits {
  std::size_t max_body_bytes = 256 * 1024;        // the largest form with every field at its limit
  std::string content_type = "application/json";  // of a body, where there is one
};

class BodySink;
using SinkOpener = std::function<Result<std::shared_ptr<BodySink>>(const Request&)>;
using Handler = std::function<Result<Response>(const Request&)>;

struct Route {
  Method method;
  std::string pattern;  // "/api/v1/cases/{id}"
  Handler handler;      // runs on a worker thread; may block on the database
  Limits limits = {};
  bool reads = false;    // a POST that only shows: harmless twice, so it goes on where its key cannot be noted
  SinkOpener sink = {};  // the body is taken piece by piece instead of being in the request: stream.hpp
};

}  // namespace nrm::http
