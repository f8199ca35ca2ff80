#include "nrm/casefile/openings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "nrm/directory/directory.hpp"

namespace nrm::casefile {
namespace {

struct Cap {
  int openings;
  std::chrono::hours window;
};
constexpr Cap kCaps[]{{kOpeningsAnHour, std::chrono::hours{1}}, {kOpeningsADay, std::chrono::hours{24}}};

// The others, newest first: the one that must grow old before there is room again is the cap's last.
storage::Rows others_within(log::Act& act, const MemberId& member, std::string_view object, const Cap& cap) {
  return act.query(
      "SELECT opened_at FROM opened_object WHERE member = $member AND object <> $object AND opened_at > $since "
      "ORDER BY opened_at DESC LIMIT $limit",
      {{"member", member}, {"object", object}, {"since", act.now() - cap.window}, {"limit", cap.openings}});
}

bool opened_within(log::Act& act, const MemberId& member, std::string_view object, const Cap& cap) {
  return act
      .query_one("SELECT object FROM opened_object WHERE member = $member AND object = $object AND opened_at > $since",
                 {{"member", member}, {"object", object}, {"since", act.now() - cap.window}})
      .has_value();
}

Failure too_many(log::Act& act, UtcTime oldest, const Cap& cap) {
  const auto wait = std::chrono::ceil<std::chrono::seconds>(oldest + cap.window - act.now()).count();
  return fail(problems::kOpeningCap, {},
              {{"retry_after", std::to_string(wait)},
               {"openings", std::to_string(cap.openings)},
               {"hours", std::to_string(cap.window.count())}});
}

std::string joined(const std::vector<std::string_view>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

Result<void> count_opening(log::Act& act, const access::Permit& permit, std::string_view object) {
  const auto& member = permit.session().member;
  bool reached = false;
  for (const auto& cap : kCaps) {
    if (opened_within(act, member, object, cap)) continue;
    const auto others = others_within(act, member, object, cap);
    const auto before = static_cast<int>(others.size());
    if (before >= cap.openings) return too_many(act, others.back().time("opened_at"), cap);
    reached = reached || before + 1 == cap.openings;
  }
  act.run(
      "INSERT INTO opened_object (member, object, opened_at) VALUES ($member, $object, $now) "
      "ON CONFLICT (member, object) DO UPDATE SET opened_at = excluded.opened_at",
      {{"member", member}, {"object", object}, {"now", act.now()}});
  if (reached) act.react(kOpeningCapReached, object);
  act.react(kCompartmentOpened, object);
  return {};
}

std::int64_t colleagues_cases_opened(storage::Reader& reader, const MemberId& member, UtcTime since) {
  return reader
      .query_one(
          "SELECT COUNT(*) AS n FROM opened_object o JOIN case_file c ON c.id = o.object "
          "WHERE o.member = $member AND o.opened_at > $since AND c.keeper <> $member",
          {{"member", member}, {"since", since}})
      ->integer("n");
}

ReaderWords reader_words(const access::Session& session, const std::set<Compartment>& kinds) {
  std::vector<std::string_view> roles;
  for (const auto role : session.roles) {
    const auto held = access::compartments_of({role});
    if (std::ranges::any_of(kinds, [&](Compartment kind) { return held.contains(kind); }))
      roles.push_back(access::name_of(role));
  }
  // In an emergency none of them holds the kind: then she came with what she is.
  if (roles.empty())
    for (const auto role : session.roles) roles.push_back(access::name_of(role));
  std::vector<std::string_view> names;
  for (const auto kind : kinds) names.push_back(access::name_of(kind));
  return {joined(roles), joined(names)};
}

void note_reader(log::Act& act, const access::Session& session, const std::set<Compartment>& kinds) {
  const auto words = reader_words(session, kinds);
  const auto team = directory::find_team(act.writer(), session.team);
  act.note("reader.roles", words.roles);
  act.note("reader.kinds", words.kinds);
  act.note("reader.body", team ? team->organisation_kind : std::string{});
}

}  // namespace nrm::casefile
