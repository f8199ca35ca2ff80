#include "nrm/http/problem_json.hpp"

#include "nrm/http/json.hpp"

namespace nrm::http {
namespace {

void write_errors(JsonWriter& out, const i18n::Catalogue& catalogue, const Problem& problem, const Request& request) {
  out.key("errors").begin_array();
  for (const auto& field : problem.fields) {
    out.begin_object();
    out.member("pointer", field.pointer).member("code", field.code);
    out.member("detail", catalogue.text(request.language, "field." + field.code, field.params));
    out.end_object();
  }
  out.end_array();
}

}  // namespace

ProblemRenderer make_problem_renderer(const i18n::Catalogue& catalogue) {
  return [&catalogue](const Problem& problem, const Request& request) {
    const std::string slug{problem.type.slug};
    JsonWriter out;
    out.begin_object();
    out.member("type", "urn:opennrm:problem:" + slug);
    out.member("title", catalogue.text(request.language, "problem." + slug, problem.params));
    out.member("status", problem.type.http_status);
    out.member("instance", "urn:uuid:" + request.id);
    if (!problem.fields.empty()) write_errors(out, catalogue, problem, request);
    out.end_object();
    auto response = json(problem.type.http_status, out.take());
    response.content_type = "application/problem+json; charset=utf-8";
    response.headers["Content-Language"] = request.language;
    if (const auto wait = problem.params.find("retry_after"); wait != problem.params.end())
      response.headers["Retry-After"] = wait->second;
    return response;
  };
}

}  // namespace nrm::http
