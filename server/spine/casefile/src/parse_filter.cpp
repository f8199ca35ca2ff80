#include <algorithm>
#include <charconv>

#include "nrm/casefile/case_filter.hpp"

namespace nrm::casefile {
namespace {

constexpr int kFurthestDays = 366;

class Parser {
 public:
  Parser(const FilterWords& words, const FilterReader& reader, std::string_view prefix)
      : words_{words}, reader_{reader}, prefix_{prefix} {}

  Result<CaseFilter> parse() {
    for (const auto& [name, value] : words_) read(name, value);
    if (!faults_.empty()) return fail(nrm::problems::kInvalid, std::move(faults_));
    return std::move(filter_);
  }

 private:
  void read(const std::string& name, const std::string& value) {
    if (name == "state") return life(value);
    if (name == "keeper") return keeper(value);
    if (name == "identification") return state(name, value, "identification", filter_.identification_state);
    if (name == "protection") return state(name, value, "protection", filter_.protection_state);
    if (name == "need") return code(name, value, reader_.pack.has_code("service", value), filter_.need);
    if (name == "age_class") return code(name, value, reader_.pack.has_code("age-class", value), filter_.age_class);
    if (name == "due_within") return due(value);
    if (name == "basis_missing") return yes_or_no(name, value, filter_.basis_missing);
    if (name == "in_group") return yes_or_no(name, value, filter_.in_group);
    if (name == "urgent") return urgent(value);
    fault(name, "unknown");
  }

  void life(const std::string& value) {
    if (value == "open") filter_.life = ListedLife::open;
    if (value == "closed") filter_.life = ListedLife::closed;
    if (value == "both") filter_.life = ListedLife::both;
    if (value != "open" && value != "closed" && value != "both") fault("state", "not-in-list");
  }
  void keeper(const std::string& value) {
    filter_.keeper = value == "me" ? std::optional{reader_.me} : MemberId::parse(value);
    if (!filter_.keeper) fault("keeper", "not-an-id");
  }
  void state(const std::string& name, const std::string& value, const char* track_id, std::string& into) {
    const auto* track = reader_.pack.pathway.find_track(track_id);
    code(name, value, track != nullptr && track->find(value) != nullptr, into);
  }
  void code(const std::string& name, const std::string& value, bool known, std::string& into) {
    if (known)
      into = value;
    else
      fault(name, "not-in-list");
  }
  void due(const std::string& value) {
    int days = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
    if (error != std::errc{} || end != value.data() + value.size() || days < 0 || days > kFurthestDays)
      return fault("due_within", "out-of-range", {{"min", "0"}, {"max", std::to_string(kFurthestDays)}});
    filter_.due_before = reader_.now + std::chrono::hours{24} * days;
  }
  void yes_or_no(const std::string& name, const std::string& value, std::optional<bool>& into) {
    if (value == "yes" || value == "no")
      into = value == "yes";
    else
      fault(name, "not-in-list");
  }
  void urgent(const std::string& value) {
    filter_.urgent = value == "yes";
    if (!filter_.urgent) fault("urgent", "not-in-list");
  }
  void fault(const std::string& name, std::string code, std::map<std::string, std::string> params = {}) {
    faults_.push_back({std::string{prefix_} + name, std::move(code), std::move(params)});
  }

  const FilterWords& words_;
  const FilterReader& reader_;
  std::string_view prefix_;
  CaseFilter filter_;
  std::vector<FieldProblem> faults_;
};

}  // namespace

const std::vector<std::string>& filter_words() {
  static const std::vector<std::string> words{"state",     "keeper",     "identification", "protection", "need",
                                              "age_class", "due_within", "basis_missing",  "in_group",   "urgent"};
  return words;
}

Result<CaseFilter> parse_filter(const FilterWords& words, const FilterReader& reader, std::string_view prefix) {
  return Parser{words, reader, prefix}.parse();
}

}  // namespace nrm::casefile
