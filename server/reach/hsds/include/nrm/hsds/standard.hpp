// The Human Services Data Specification 3.0 of Open Referral: its object types, read from the schemas that the project
// carries.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nrm::hsds {

enum class Form { text, number, object, list };

struct Member {
  std::string name;               // "opens_at"
  Form form = Form::text;         // of a list: what it holds is always objects
  std::string format;             // "uuid", "uri", "email", "date-time"; empty: any text
  std::set<std::string> allowed;  // empty: any
  std::string of;                 // the object type of an object or of a list's items: "phone"
};

struct ObjectType {
  std::string name;   // "phone"
  std::string table;  // "phones.csv", in the tabular forms
  std::map<std::string, Member, std::less<>> members;
  std::set<std::string> required;
};

// Immutable; thread-safe.
class Standard {
 public:
  // From the folder of the schemas (service.json, phone.json, …). Throws std::runtime_error with the file.
  static Standard load(const std::filesystem::path& folder);
  const ObjectType& type(std::string_view name) const;  // one that is not there is a bug
  const ObjectType* find_table(std::string_view file) const;

 private:
  std::map<std::string, ObjectType, std::less<>> types_;
};

}  // namespace nrm::hsds
