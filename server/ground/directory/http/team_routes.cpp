#include "shared.hpp"

namespace nrm::directory {
namespace {

using http::Method;
using http::Request;
using http::Response;

void write(http::JsonWriter& out, const Receiver& receiver) {
  const auto& team = receiver.team;
  out.begin_object().member("id", team.id).member("name", team.name).member("organisation_id", team.organisation);
  out.member("organisation_name", team.organisation_name).member("organisation_kind", team.organisation_kind);
  out.member("kind", *team.kinds.begin());
  write_codes(out, "kinds", team.kinds);
  out.member("region", team.region);
  write_codes(out, "services", team.services);
  out.member("can_receive", receiver.can_receive).member("confirmed", team.confirmed).end_object();
}

Result<Response> list(const Context& context, const Request& request) {
  const auto page = page_of(request);
  if (!page) return tl::unexpected(page.error());
  const auto asked = request.query.find("need");
  const auto need = asked == request.query.end() ? std::string{} : asked->second;
  if (!need.empty() && !context->pack.has_code("service", need))
    return fail(nrm::problems::kInvalid, {{"query:need", "not-in-list", {}}});
  const auto all = context->journal.database().reading(
      [&](storage::Reader& reader) { return teams_for_need(reader, need, context->can_receive); });
  return paged<Receiver>(
      all, *page, [](const Receiver& receiver) { return receiver.team.id.text(); }, write);
}

std::vector<std::string> team_kinds() {
  return {std::begin(pathway::kTeamKinds), std::end(pathway::kTeamKinds)};
}

// Nothing is the whole country, as its own code is.
std::vector<std::string> regions_of(const pathway::Pack& pack) {
  std::vector<std::string> out{pack.countries};
  for (const auto& region : pack.regions) out.push_back(region.code);
  out.emplace_back();
  return out;
}

Result<Response> add(const Context& context, const Request& request, const access::Session& session) {
  auto in = http::JsonReader::parse(request.body);
  if (!in) return tl::unexpected(in.error());
  const auto organisation = in->id<OrganisationId>("organisation_id");
  const auto name = in->text<200>("name");
  const auto kind = in->code("kind", team_kinds());
  // Who helps or identifies offers something; who coordinates, oversees or controls need not.
  const bool offers = kind == "protection" || kind == "identification";
  const auto services = in->codes("services", context->pack.codes_of("service"), 50,
                                  offers ? http::JsonReader::required : http::JsonReader::optional);
  const auto region = in->code("region", regions_of(context->pack), http::JsonReader::optional);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const NewTeam wanted{*organisation, name, {kind}, {services.begin(), services.end()}, region};
  const auto id = decided<TeamId>(*context, session, "directory.add-team", organisation->text(),
                                  [&](log::Act& act) { return add_team(act, context->pack, wanted); });
  if (!id) return tl::unexpected(id.error());
  return http::created("/api/v1/teams/" + id->text(),
                       http::JsonWriter{}.begin_object().member("id", *id).end_object().take());
}

}  // namespace

Routes team_routes(const Context& context) {
  return {{Method::get, "/api/v1/teams",
           signed_in(context,
                     [context](const Request& request, const access::Session&) { return list(context, request); })},
          {Method::post, "/api/v1/teams",
           signed_in(context, [context](const Request& request, const access::Session& session) {
             return add(context, request, session);
           })}};
}

}  // namespace nrm::directory
