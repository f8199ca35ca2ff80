#include "summary.hpp"

#include "nrm/access/cover.hpp"

namespace nrm::notice {
namespace {

std::optional<TeamId> team_of(storage::Reader& reader, const MemberId& member) {
  const auto row = reader.query_one("SELECT team FROM member WHERE id = $id AND state = 'active'", {{"id", member}});
  return row ? std::optional{row->id<TeamId>("team")} : std::nullopt;
}

// A member's own notice stays until she takes it off her list; a team's is seen once she has looked.
storage::Rows unseen(storage::Reader& reader, const MemberId& member, UtcTime since) {
  auto out = reader.query("SELECT code FROM member_notice WHERE member = $member AND told_at >= $since",
                          {{"member", member}, {"since", since}});
  const auto team = team_of(reader, member);
  if (!team || !access::addressees(reader, *team).contains(member)) return out;
  auto more = reader.query("SELECT code FROM team_notice WHERE team = $team AND told_at >= $since AND told_at > $seen",
                           {{"team", *team}, {"since", since}, {"seen", seen_at(reader, member).value_or(UtcTime{})}});
  out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return out;
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::requests:
      return "requests";
    case Kind::reviews:
      return "reviews";
    case Kind::accounts:
      return "accounts";
  }
  fail_bug("a kind of notice that is none");
}

Kind kind_of(std::string_view code) {
  if (code.starts_with("glass.")) return Kind::reviews;
  for (const std::string_view part : {"custody.", "keys.", "member."})
    if (code.starts_with(part)) return Kind::accounts;
  return Kind::requests;
}

std::map<Kind, std::int64_t> waiting_for(storage::Reader& reader, const MemberId& member) {
  std::map<Kind, std::int64_t> out;
  for (const auto& row : unseen(reader, member, UtcTime{})) ++out[kind_of(row.text("code"))];
  return out;
}

bool is_anything_new(storage::Reader& reader, const SettingRow& row) {
  return !unseen(reader, row.member, row.digest_at.value_or(UtcTime{})).empty();
}

bool is_active(storage::Reader& reader, const MemberId& member) {
  return team_of(reader, member).has_value();
}

}  // namespace nrm::notice
