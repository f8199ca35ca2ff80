// Who could take a need now: the teams that offer it, in one order that is the same for everybody, each with the
// reasons of its place in it. What is asked are codes; nothing about a person is stored, here or in the log.
#pragma once

#include "nrm/directory/offer.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/places/answer_record.hpp"
#include "nrm/places/freshness.hpp"
#include "nrm/places/places.hpp"

namespace nrm::places {

// An empty code, and a condition that is not true, are not asked for.
struct Ask {
  std::string need;  // of the list "service"
  std::string language;
  std::string sex;
  std::string age_class;
  std::string region;  // where she is: a region or a district
  bool with_children = false;
  bool without_documents = false;
  bool disability_access = false;
};

enum class Verdict { met, unknown, not_met };
std::string_view name_of(Verdict verdict);  // "met", "unknown", "not-met"
struct Condition {
  std::string_view what;  // "sex", "age-class", "with-children", "without-documents", "disability-access", "language",
                          // "region"
  Verdict verdict = Verdict::unknown;
};
// One for each condition that is asked for, in the order above.
std::vector<Condition> conditions_of(const Ask& ask, const directory::Offer& offer, const pathway::Pack& pack);

// By the provider's own word, if it is not too old: nobody's word is better than an old one, and worse than "free".
enum class Room { free, unknown, full };
std::string_view name_of(Room room);  // "free", "unknown", "full"

enum class Distance { not_asked, same_district, same_region, national, elsewhere, unknown };
std::string_view name_of(Distance distance);  // "not-asked", "same-district", …
// The region that a district is in; a region or a country is itself.
std::string region_around(std::string_view code, const pathway::Pack& pack);
Distance distance_between(std::string_view asked, std::string_view team_region, const pathway::Pack& pack);

struct Candidate {
  directory::Team team;
  bool can_receive = false;  // by the referral itself; whoever cannot is called or written to
  directory::Offer offer = {};
  std::vector<Condition> conditions = {};
  std::optional<Stock> stock = std::nullopt;
  std::optional<UtcTime> restate_by = std::nullopt;  // when the statement counts as old
  Room room = Room::unknown;
  Distance distance = Distance::not_asked;
  AnswerRecord record = {};
  std::optional<std::string> duty_phone = std::nullopt;
  // Which criterion put it after the one before it: "can-receive", "not-met", "unknown", "room", "distance", "answers",
  // "name"; empty for the first.
  std::string_view decided_by = {};
};
// Can receive; fewest conditions not met; fewest unknown; room; distance; answered in time (a team that was seldom
// asked stands near one half), then the shorter median; name; id. Total.
void put_in_order(std::vector<Candidate>& candidates);

// The telephone of who is on duty now; nothing where a team keeps no roster.
using DutyPhones = std::function<std::optional<std::string>(storage::Reader&, const TeamId&)>;
struct Sources {
  const pathway::Pack& pack;
  directory::CanReceive can_receive;
  AnswerRecords records;
  DutyPhones duty_phones;
};
// Every team but `asking` that offers the need, in order.
std::vector<Candidate> candidates_for(storage::Reader& reader, const Sources& sources, const Ask& ask,
                                      const TeamId& asking, UtcTime now);

}  // namespace nrm::places
