#include "shared.hpp"

namespace nrm::places {
namespace {

using http::JsonReader;
using http::JsonWriter;

constexpr std::size_t kStatementsShown = 50;

template <class T>
Result<T> do_act(const Context& context, const access::Session& session, const std::string& action,
                 const std::function<Result<T>(log::Act&)>& work) {
  const auto header = session.header(action, "", {std::nullopt, session.organisation, session.team.text()});
  return context->journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    if (const auto permit = access::decide(act, session, access::Relation::own_team); !permit)
      return tl::unexpected(permit.error());
    return work(act);
  });
}

void write_hold(JsonWriter& out, const Hold& hold, const std::optional<std::string>& reference) {
  out.begin_object().member("referral", hold.referral).member("reference", reference);
  out.member("service", hold.service)
      .member("standing", name_of(hold.standing))
      .member("since", hold.since)
      .end_object();
}

std::string render_own(log::Act& act, const Context& context, const TeamId& team) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& stock : stock_of(act.writer(), team)) write_stock(out, stock, context->pack, act.now());
  out.end_array().key("services").begin_array();
  if (const auto found = directory::find_team(act.writer(), team))
    for (const auto& service : found->services) out.value(service);
  out.end_array().key("holds").begin_array();
  for (const auto& hold : holds_of(act.writer(), team))
    write_hold(out, hold, context->reference_of ? context->reference_of(act.writer(), hold.referral) : std::nullopt);
  return out.end_array().end_object().take();
}

Result<http::Response> get_own(const Context& context, const http::Request&, const access::Session& session) {
  const auto body = do_act<std::string>(context, session, "places.view", [&](log::Act& act) -> Result<std::string> {
    return render_own(act, context, session.team);
  });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> get_statements(const Context& context, const http::Request&, const access::Session& session) {
  const auto said = do_act<std::vector<PastStatement>>(
      context, session, "places.view", [&](log::Act& act) -> Result<std::vector<PastStatement>> {
        return statements_of(act.writer(), session.team, kStatementsShown);
      });
  if (!said) return tl::unexpected(said.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& past : *said)
    out.begin_object()
        .member("service", past.service)
        .member("free", past.free)
        .member("counts_promised", past.counts_promised)
        .member("promised", past.promised)
        .member("stated_at", past.stated_at)
        .end_object();
  return http::json(200, out.end_array().end_object().take());
}

Result<http::Response> post_statement(const Context& context, const http::Request& request,
                                      const access::Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const Statement statement{in->code("service", context->pack.codes_of("service")), in->integer("free", 0, kMaxPlaces),
                            in->boolean("counts_promised")};
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_act<void>(context, session, "places.state",
                                 [&](log::Act& act) { return state(act, session.team, statement); });
  if (!done) return tl::unexpected(done.error());
  return http::created("/api/v1/places",
                       JsonWriter{}.begin_object().member("service", statement.service).end_object().take());
}

}  // namespace

std::vector<http::Route> own_routes(const Context& context) {
  using Behaviour = Result<http::Response> (*)(const Context&, const http::Request&, const access::Session&);
  const auto handler = [&](Behaviour behaviour) -> http::Handler {
    return [context, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = context->session(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour(context, request, *session);
    };
  };
  using enum http::Method;
  return {{get, "/api/v1/places", handler(get_own)},
          {post, "/api/v1/places", handler(post_statement)},
          {get, "/api/v1/places/statements", handler(get_statements)}};
}

}  // namespace nrm::places
