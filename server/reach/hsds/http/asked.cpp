#include "asked.hpp"

#include <algorithm>
#include <charconv>

#include "nrm/kernel/text.hpp"

namespace nrm::hsds {
namespace {

constexpr std::size_t kMaxSearch = 200;
constexpr std::size_t kMaxPageNumber = 1'000'000;

class Query {
 public:
  explicit Query(const http::Request& request) : query_{request.query} {}

  std::string text(const char* name) {
    const auto found = query_.find(name);
    if (found == query_.end()) return {};
    if (const auto fault = find_text_fault(found->second, kMaxSearch, false)) {
      add(name, std::string{code_of(*fault)}, {{"max", std::to_string(kMaxSearch)}});
      return {};
    }
    return found->second;
  }
  std::size_t number(const char* name, std::size_t otherwise, std::size_t max) {
    const auto found = query_.find(name);
    if (found == query_.end()) return otherwise;
    std::size_t out = 0;
    const auto* end = found->second.data() + found->second.size();
    const auto read = std::from_chars(found->second.data(), end, out);
    if (read.ec == std::errc{} && read.ptr == end && out >= 1 && out <= max) return out;
    add(name, "out-of-range", {{"min", "1"}, {"max", std::to_string(max)}});
    return otherwise;
  }
  bool flag(const char* name) {
    const auto value = text(name);
    if (value == "true" || value == "1") return true;
    if (!value.empty() && value != "false" && value != "0") add(name, "not-in-list", {});
    return false;
  }
  std::optional<UtcTime> time(const char* name) {
    const auto value = text(name);
    if (value.empty()) return std::nullopt;
    if (const auto date = parse_iso_date(value)) return parse_rfc3339(value + "T00:00:00Z");
    const auto out = parse_rfc3339(value);
    if (!out) add(name, "not-a-time", {});
    return out;
  }
  void add(const std::string& name, std::string code, std::map<std::string, std::string> params) {
    faults_.push_back({"query:" + name, std::move(code), std::move(params)});
  }
  std::vector<FieldProblem> faults() { return std::move(faults_); }

 private:
  const std::map<std::string, std::string>& query_;
  std::vector<FieldProblem> faults_;
};

std::vector<std::string> words_of(const std::string& search) {
  std::vector<std::string> out;
  const auto folded = fold_for_search(search);
  std::string_view rest = folded;
  while (!rest.empty()) {
    const auto word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    if (!word.empty()) out.emplace_back(word);
  }
  return out;
}

bool bears_term_of(const Published& one, const std::string& taxonomy, const Edition& edition) {
  return std::any_of(edition.terms.begin(), edition.terms.end(),
                     [&](const Published& term) { return term.taxonomy == taxonomy && one.terms.contains(term.id); });
}

// What a list does not know is ignored in it.
bool fits_word(const Published& one, const Asked& asked) {
  if (one.taxonomy.empty()) return true;
  return (asked.taxonomy.empty() || one.taxonomy == asked.taxonomy) &&
         (asked.parent.empty() || one.parent == asked.parent) && (!asked.top_only || one.parent.empty());
}

bool fits_offer(const Published& one, const Asked& asked, const Edition& edition) {
  if (!asked.term.empty() && !one.terms.contains(asked.term)) return false;
  if (!asked.taxonomy.empty() && !bears_term_of(one, asked.taxonomy, edition)) return false;
  if (!asked.organisation.empty() && one.organisation != asked.organisation) return false;
  if (!asked.postcode.empty() && !one.postcodes.contains(asked.postcode)) return false;
  return !asked.modified_after || one.modified >= *asked.modified_after;
}

}  // namespace

Result<Asked> read_asked(const http::Request& request) {
  Query query{request};
  Asked out;
  out.page = query.number("page", 1, kMaxPageNumber);
  out.per_page = query.number("per_page", kDefaultPage, kMaxPage);
  out.full = query.flag("full");
  out.minimal = query.flag("minimal");
  out.full_service = query.flag("full_service");
  out.top_only = query.flag("top_only");
  const auto format = query.text("format");
  out.lines = format == "ndjson";
  if (!format.empty() && format != "json" && !out.lines) query.add("format", "not-in-list", {});
  out.words = words_of(query.text("search"));
  out.term = query.text("taxonomy_term_id");
  out.taxonomy = query.text("taxonomy_id");
  out.organisation = query.text("organization_id");
  out.parent = query.text("parent_id");
  out.postcode = fold_for_search(query.text("postcode"));
  std::erase(out.postcode, ' ');
  // The centre of a postcode is on no map that comes with the program.
  if (!query.text("proximity").empty()) query.add("proximity", "not-offered", {});
  out.modified_after = query.time("modified_after");
  if (auto faults = query.faults(); !faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return out;
}

bool fits(const Published& one, const Asked& asked, const Edition& edition) {
  const bool is_word = one.organisation.empty();  // a taxonomy or a term
  return (is_word ? fits_word(one, asked) : fits_offer(one, asked, edition)) &&
         std::all_of(asked.words.begin(), asked.words.end(),
                     [&](const auto& word) { return one.folded.find(word) != one.folded.npos; });
}

}  // namespace nrm::hsds
