// HSDS 3.0 documents into the directory: organisations, what each offers, and what the standard tells of it. What comes
// in is unconfirmed until an administrator confirms the organisation; so is every later change.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/access/session.hpp"
#include "nrm/hsds/rules.hpp"
#include "nrm/hsds/standard.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::hsds {

inline constexpr std::size_t kMaxFileBytes = 16UL << 20U;  // a country's directory has some thousand services
inline constexpr std::size_t kMaxFiles = 1'000;
inline constexpr std::size_t kMaxDepth = 32;           // the deepest document of the standard nests ten deep
inline constexpr std::size_t kMaxValues = 400'000;     // of one file: some 5,000 full services
inline constexpr std::size_t kMaxListItems = 5'000;    // of one list inside a document
inline constexpr std::size_t kMaxServicesOfOne = 500;  // of one organisation: they are written in one act
inline constexpr std::size_t kMaxFindings = 500;       // told one by one; the rest is counted

// A name ends in .json or .csv. CSV files of one folder belong together.
struct SourceFile {
  std::string name;
  std::string content;
};

struct Finding {
  std::string file;
  std::string pointer;  // RFC 6901; of a CSV file "/<row from 0>/<column>"
  std::string code;     // "required", "not-an-id", "not-in-list", …
  auto operator<=>(const Finding&) const = default;
};

struct NotMapped {
  std::string service;  // its identifier
  std::string name;
  std::vector<std::string> terms;  // "taxonomy: term", for a rule to be written
};

struct Counts {
  std::size_t added = 0, changed = 0, unchanged = 0;
};

struct ImportReport {
  std::map<std::string, std::size_t> objects;  // read, by type of the standard, each identifier once
  Counts organisations, services;
  std::vector<NotMapped> not_mapped;         // kept, not offered for referral and not published
  std::vector<std::string> to_be_confirmed;  // names of organisations with something that waits for confirmation
  std::vector<Finding> faults;               // what they point into was not imported
  std::vector<Finding> notes;                // left out, and the rest of it imported
  std::size_t untold = 0;                    // findings beyond kMaxFindings
};

struct ImportOptions {
  std::string organisation_kind = "ngo";  // of the pack: the standard has no such thing
};

// One act for each organisation that is new or changed, none for the others: importing the same again changes nothing.
// The session is an administrator's.
Result<ImportReport> import_hsds(log::Journal& journal, const access::Session& session, const Standard& standard,
                                 const pathway::Pack& pack, const Rules& rules, const std::vector<SourceFile>& files,
                                 const ImportOptions& options = {});

}  // namespace nrm::hsds
