// The fields of a case: place, limit, who sees it, how long it is kept. The list is written out in
// docs/formats/fields.md; a test holds them to each other.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/access/compartment.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/secret.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/pathway/pack.hpp"

namespace nrm::casefile {

using access::Compartment;

struct Field {
  std::string_view name;  // "identity.birth-date" … the part before the dot names the compartment
  Compartment compartment;
  std::string_view group;  // the field group a basis names: "identity", "contact", "needs", "situation", …
  std::size_t max_code_points;
  std::string_view kind;  // "text", "date", "month", "number", "flag", "code:<list>", "codes:<list>", "json:<shape>"
  std::string_view retention_class;  // the pack says how long each is kept
  // Tells about somebody else: a perpetrator, a relative, a guardian, a lawyer, a colleague. Not hers to be given out
  // with her own data.
  bool third_person = false;
};
const std::vector<Field>& fields();
const Field* find_field(std::string_view name);
// Where a value of the IOM's standard lives, by its key ("prs_FirstName").
const Field* find_htcds_field(std::string_view key);
const std::vector<std::string_view>& field_groups();
// The roles that hold the compartment, for people to read.
std::vector<std::string_view> who_sees(Compartment kind);
// The whole table of docs/formats/fields.md.
std::string fields_table();

using Values = std::map<std::string, Personal<std::string>>;  // field name → value as text

// The first fault of a value under its field's kind and limit, at `pointer`; nothing where it is well formed.
// Structured values (codes, json) are JSON text.
std::optional<FieldProblem> find_value_fault(const Field& field, std::string_view value, const std::string& pointer,
                                             Date today);
// Codes that the pack's list of that name does not have; a list that the pack lacks is not checked.
std::vector<FieldProblem> find_code_faults(const Values& values, const pathway::Pack& pack, std::string_view prefix);
// Faults between values: age class against birth date, detection month in the future. `prefix` is the pointer's start.
std::vector<FieldProblem> find_contradictions(const Values& values, std::string_view prefix, Date today);

// What structured values say.
std::string age_class_in(std::string_view json);
// Whole years at least, by the latest date that a birth date allows.
std::optional<int> youngest_age(std::string_view birth_date_json, Date today);
// One flat JSON object of texts, for what a module keeps sealed with a case.
std::string to_json_text(const std::map<std::string, std::string>& members);
std::map<std::string, std::string> from_json_text(std::string_view json);

}  // namespace nrm::casefile
