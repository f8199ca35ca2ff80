// The ledger of erasures: what a restored backup must not bring back. It holds digests of random ids, so it tells
// nothing to whoever has not the rows themselves. Byte by byte in docs/formats/erasures.md.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "nrm/casefile/erasure.hpp"
#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::retention {

struct Erased {
  enum class Kind { whole_case, statistics_row, part } kind = Kind::whole_case;
  std::string id;  // of the entry, random
  UtcTime at;
  crypto::Digest digest{};      // of the case's or the row's id
  std::string retention_class;  // part
  casefile::Extent extent = casefile::Extent::all;
};
crypto::Digest digest_of_case(std::string_view case_id);
crypto::Digest digest_of_statistics_row(std::string_view id);

struct Ledger {
  UtcTime as_of;  // every erasure up to then is in it
  std::vector<Erased> entries;
};
// Inside the act that erases.
void note_whole(log::Act& act, const CaseId& id, const std::optional<std::string>& statistics_row);
void note_part(log::Act& act, const CaseId& id, std::string_view retention_class, casefile::Extent extent);
std::vector<Erased> read_entries(storage::Reader& reader);

std::string to_text(const Ledger& ledger);
// Refuses every spelling but the one of to_text(); a file that was cut off has no end. The text of a failure names the
// line.
tl::expected<Ledger, std::string> parse_ledger(std::string_view text);
// Brings the file up to the database, keeping what only the file has; durable when it returns. Throws
// std::runtime_error where the file cannot be read or written. At a start only what is missing is written: it must work
// while the disk is full.
enum class MirrorWhen { always, behind };
void mirror(storage::Database& database, const Clock& clock, const std::filesystem::path& file,
            MirrorWhen when = MirrorWhen::always);

struct Replayed {
  std::int64_t cases = 0;
  std::int64_t statistics_rows = 0;
  std::int64_t parts = 0;
};
// Erases over again what the entries name and the database holds, and keeps the entries. Needs no key. The act's header
// names no case.
Replayed replay(log::Act& act, const std::vector<Erased>& entries);

}  // namespace nrm::retention
