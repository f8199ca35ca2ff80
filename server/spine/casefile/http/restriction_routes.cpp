// Restricting a case to its keeper and named members, and lifting that.
#include "nrm/casefile/restriction.hpp"
#include "shared.hpp"

namespace nrm::casefile {
namespace {

Result<std::set<MemberId>> members_in(http::JsonReader& in) {
  std::set<MemberId> out;
  for (const auto& text : in.texts("member_ids", 36, kMaxNamedMembers, http::JsonReader::optional)) {
    const auto id = MemberId::parse(text);
    if (id)
      out.insert(*id);
    else
      in.add_fault("member_ids", "not-an-id");
  }
  if (auto bad = in.finish()) return tl::unexpected(std::move(*bad));
  return out;
}

Result<http::Response> restrict_it(const RoutesContext& context, const http::Request& request,
                                   const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  auto in = http::JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto named = members_in(*in);
  if (!named) return tl::unexpected(named.error());
  const auto restricted = do_act<void>(
      context, session, {"case.restrict", *id, {}, {}},
      [&](log::Act& act, const access::Permit& permit) { return restrict_case(act, permit, *id, *named); });
  if (!restricted) return tl::unexpected(restricted.error());
  return http::no_content();
}

Result<http::Response> lift(const RoutesContext& context, const http::Request& request,
                            const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  const auto lifted =
      do_act<void>(context, session, {"case.lift-restriction", *id, {}, {}},
                   [&](log::Act& act, const access::Permit& permit) { return lift_restriction(act, permit, *id); });
  if (!lifted) return tl::unexpected(lifted.error());
  return http::no_content();
}

}  // namespace

Routes restriction_routes(const RoutesContext& context) {
  const auto handler = [&](auto behaviour) {
    return signed_in(context, [context, behaviour](const http::Request& request, const access::Session& session) {
      return behaviour(context, request, session);
    });
  };
  return {{http::Method::post, "/api/v1/cases/{id}/restriction", handler(restrict_it)},
          {http::Method::del, "/api/v1/cases/{id}/restriction", handler(lift)}};
}

}  // namespace nrm::casefile
