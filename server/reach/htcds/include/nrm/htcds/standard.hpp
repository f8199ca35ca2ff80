// The Human Trafficking Case Data Standard 2.0 of the IOM: keys and lists, read from the files the project carries.
// "Implements HTCDS 2.0"; IOM does not endorse it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nrm::htcds {

struct StandardField {
  std::string key;    // "prs_FirstName", verbatim: also "vic_RelationshipToTrafficker"'s odd "Unaquainted"
  std::string label;  // "First Name"; two fields are called "Longitude"
  bool deprecated = false;
};

// Immutable; thread-safe.
class Standard {
 public:
  // From the folder of htcds-2.0-fields.csv and htcds-2.0-values.csv. Throws std::runtime_error with file and line.
  static Standard load(const std::filesystem::path& folder);
  const std::vector<StandardField>& fields() const { return fields_; }  // in the standard's order
  // By the official key, or by one of the known misspellings in IOM's own templates.
  const StandardField* find_key(std::string_view key) const;
  // By label, where exactly one field bears it.
  const StandardField* find_label(std::string_view label) const;
  bool has_label(std::string_view label, const StandardField& field) const;
  bool has_list(std::string_view key) const { return lists_.find(key) != lists_.end(); }
  // The official value for a value or a label, in any case, without white space around.
  std::optional<std::string> find_value(std::string_view key, std::string_view value_or_label) const;

 private:
  std::vector<StandardField> fields_;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> lists_;  // key → folded value or label → value
};

// Lower case of ASCII letters, other letters as they are, nothing but single spaces between words.
std::string fold(std::string_view text);
std::string_view trim(std::string_view text);

}  // namespace nrm::htcds
