#include "purpose.hpp"

#include "nrm/access/decide.hpp"
#include "nrm/casefile/problems.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::casefile {
namespace {

constexpr std::size_t kMinReason = 3;
constexpr std::size_t kMaxReason = 500;

}  // namespace

std::optional<Problem> purpose_fault(const log::Header& header) {
  std::vector<FieldProblem> faults;
  if (!access::is_purpose(header.purpose))
    faults.push_back({"/purpose", header.purpose.empty() ? "required" : "not-in-list", {}});
  if (const auto bad = find_text_fault(header.reason, kMaxReason, true))
    faults.push_back({"/reason", std::string{code_of(*bad)}, {{"max", std::to_string(kMaxReason)}}});
  else if (count_code_points(header.reason) < kMinReason)
    faults.push_back({"/reason", "too-short", {{"min", std::to_string(kMinReason)}}});
  if (faults.empty()) return std::nullopt;
  return Problem{problems::kPurposeNeeded, std::move(faults)};
}

}  // namespace nrm::casefile
