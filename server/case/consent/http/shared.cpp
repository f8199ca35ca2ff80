#include "shared.hpp"

#include "nrm/directory/directory.hpp"

namespace nrm::consent {

std::string bases_path(const CaseId& id) {
  return "/api/v1/cases/" + id.text() + "/bases";
}

void write_team(http::JsonWriter& out, storage::Reader& reader, std::string_view name, const TeamId& team) {
  const auto found = directory::find_team(reader, team);
  out.key(name)
      .begin_object()
      .member("id", team)
      .member("name", found ? found->name : std::string{})
      .member("organisation_name", found ? found->organisation_name : std::string{})
      .end_object();
}

void write_groups(http::JsonWriter& out, const std::set<std::string>& groups) {
  out.key("field_groups").begin_array();
  for (const auto& group : groups) out.value(group);
  out.end_array();
}

void write_last_day(http::JsonWriter& out, const pathway::Pack& pack, std::string_view name,
                    const std::optional<UtcTime>& until) {
  out.key(name);
  if (until)
    out.value(pack.calendar->local_date(*until - std::chrono::microseconds{1}));
  else
    out.null();
}

void write_basis(http::JsonWriter& out, const pathway::Pack& pack, storage::Reader& reader,
                 const RecordedBasis& basis) {
  out.member("id", basis.id)
      .member("decision", name_of(basis.decision))
      .member("ground", basis.ground)
      .member("purpose", basis.purpose);
  write_team(out, reader, "receiver_team", basis.receiver);
  write_groups(out, basis.field_groups);
  out.member("recorded_at", basis.recorded_at).member("recorded_by_member_id", basis.recorded_by);
  write_last_day(out, pack, "until", basis.until);
  out.member("state", basis.state);
}

}  // namespace nrm::consent
