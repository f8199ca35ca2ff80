#include <fmt/format.h>

#include "field_lists.hpp"
#include "nrm/kernel/id.hpp"

namespace nrm::casefile {
namespace {

struct Index {
  std::vector<Field> all = own_fields();
  std::map<std::string_view, std::size_t> by_name;
  std::map<std::string_view, std::size_t> by_key;
  Index() {
    const auto standard = htcds_fields();
    all.insert(all.end(), standard.begin(), standard.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto name = all[i].name;
      if (!by_name.emplace(name, i).second) fail_bug("two fields of one name");
      if (const auto at = name.find(".htcds."); at != std::string_view::npos) by_key.emplace(name.substr(at + 7), i);
    }
  }
};
const Index& index() {
  static const Index instance;
  return instance;
}

const Field* at(const std::map<std::string_view, std::size_t>& map, std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &index().all[found->second];
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const auto name : names) out += fmt::format("{}{}", out.empty() ? "" : ", ", name);
  return out;
}

}  // namespace

const std::vector<Field>& fields() {
  return index().all;
}
const Field* find_field(std::string_view name) {
  return at(index().by_name, name);
}
const Field* find_htcds_field(std::string_view key) {
  return at(index().by_key, key);
}

const std::vector<std::string_view>& field_groups() {
  static const std::vector<std::string_view> groups{"identity", "contact", "needs",   "situation",
                                                    "health",   "child",   "justice", "residence"};
  return groups;
}

std::vector<std::string_view> who_sees(Compartment kind) {
  std::vector<std::string_view> out;
  for (const auto role : access::kRoles)
    if (access::compartments_of({role}).contains(kind)) out.push_back(access::name_of(role));
  return out;
}

std::string fields_table() {
  std::string out =
      "| field | compartment | group | at most | kind | who sees it | kept as | about "
      "|\n|---|---|---|---|---|---|---|---|"
      "\n";
  for (const auto& field : fields())
    out += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} | {} |\n", field.name, access::name_of(field.compartment),
                       field.group, field.max_code_points, field.kind, joined(who_sees(field.compartment)),
                       field.retention_class, field.third_person ? "somebody else" : "her or him");
  return out;
}

}  // namespace nrm::casefile
