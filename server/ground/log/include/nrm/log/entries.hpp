// Entries of the log for those who are entitled: a case's timeline, an organisation's auditor.
#pragma once

#include <map>
#include <string>

#include "nrm/kernel/paging.hpp"
#include "nrm/log/act.hpp"

namespace nrm::log {

// What a leaf tells to whoever holds its key.
struct Detail {
  Actor actor;
  std::string action;
  std::string purpose;
  std::string object;
  std::string outcome;  // "done" or "refused"
  std::string problem;  // refused: the problem's slug
  std::string reason;
  std::string request;
  UtcTime time;
  std::map<std::string, std::string> notes;
};

// Still sealed.
struct Entry {
  LeafId leaf;
  std::optional<std::uint64_t> sequence;  // nothing until the sequencer numbered it
  std::string action_class;
  std::int64_t hour = 0;
  std::string sealed_to;  // whose key opens it: "case:<id>", "organisation:<id>" or "instance"
  std::optional<CaseId> case_id;
  std::optional<OrganisationId> organisation;
  crypto::Digest commitment{};
  std::optional<Bytes> sealed_detail;  // nothing once erased
};

struct EntryQuery {
  std::optional<CaseId> case_id;
  std::optional<OrganisationId> organisation;
  std::string action_class;  // empty: all
  // Whole hours, both included: all that a leaf tells of its time without its key.
  std::optional<std::int64_t> from_hour = std::nullopt;
  std::optional<std::int64_t> until_hour = std::nullopt;
  bool newest_first = true;
  PageRequest page;  // after: the sequence of the last entry of the page before
};
// Newest first, the first page begins with entries that wait for their number; oldest first, the last one ends so.
Page<Entry> read_entries(storage::Reader& reader, const EntryQuery& query);

// Nothing where the seed is another one, or where the detail does not fit the leaf's commitment.
std::optional<Detail> open_entry(const Key32& log_seed, const Entry& entry);

}  // namespace nrm::log
