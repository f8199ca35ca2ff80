// Erasing a case, or the values of one retention class. What a key holder does; the parts that need no key are also
// what a restore does over again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nrm/casefile/case.hpp"

namespace nrm::casefile {

// After the values of a class are gone; the object is read by erased_class_of. For modules that keep something of a
// class.
inline constexpr std::string_view kClassErased = "case.class-erased";
struct ErasedClass {
  CaseId case_id;
  std::string retention_class;
  UtcTime until;  // what came later stays: a restore erases over again what was erased then
};
ErasedClass erased_class_of(std::string_view object);

enum class Extent {
  all,
  written_text  // codes, months, numbers and flags stay
};
struct ErasedCase {
  CaseId id;
  std::optional<std::string> statistics_row;  // nothing where it was dropped before
};
// The case, what stands for it and what it stands for: one person's. Erasing asks for all of them.
std::vector<CaseId> parts_of_person(storage::Reader& reader, const CaseId& id);
// Every trace of all of them, here and in every module that reacts to kCaseErased. Their statistics rows go too: only
// the casework key tells which ones they were. By the team that holds the case, not by a joint one. The act's header
// must not name the case.
Result<std::vector<ErasedCase>> erase_case(log::Act& act, const access::Permit& permit, const CaseId& id);
// The same for whoever holds no key; the statistics row is for the caller to delete.
void forget_case(log::Act& act, const CaseId& id);

// All versions of the values of one class, and the cells that an import read them from. Where nothing is left in a
// compartment its keys go; else the case is to get new ones.
Result<void> erase_class(log::Act& act, const access::Permit& permit, const CaseId& id,
                         std::string_view retention_class, Extent extent);
// The same without a key, of what was written up to `until`: the card goes and is made anew by the next write.
void forget_class(log::Act& act, const CaseId& id, std::string_view retention_class, Extent extent, UtcTime until);

void delete_statistics_row(log::Act& act, std::string_view id);

}  // namespace nrm::casefile
