#include "nrm/referral/reference.hpp"

namespace nrm::referral {

std::optional<std::string> reference_of(storage::Reader& reader, const ReferralId& id) {
  const auto row = reader.query_one("SELECT reference FROM referral WHERE id = $id", {{"id", id}});
  return row ? std::optional{row->text("reference")} : std::nullopt;
}

}  // namespace nrm::referral
