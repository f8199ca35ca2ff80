// Typed identifiers: an Id<Case> cannot stand where an Id<Team> is meant.
#pragma once

#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "nrm/kernel/random.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm {

using Uuid = std::array<std::uint8_t, 16>;
std::string to_text(const Uuid& uuid);
// Lower-case canonical form only: one identifier has one spelling.
std::optional<Uuid> parse_uuid(std::string_view text);
Uuid make_uuid_v7(const Clock& clock, Random& random);
Uuid make_uuid_v4(Random& random);

template <class Tag>
class Id {
 public:
  explicit Id(const Uuid& uuid) : uuid_{uuid} {}
  // Inside one team: sorts by time.
  static Id v7(const Clock& clock, Random& random) { return Id{make_uuid_v7(clock, random)}; }
  // For what crosses teams or reaches a person: a v7's time would re-link.
  static Id random(Random& random) { return Id{make_uuid_v4(random)}; }
  static std::optional<Id> parse(std::string_view text) {
    const auto uuid = parse_uuid(text);
    return uuid ? std::optional{Id{*uuid}} : std::nullopt;
  }
  // For rows that this program wrote: anything but an identifier there is a bug.
  static Id from_row(std::string_view text);
  std::string text() const { return to_text(uuid_); }
  const Uuid& uuid() const { return uuid_; }
  auto operator<=>(const Id&) const = default;

 private:
  Uuid uuid_;
};

[[noreturn]] void fail_bug(std::string_view what);

template <class Tag>
Id<Tag> Id<Tag>::from_row(std::string_view text) {
  auto id = parse(text);
  if (!id) fail_bug("a stored identifier is not a UUID");
  return *id;
}

struct OrganisationTag;
struct TeamTag;
struct MemberTag;
struct CaseTag;
struct ReferralTag;
struct BasisTag;
struct LeafTag;
struct SealTag;
struct RequestTag;
using OrganisationId = Id<OrganisationTag>;
using TeamId = Id<TeamTag>;
using MemberId = Id<MemberTag>;
using CaseId = Id<CaseTag>;
using ReferralId = Id<ReferralTag>;
using BasisId = Id<BasisTag>;
using LeafId = Id<LeafTag>;
using SealId = Id<SealTag>;
using RequestId = Id<RequestTag>;

}  // namespace nrm

template <class Tag>
struct std::hash<nrm::Id<Tag>> {
  std::size_t operator()(const nrm::Id<Tag>& id) const { return std::hash<std::string>{}(id.text()); }
};
