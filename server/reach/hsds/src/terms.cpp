#include "terms.hpp"

namespace nrm::hsds {
namespace {

struct Term {
  std::set<std::string> taxonomies;  // what the taxonomy is called: its name, its address, the term's own word for it
  std::string code;
  std::string name;
};

Term read(const json::object& term) {
  Term out{{text_at(term, "taxonomy")}, text_at(term, "code"), text_at(term, "name")};
  if (const auto* detail = term.if_contains("taxonomy_detail"); detail && detail->is_object()) {
    out.taxonomies.insert(text_at(detail->as_object(), "name"));
    out.taxonomies.insert(text_at(detail->as_object(), "uri"));
  }
  out.taxonomies.erase("");
  return out;
}

std::vector<Term> read_all(const json::object& service) {
  std::vector<Term> out;
  for (const auto& attribute : list_at(service, "attributes"))
    if (const auto* term = attribute.as_object().if_contains("taxonomy_term")) out.push_back(read(term->as_object()));
  return out;
}

// A type of support of HTCDS 2.0 tells the kind only where the pack has no other of that type.
std::optional<std::string> only_kind_of(const pathway::Pack& pack, std::string_view support) {
  const auto* list = pack.find_list("service");
  std::optional<std::string> found;
  if (list == nullptr) return found;
  for (const auto& code : list->codes) {
    if (code.htcds_key != "spl_Type" || code.htcds_value != support) continue;
    if (found) return std::nullopt;
    found = code.code;
  }
  return found;
}

std::optional<std::string> kind_of(const Term& term, const pathway::Pack& pack, const Rules& rules) {
  for (const auto& taxonomy : term.taxonomies) {
    for (const auto& word : {term.code, term.name})
      if (const auto rule = rules.terms.find({taxonomy, word}); rule != rules.terms.end()) return rule->second;
    if (taxonomy == kServiceTaxonomy && pack.has_code("service", term.code)) return term.code;
    if (taxonomy == kHtcdsTaxonomy)
      if (auto kind = only_kind_of(pack, term.code)) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::set<std::string> kinds_of(const json::object& service, const pathway::Pack& pack, const Rules& rules) {
  std::set<std::string> out;
  for (const auto& term : read_all(service))
    if (auto kind = kind_of(term, pack, rules)) out.insert(std::move(*kind));
  return out;
}

std::vector<std::string> terms_of(const json::object& service) {
  std::vector<std::string> out;
  for (const auto& term : read_all(service))
    out.push_back(fmt::format("{}: {}", term.taxonomies.empty() ? "" : *term.taxonomies.begin(),
                              term.code.empty() ? term.name : term.code));
  return out;
}

}  // namespace nrm::hsds
