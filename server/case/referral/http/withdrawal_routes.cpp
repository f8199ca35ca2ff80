#include "nrm/referral/withdrawal_preview.hpp"
#include "shared.hpp"

namespace nrm::referral {
namespace {

using http::JsonWriter;

void write_bases(JsonWriter& out, const Call& call, std::string_view name,
                 const std::vector<consent::RecordedBasis>& bases) {
  out.key(name).begin_array();
  for (const auto& basis : bases) {
    out.begin_object().member("id", basis.id).member("ground", basis.ground).member("purpose", basis.purpose);
    out.key("field_groups").begin_array();
    for (const auto& group : basis.field_groups) out.value(group);
    out.end_array().member("state", basis.state).key("until");
    if (basis.until)
      out.value(call.desk.pack.calendar->local_date(*basis.until - std::chrono::microseconds{1}));
    else
      out.null();
    out.end_object();
  }
  out.end_array();
}

void write_passed_on(JsonWriter& out, const std::vector<PassedOn>& all) {
  out.key("referrals").begin_array();
  for (const auto& item : all)
    out.begin_object()
        .member("id", item.id)
        .member("reference", item.reference)
        .member("need", item.need)
        .member("state", std::string{name_of(item.state)})
        .member("sent_at", item.sent_at)
        .member("read_at", item.read_at)
        .member("stops", item.stops)
        .member("help_under_way", item.help_under_way)
        .end_object();
  out.end_array();
}

}  // namespace

Result<http::Response> get_withdrawal_preview(const Call& call) {
  const auto found = call.request.path_params.find("id");
  const auto id = found == call.request.path_params.end() ? std::nullopt : CaseId::parse(found->second);
  if (!id) return fail(nrm::problems::kNotFound);
  const auto receivers = preview_withdrawal(call.desk, call.session, *id);
  if (!receivers) return tl::unexpected(receivers.error());
  JsonWriter out;
  out.begin_object().key("receivers").begin_array();
  for (const auto& receiver : *receivers) {
    out.begin_object();
    write_team(out, call.desk, "team", receiver.receiver);
    write_bases(out, call, "ends", receiver.ends);
    write_bases(out, call, "stays", receiver.stays);
    write_passed_on(out, receiver.passed_on);
    out.member("can_pause", receiver.can_pause).member("paused", receiver.paused).end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

}  // namespace nrm::referral
