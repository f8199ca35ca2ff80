#include "nrm/directory/offer.hpp"

#include "shared.hpp"

namespace nrm::directory {
namespace {

using http::JsonReader;
using http::JsonWriter;
using http::Method;
using http::Request;
using http::Response;

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

void write(JsonWriter& out, const DescribedOffer& offer) {
  out.begin_object().member("service", offer.service);
  write_codes(out, "sexes", offer.sexes);
  write_codes(out, "age_classes", offer.age_classes);
  out.member("with_children", text_or_null(offer.with_children));
  out.member("without_documents", text_or_null(offer.without_documents));
  out.member("disability_access", text_or_null(offer.disability_access));
  out.member("asks_residence", text_or_null(offer.asks_residence));
  write_codes(out, "languages", offer.languages);
  write_codes(out, "regions", offer.regions);
  out.member("hours", text_or_null(offer.hours)).member("confidential", offer.confidential);
  out.member("version", offer.version).member("described_at", offer.described_at).end_object();
}

Result<Response> list(const Context& context, const Request& request) {
  const auto id = path_id<TeamId>(request);
  if (!id) return tl::unexpected(id.error());
  std::vector<DescribedOffer> offers;
  const auto team = context->journal.database().reading([&](storage::Reader& reader) {
    auto found = find_team(reader, *id);
    if (found) offers = offers_of(reader, *found);
    return found;
  });
  if (!team || team->closed_at) return fail(nrm::problems::kNotFound);
  JsonWriter out;
  out.begin_object().member("name", team->name).member("organisation_name", team->organisation_name);
  out.key("items").begin_array();
  for (const auto& offer : offers) write(out, offer);
  return http::json(200, out.end_array().end_object().take());
}

std::vector<std::string> region_codes(const pathway::Pack& pack) {
  std::vector<std::string> out;
  for (const auto& region : pack.regions) out.push_back(region.code);
  return out;
}

std::set<std::string> set_of(std::vector<std::string> codes) {
  return {std::make_move_iterator(codes.begin()), std::make_move_iterator(codes.end())};
}

Offer read_offer(JsonReader& in, const pathway::Pack& pack) {
  using enum JsonReader::Need;
  const std::vector<std::string> yes_no{std::string{kYes}, std::string{kNo}};
  Offer out;
  out.service = in.code("service", pack.codes_of("service"));
  out.sexes = set_of(in.codes("sexes", pack.codes_of("sex"), 20, optional));
  out.age_classes = set_of(in.codes("age_classes", pack.codes_of("age-class"), 20, optional));
  out.with_children = in.code("with_children", yes_no, optional);
  out.without_documents = in.code("without_documents", yes_no, optional);
  out.disability_access = in.code("disability_access", yes_no, optional);
  out.asks_residence = in.code("asks_residence", yes_no, optional);
  out.languages = set_of(in.texts("languages", 3, kMaxLanguages, optional));
  out.regions = set_of(in.codes("regions", region_codes(pack), kMaxRegions, optional));
  out.hours = in.code("hours", {std::begin(kOpeningHours), std::end(kOpeningHours)}, optional);
  out.confidential = in.boolean("confidential");
  return out;
}

// The administrator for every team, its case manager for her own.
access::Relation relation_to(const access::Session& session, const TeamId& team) {
  return session.team == team && !session.roles.contains(access::Role::administrator) ? access::Relation::own_team
                                                                                      : access::Relation::instance;
}

Result<Response> describe(const Context& context, const Request& request, const access::Session& session) {
  const auto team = path_id<TeamId>(request);
  if (!team) return tl::unexpected(team.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto offer = read_offer(*in, context->pack);
  const auto version = in->integer("version", 0, 1'000'000'000);
  if (auto bad = in->finish()) return tl::unexpected(std::move(*bad));
  const auto header =
      session.header("directory.describe-offer", "", {std::nullopt, session.organisation, team->text()});
  const auto done = context->journal.act<void>(header, [&](log::Act& act) -> Result<void> {
    if (auto permit = access::decide(act, session, relation_to(session, *team)); !permit)
      return tl::unexpected(permit.error());
    return describe_offer(act, context->pack, *team, offer, version);
  });
  if (!done) return tl::unexpected(done.error());
  return http::created(
      "/api/v1/teams/" + team->text() + "/offers",
      JsonWriter{}.begin_object().member("service", offer.service).member("version", version + 1).end_object().take());
}

}  // namespace

Routes offer_routes(const Context& context) {
  return {{Method::get, "/api/v1/teams/{id}/offers",
           signed_in(context,
                     [context](const Request& request, const access::Session&) { return list(context, request); })},
          {Method::post, "/api/v1/teams/{id}/offers",
           signed_in(context, [context](const Request& request, const access::Session& session) {
             return describe(context, request, session);
           })}};
}

}  // namespace nrm::directory
