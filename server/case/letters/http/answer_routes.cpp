#include "answer_routes.hpp"

#include "nrm/http/json.hpp"
#include "nrm/letters/answer.hpp"
#include "nrm/letters/form.hpp"
#include "page.hpp"

namespace nrm::letters {
namespace {

constexpr std::size_t kMaxBody = 2048;  // five short fields
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

std::optional<std::string> find(const std::map<std::string, std::string>& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::nullopt : std::optional{found->second};
}

// Nothing rides on a cookie here, so a foreign form could do no more than its author with the code in hand. It could
// spend the tries of whoever opens it: that is refused. A program that sends neither header is let through.
bool is_foreign(const http::Request& request) {
  if (const auto site = request.header("sec-fetch-site"); site && *site != "same-origin") return true;
  const auto origin = request.header("origin");
  const auto host = request.header("host").value_or("");
  return origin && *origin != "https://" + host && *origin != "http://" + host;
}

std::optional<Submission> submission_of(const std::map<std::string, std::string>& form, const http::Request& request) {
  const auto reference = find(form, "reference"), code = find(form, "code"), answer = find(form, "answer");
  if (!reference || !code || !answer || (*answer != "accept" && *answer != "decline")) return std::nullopt;
  const bool accepted = *answer == "accept";
  // Whoever looked at the reasons and then accepts need not set the list back.
  return Submission{*reference, *code, accepted, accepted ? std::string{} : find(form, "reason").value_or(""),
                    access::network_of(request.client_address)};
}

Result<http::Response> get_page(const Desk& desk, const http::Request& request) {
  return page(desk, page_language(desk, find(request.query, "language"), request), Shown::form);
}

Result<http::Response> post_page(const Desk& desk, const http::Request& request) {
  if (is_foreign(request)) return fail(http::problems::kForeignOrigin);
  const auto form = parse_form(request.body);
  const auto language = page_language(desk, form ? find(*form, "language") : std::nullopt, request);
  const auto submission = form ? submission_of(*form, request) : std::nullopt;
  if (!submission) return page(desk, language, Shown::refused);
  const auto taken = answer(desk, *submission);
  if (!taken && taken.error().type != problems::kNotTaken) return tl::unexpected(taken.error());
  return page(desk, language, taken ? Shown::thanks : Shown::refused);
}

}  // namespace

std::vector<http::Route> answer_routes(const Desk& desk) {
  const auto with_desk = [&](Result<http::Response> (*behaviour)(const Desk&, const http::Request&)) -> http::Handler {
    return [desk, behaviour](const http::Request& request) { return behaviour(desk, request); };
  };
  const std::string path{kPagePath};
  return {{http::Method::get, path, with_desk(get_page)},
          {http::Method::post, path, with_desk(post_page), {kMaxBody, std::string{kFormType}}}};
}

}  // namespace nrm::letters
