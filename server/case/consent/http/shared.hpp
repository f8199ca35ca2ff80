// What the routes of consent share.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/consent/routes.hpp"
#include "nrm/consent/view.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"

namespace nrm::consent {

struct Call {
  const RoutesContext& context;
  const http::Request& request;
  const access::Session& session;
};
using CallHandler = Result<http::Response> (*)(const Call&);

using http::path_id;

// One act of a session on a case of its own team.
template <class T>
Result<T> do_act(const Call& call, const std::string& action, const CaseId& id,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto& session = call.session;
  const auto header = session.header(action, "", {id, session.organisation, id.text()});
  return call.context.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (!casefile::holds(act.writer(), id, session.team)) return fail(nrm::problems::kNotFound);
    return work(act, *permit);
  });
}
// One act of a session on its own organisation's bases.
template <class T>
Result<T> do_body_act(const Call& call, const std::string& action, const std::string& object,
                      const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto& session = call.session;
  return call.context.journal.act<T>(
      session.header(action, "", {std::nullopt, session.organisation, object}), [&](log::Act& act) -> Result<T> {
        const auto permit = access::decide(act, session, access::Relation::own_organisation);
        if (!permit) return tl::unexpected(permit.error());
        return work(act, *permit);
      });
}

std::string bases_path(const CaseId& id);
void write_team(http::JsonWriter& out, storage::Reader& reader, std::string_view name, const TeamId& team);
void write_groups(http::JsonWriter& out, const std::set<std::string>& groups);
// The last day that counts: a basis's `until` is its end.
void write_last_day(http::JsonWriter& out, const pathway::Pack& pack, std::string_view name,
                    const std::optional<UtcTime>& until);
// The members of a basis in a list; the caller opens and closes the object.
void write_basis(http::JsonWriter& out, const pathway::Pack& pack, storage::Reader& reader, const RecordedBasis& basis);

Result<http::Response> show_text(const Call& call);
Result<http::Response> show_grounds(const Call& call);
Result<http::Response> record_basis(const Call& call);
Result<http::Response> list_bases(const Call& call);
Result<http::Response> show_basis(const Call& call);
Result<http::Response> print_basis(const Call& call);
Result<http::Response> record_notice(const Call& call);
Result<http::Response> record_ground(const Call& call);
Result<http::Response> confirm_basis(const Call& call);
Result<http::Response> list_grounds(const Call& call);
Result<http::Response> review_basis(const Call& call);
Result<http::Response> withdraw_basis(const Call& call);
Result<http::Response> withdraw_case(const Call& call);
Result<http::Response> pause_basis(const Call& call);
Result<http::Response> resume_basis(const Call& call);
Result<http::Response> suspect(const Call& call);

}  // namespace nrm::consent
