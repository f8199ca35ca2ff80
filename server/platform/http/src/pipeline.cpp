#include "pipeline.hpp"

#include <cxxabi.h>
#include <fmt/format.h>
#include <unistd.h>

#include <stdexcept>

#include "answer_head.hpp"
#include "guards.hpp"
#include "header_values.hpp"
#include "limits.hpp"
#include "nrm/http/json.hpp"
#include "target.hpp"

namespace nrm::http {
namespace {

std::optional<Method> method_of(std::string_view name) {
  for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del}) {
    if (name == name_of(method)) return method;
  }
  return std::nullopt;
}

void log_to_stderr(std::string_view line) {
  const auto text = std::string{line} + "\n";
  // Nowhere else to say that standard error is gone.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string type_name(const std::exception& fault) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name{
      abi::__cxa_demangle(typeid(fault).name(), nullptr, nullptr, &status), std::free};
  return status == 0 ? name.get() : typeid(fault).name();
}

std::size_t most_bytes_of(const Route& route) {
  return std::min(route.limits.max_body_bytes, route.sink ? limits::kMaxStreamedBodyBytes : limits::kMaxAnyBodyBytes);
}

}  // namespace

// A logic_error's text is our own constant. Others may quote a value (a database does), so they are cut before it.
std::string describe(const std::exception& fault) {
  const std::string what = fault.what();
  if (dynamic_cast<const std::logic_error*>(&fault)) return type_name(fault) + ": " + what;
  return type_name(fault) + ": " + what.substr(0, what.find_first_of("\"'=(\n"));
}

Pipeline::Pipeline(const ServerOptions& options, std::vector<Route> routes, ProblemRenderer renderer)
    : languages_{options.languages},
      session_cookie_{options.session_cookie},
      clock_{options.clock ? options.clock : &system_clock_},
      random_{options.random ? options.random : &system_random_},
      log_{options.log ? options.log : log_to_stderr},
      observer_{options.observer},
      router_{std::move(routes)},
      renderer_{std::move(renderer)},
      files_{options.static_root} {}

Plan Pipeline::plan(const Head& head) const {
  Plan plan;
  plan.request = request_of(head);
  auto target = parse_target(head.target);
  if (!target || (!plan.request.header("host") && head.needs_host)) {
    plan.answer = refuse(problems::kBadRequest, plan.request);
    plan.no_more = true;
    return plan;
  }
  plan.request.path = std::move(target->path);
  plan.request.query = std::move(target->query);
  choose(head, plan);
  return plan;
}

Request Pipeline::request_of(const Head& head) const {
  auto request = blank_request(head.client_address);
  request.headers = head.headers;
  request.method = method_of(head.method).value_or(Method::get);
  request.language = negotiate_language(request.header("accept-language").value_or(""), languages_);
  request.cookies = parse_cookies(request.header("cookie").value_or(""));
  return request;
}

Request Pipeline::blank_request(std::string client_address) const {
  Request request;
  request.client_address = std::move(client_address);
  request.language = negotiate_language("", languages_);
  request.id = to_text(make_uuid_v4(*random_));
  return request;
}

void Pipeline::choose(const Head& head, Plan& plan) const {
  auto match = router_.match(plan.request.method, plan.request.path);
  if (!match.route || !method_of(head.method)) {
    plan.answer = answer_without_route(head, plan.request, match);
    return;
  }
  if (const auto refusal = find_refusal(head, plan.request, *match.route)) {
    plan.answer = refuse(*refusal, plan.request);
    return;
  }
  plan.route = match.route;
  plan.request.path_params = std::move(match.params);
}

Response Pipeline::answer_without_route(const Head& head, const Request& request, const Router::Match& match) const {
  if (!match.allowed.empty()) return not_allowed(request, match.allowed);
  const bool api = is_api_path(request.path);
  auto file = api ? std::nullopt : files_.answer(request);
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (file && reads) return std::move(*file);
  if (file || !method_of(head.method)) return not_allowed(request, {Method::get, Method::head});
  return refuse(nrm::problems::kNotFound, request);
}

Response Pipeline::not_allowed(const Request& request, const std::vector<Method>& allowed) const {
  std::string names;
  for (const auto method : allowed) names += (names.empty() ? "" : ", ") + std::string{name_of(method)};
  auto response = refuse(problems::kMethodNotAllowed, request);
  response.headers["Allow"] = names;
  return response;
}

std::optional<ProblemType> Pipeline::find_refusal(const Head& head, const Request& request, const Route& route) const {
  if (is_foreign(request, head.tls)) return problems::kForeignOrigin;
  if (head.content_length.value_or(0) > most_bytes_of(route)) return problems::kTooLarge;
  const bool wanted = media_type(request.header("content-type").value_or("")) == route.limits.content_type;
  if (head.has_body && !wanted) return problems::kNotJson;
  return std::nullopt;
}

Response Pipeline::run(const Plan& plan) const {
  try {
    auto done = plan.route->handler(plan.request);
    return done ? std::move(*done) : rendered(done.error(), plan.request);
  } catch (const std::exception& fault) {
    return internal_error(plan.request, describe(fault));
  } catch (...) {
    return internal_error(plan.request, "an exception of unknown type");
  }
}

Response Pipeline::internal_error(const Request& request, std::string_view what) const {
  JsonWriter line;
  line.begin_object().member("at", clock_->now()).member("level", "error").member("request", request.id);
  line.member("what", is_valid_utf8(what) ? what : "a text that is not UTF-8").end_object();
  log_(line.take());
  return refuse(problems::kInternal, request);
}

Response Pipeline::refuse(const ProblemType& type, const Request& request) const {
  auto response = rendered(Problem{type}, request);
  if (type == problems::kBusy) response.headers["Retry-After"] = std::to_string(limits::kBusyRetryAfterSeconds);
  return response;
}

// A renderer that throws (a text that is not UTF-8 among the parameters) must not take the connection with it.
Response Pipeline::rendered(const Problem& problem, const Request& request) const {
  try {
    return renderer_(problem, request);
  } catch (const std::exception& fault) {
    log_(fmt::format(R"({{"level":"error","request":"{}","what":"a problem could not be rendered"}})", request.id));
    auto response = json(500, fmt::format(R"({{"type":"urn:opennrm:problem:http.internal","status":500,)"
                                          R"("instance":"urn:uuid:{}"}})",
                                          request.id));
    response.content_type = "application/problem+json; charset=utf-8";
    return response;
  }
}

bool Pipeline::is_signed_in(const Request& request) const {
  return request.cookies.contains(session_cookie_);
}

std::string Pipeline::head_text(const Request& request, Response& response, bool keep_alive) const {
  add_standing_headers(request, response);
  if (observer_) observer_(request, response);
  try {
    return answer_head(response, keep_alive, clock_->now());
  } catch (const std::logic_error& fault) {
    response = internal_error(request, fault.what());
    add_standing_headers(request, response);
    return answer_head(response, false, clock_->now());
  }
}

}  // namespace nrm::http
