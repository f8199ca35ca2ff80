// Whose word stops the times of a track, and whose lets them go on.
#pragma once

#include "store.hpp"

namespace nrm::identification {

// The times of one stay, as of now; pack and stay outlive it.
class Stopping {
 public:
  Stopping(storage::Reader& reader, const pathway::Pack& pack, const Stay& stay, UtcTime now);

  bool stands_still(std::string_view reason) const;
  // Whether the reason stops it, or any of them: what has run out is late, and no word stops it afterwards.
  bool stops(const clocks::Running& clock, std::string_view reason) const;
  bool stops_any(std::string_view reason) const;
  // Whether that kind of body keeps each time that the reason stops: nobody stops a time that is others' to keep.
  bool may_stop(std::string_view reason, std::string_view organisation_kind) const;
  // Whether it keeps each that stands still for the reason; or the case is the team's: whoever stopped a time may hold
  // the case no more.
  bool may_let_go_on(std::string_view reason, const TeamId& team, std::string_view organisation_kind) const;

 private:
  bool is_kept_by(const clocks::Running& clock, std::string_view organisation_kind) const;

  const pathway::Pack& pack_;
  const Stay& stay_;
  UtcTime now_;
  std::vector<clocks::Running> running_;
};

}  // namespace nrm::identification
