#include "nrm/reconciliation/routes.hpp"
#include "nrm/http/path_id.hpp"

#include <charconv>

#include "nrm/http/json.hpp"
#include "render.hpp"

namespace nrm::reconciliation {
namespace {

using http::JsonReader;
using http::JsonWriter;
using Behaviour = Result<http::Response> (*)(const Desk&, const http::Request&, const access::Session&);

constexpr std::size_t kMaxParts = 7;     // one for each reason
constexpr std::size_t kMaxTotals = 500;  // two years of twenty needs
constexpr std::size_t kMaxEntryId = 64;  // "referral:" and an id
constexpr std::size_t kHexHash = 64;

Month read_month(JsonReader& in, std::string_view name) {
  const auto month = parse_month(in.text<7>(name));
  if (!month) in.add_fault(name, "not-a-month");
  return month.value_or(Month{});
}

// As it is after the act: whoever acted sees what became of it.
Result<http::Response> shown(const Desk& desk, const access::Session& session, const ReconciliationId& id) {
  const auto found = view(desk, session, id, std::nullopt);
  if (!found) return tl::unexpected(found.error());
  return http::created("/api/v1/reconciliations/" + id.text(), render(desk.journal.database(), *found));
}

Result<http::Response> get_list(const Desk& desk, const http::Request&, const access::Session& session) {
  const auto found = list(desk, session);
  if (!found) return tl::unexpected(found.error());
  return http::json(200, render(desk.journal.database(), *found));
}

Result<http::Response> post_new(const Desk& desk, const http::Request& request, const access::Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto from = in->id<OrganisationId>("from_organisation_id");
  const auto to = in->id<OrganisationId>("to_organisation_id");
  const Months period{read_month(*in, "first_month"), read_month(*in, "last_month")};
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto id = open(desk, session, {*from, *to, period});
  if (!id) return tl::unexpected(id.error());
  JsonWriter out;
  out.begin_object().member("id", *id).end_object();
  return http::created("/api/v1/reconciliations/" + id->text(), out.take());
}

Result<std::optional<std::int64_t>> version_asked(const http::Request& request) {
  const auto found = request.query.find("version");
  if (found == request.query.end()) return std::nullopt;
  std::int64_t number = 0;
  const auto& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    return fail(nrm::problems::kInvalid, {{"query:version", "wrong-type", {}}});
  return number;
}

Result<http::Response> get_one(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  const auto version = version_asked(request);
  if (!version) return tl::unexpected(version.error());
  const auto found = view(desk, session, *id, *version);
  if (!found) return tl::unexpected(found.error());
  return http::json(200, render(desk.journal.database(), *found));
}

std::vector<DeclaredTotal> read_totals(JsonReader& in, const pathway::Pack& pack) {
  std::vector<DeclaredTotal> out;
  for (auto& total : in.objects("totals", kMaxTotals))
    out.push_back({read_month(total, "month"), total.code("need", pack.codes_of("service")),
                   total.integer("referrals", 0, kMaxTotal)});
  return out;
}

Result<http::Response> post_totals(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto totals = read_totals(*in, desk.pack);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = declare_totals(desk, session, *id, totals);
  if (!done) return tl::unexpected(done.error());
  return shown(desk, session, *id);
}

Result<http::Response> post_list(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  const auto done = declare_list(desk, session, *id, request.body);
  if (!done) return tl::unexpected(done.error());
  return shown(desk, session, *id);
}

Result<http::Response> post_comparison(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  if (const auto empty = http::expect_nothing_in(request.body); !empty) return tl::unexpected(empty.error());
  const auto done = compare_anew(desk, session, *id);
  if (!done) return tl::unexpected(done.error());
  return shown(desk, session, *id);
}

LineIds read_lines_of(JsonReader& in) {
  LineIds out;
  for (const auto& text : in.texts("lines", 36, kMaxAtOnce, JsonReader::required)) {
    const auto id = LineId::parse(text);
    if (id) out.push_back(*id);
    if (!id) in.add_fault("lines", "not-an-id");
  }
  if (in.ok() && out.empty()) in.add_fault("lines", "required");
  return out;
}

Answer read_answer(JsonReader& in) {
  using enum JsonReader::Need;
  Answer out;
  if (in.has("entry")) out.entry = in.text<kMaxEntryId>("entry", optional);
  for (auto& part : in.objects("parts", kMaxParts, optional))
    out.parts.push_back({part.code("reason", reasons()), part.integer("referrals", 1, kMaxTotal),
                         part.text<kMaxReference>("document", optional)});
  return out;
}

Result<http::Response> post_answer(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto lines = read_lines_of(*in);
  const auto said = read_answer(*in);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = answer(desk, session, *id, lines, said);
  if (!done) return tl::unexpected(done.error());
  return shown(desk, session, *id);
}

using OnLines = Result<void> (*)(const Desk&, const access::Session&, const ReconciliationId&, const LineIds&);

Result<http::Response> on_lines(const Desk& desk, const http::Request& request, const access::Session& session,
                                OnLines act) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto lines = read_lines_of(*in);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = act(desk, session, *id, lines);
  if (!done) return tl::unexpected(done.error());
  return shown(desk, session, *id);
}

Result<http::Response> post_confirmation(const Desk& desk, const http::Request& request,
                                         const access::Session& session) {
  return on_lines(desk, request, session, confirm);
}

Result<http::Response> post_return(const Desk& desk, const http::Request& request, const access::Session& session) {
  return on_lines(desk, request, session, give_back);
}

Result<http::Response> post_signature(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto id = http::path_id<ReconciliationId>(request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto hash = in->text<kHexHash>("hash");
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = sign(desk, session, *id, hash);
  if (!done) return tl::unexpected(done.error());
  return shown(desk, session, *id);
}

}  // namespace

std::vector<http::Route> reconciliation_routes(const Desk& desk, const access::SessionResolver& sessions) {
  const auto handler = [&](Behaviour behaviour) -> http::Handler {
    return [desk, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour(desk, request, *session);
    };
  };
  using enum http::Method;
  const std::string all = "/api/v1/reconciliations";
  const auto one = all + "/{id}";
  return {{get, all, handler(get_list)},
          {post, all, handler(post_new)},
          {get, one, handler(get_one)},
          {post, one + "/totals", handler(post_totals)},
          {post, one + "/list", handler(post_list), {kMaxListBytes, "text/csv"}},
          {post, one + "/comparison", handler(post_comparison)},
          {post, one + "/answers", handler(post_answer)},
          {post, one + "/confirmations", handler(post_confirmation)},
          {post, one + "/returns", handler(post_return)},
          {post, one + "/signature", handler(post_signature)}};
}

}  // namespace nrm::reconciliation
