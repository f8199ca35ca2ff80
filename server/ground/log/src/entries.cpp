#include "nrm/log/entries.hpp"

#include <charconv>

#include "detail.hpp"

namespace nrm::log {

namespace {

constexpr std::string_view kColumns =
    "SELECT leaf_id, sequence, action_class, hour, sealed_to, subject_case, organisation, commitment, sealed_detail"
    " FROM log_leaf WHERE ";

Entry to_entry(const storage::Row& row) {
  Entry out{row.id<LeafId>("leaf_id"),
            {},
            row.text("action_class"),
            row.integer("hour"),
            row.text("sealed_to"),
            {},
            {},
            {},
            {}};
  if (!row.is_null("sequence")) out.sequence = static_cast<std::uint64_t>(row.integer("sequence"));
  if (!row.is_null("subject_case")) out.case_id = row.id<CaseId>("subject_case");
  if (!row.is_null("organisation")) out.organisation = row.id<OrganisationId>("organisation");
  const auto& commitment = row.blob("commitment");
  if (commitment.size() == out.commitment.size()) {
    std::copy(commitment.begin(), commitment.end(), out.commitment.begin());
  }
  if (!row.is_null("sealed_detail")) out.sealed_detail = row.blob("sealed_detail");
  return out;
}

struct Filter {
  std::string where;
  storage::Params params;
};

Filter filter_of(const EntryQuery& query) {
  Filter out{"1 = 1", {}};
  if (query.case_id) {
    out.where += " AND subject_case = $case";
    out.params.emplace_back("case", *query.case_id);
  }
  if (query.organisation) {
    out.where += " AND organisation = $organisation";
    out.params.emplace_back("organisation", *query.organisation);
  }
  if (!query.action_class.empty()) {
    out.where += " AND action_class = $class";
    out.params.emplace_back("class", query.action_class);
  }
  if (query.from_hour) {
    out.where += " AND hour >= $from";
    out.params.emplace_back("from", *query.from_hour);
  }
  if (query.until_hour) {
    out.where += " AND hour <= $until";
    out.params.emplace_back("until", *query.until_hour);
  }
  return out;
}

std::optional<std::int64_t> cursor_of(const PageRequest& page) {
  if (!page.after) return std::nullopt;
  std::int64_t out = 0;
  const auto* end = page.after->data() + page.after->size();
  const auto [stop, error] = std::from_chars(page.after->data(), end, out);
  return error == std::errc{} && stop == end ? std::optional{out} : std::nullopt;
}

void append_waiting(storage::Reader& reader, const EntryQuery& query, std::vector<Entry>& out) {
  auto filter = filter_of(query);
  const auto* order = query.newest_first ? " DESC" : "";
  const auto sql = fmt::format("{}{} AND sequence IS NULL ORDER BY waiting_since{}, leaf_id{}", kColumns, filter.where,
                               order, order);
  for (const auto& row : reader.query(sql, filter.params)) out.push_back(to_entry(row));
}

// One more than the page holds, to know whether another follows.
void append_numbered(storage::Reader& reader, const EntryQuery& query, std::vector<Entry>& out) {
  auto filter = filter_of(query);
  if (const auto after = cursor_of(query.page)) {
    filter.where += query.newest_first ? " AND sequence < $after" : " AND sequence > $after";
    filter.params.emplace_back("after", *after);
  }
  filter.params.emplace_back("limit", query.page.size + 1);
  const auto sql = fmt::format("{}{} AND sequence IS NOT NULL ORDER BY sequence{} LIMIT $limit", kColumns, filter.where,
                               query.newest_first ? " DESC" : "");
  for (const auto& row : reader.query(sql, filter.params)) out.push_back(to_entry(row));
}

}  // namespace

Page<Entry> read_entries(storage::Reader& reader, const EntryQuery& query) {
  Page<Entry> out;
  append_numbered(reader, query, out.items);
  if (out.items.size() > static_cast<std::size_t>(query.page.size)) {
    out.items.pop_back();
    out.next = std::to_string(out.items.back().sequence.value_or(0));
  }
  // A second's worth of acts: at most a few beyond the page.
  std::vector<Entry> waiting;
  if (query.newest_first && !query.page.after) append_waiting(reader, query, waiting);
  if (!query.newest_first && !out.next) append_waiting(reader, query, waiting);
  out.items.insert(query.newest_first ? out.items.begin() : out.items.end(), waiting.begin(), waiting.end());
  return out;
}

std::optional<Detail> open_entry(const Key32& log_seed, const Entry& entry) {
  if (!entry.sealed_detail) return std::nullopt;
  const auto place = detail_place(entry.leaf.text(), entry.action_class, entry.hour);
  const auto plaintext = crypto::box_open(log_seed, *entry.sealed_detail, place);
  DetailSalt salt{};
  if (!plaintext || plaintext->size() < salt.size()) return std::nullopt;
  std::copy_n(plaintext->begin(), salt.size(), salt.begin());
  const auto detail = text_of(ByteView{*plaintext}.subspan(salt.size()));
  if (commit_to(salt, detail) != entry.commitment) return std::nullopt;
  return parse_detail(detail);
}

}  // namespace nrm::log
