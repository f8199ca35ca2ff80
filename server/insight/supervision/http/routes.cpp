#include "nrm/supervision/routes.hpp"

#include "render.hpp"

namespace nrm::supervision {
namespace {

struct Question {
  Period period;
  Grouping grouping = Grouping::body;
};

std::optional<Date> date_of(const http::Request& request, const char* name, std::vector<FieldProblem>& faults) {
  const auto found = request.query.find(name);
  const auto date = found == request.query.end() ? std::nullopt : parse_iso_date(found->second);
  if (!date)
    faults.push_back({std::string{"query:"} + name, found == request.query.end() ? "required" : "not-a-date", {}});
  return date;
}

Result<Question> question_of(const http::Request& request) {
  std::vector<FieldProblem> faults;
  const auto from = date_of(request, "from", faults);
  const auto until = date_of(request, "until", faults);
  const auto group = request.query.find("group");
  const auto grouping = group == request.query.end() ? std::optional{Grouping::body} : parse_grouping(group->second);
  if (!grouping) faults.push_back({"query:group", "not-in-list", {}});
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return Question{{*from, *until}, *grouping};
}

Result<View> asked(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto question = question_of(request);
  if (!question) return tl::unexpected(question.error());
  return view(desk, session, question->period, question->grouping);
}

Result<http::Response> get_figures(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto found = asked(desk, request, session);
  if (!found) return tl::unexpected(found.error());
  return http::json(200, render(*found, request.language));
}

Result<http::Response> get_table(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto found = asked(desk, request, session);
  if (!found) return tl::unexpected(found.error());
  auto table = render_table(*found, request.path_params.at("table"), request.language);
  if (!table) return fail(nrm::problems::kNotFound);
  http::Response out;
  out.content_type = "text/csv; charset=utf-8";
  out.headers["Content-Disposition"] = "attachment; filename=\"table.csv\"";
  out.body = std::move(*table);
  return out;
}

}  // namespace

std::vector<http::Route> supervision_routes(const Desk& desk, const access::SessionResolver& sessions) {
  using Behaviour = Result<http::Response> (*)(const Desk&, const http::Request&, const access::Session&);
  const auto handler = [&](Behaviour behaviour) -> http::Handler {
    return [desk, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour(desk, request, *session);
    };
  };
  return {{http::Method::get, "/api/v1/supervision", handler(get_figures)},
          {http::Method::get, "/api/v1/supervision/tables/{table}", handler(get_table)}};
}

}  // namespace nrm::supervision
