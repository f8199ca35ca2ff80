// The schemas of HSDS 3.0 with no further properties allowed at any level, as its own conformance check has them.
#pragma once

#include <boost/json.hpp>

#include <gtest/gtest.h>

#include "formats.hpp"
#include "nrm/hsds/standard.hpp"

namespace nrm::hsds::testing {

// In a list a document shows these of its objects and no list at all.
inline const std::map<std::string, std::set<std::string>>& shown_in_lists() {
  static const std::map<std::string, std::set<std::string>> all{{"service", {"organization", "program"}},
                                                                {"service_at_location", {"location", "service"}},
                                                                {"organization", {}},
                                                                {"location", {}},
                                                                {"program", {}},
                                                                {"taxonomy", {}},
                                                                {"taxonomy_term", {"taxonomy_detail"}}};
  return all;
}

class Strict {
 public:
  explicit Strict(const Standard& standard) : standard_{standard} {}

  std::vector<std::string> faults_of(const std::string& type, const boost::json::value& document, bool in_list) {
    faults_.clear();
    object(type, document, type, in_list);
    return faults_;
  }

 private:
  // What the compiled schemas add to the single ones.
  static std::optional<Member> also(const std::string& type, const std::string& name) {
    if (type == "service_at_location" && name == "service") return Member{name, Form::object, "", {}, "service"};
    if (type == "organization" && name == "services") return Member{name, Form::list, "", {}, "service"};
    return std::nullopt;
  }

  void object(const std::string& type, const boost::json::value& value, const std::string& at, bool in_list) {
    if (!value.is_object()) return fault(at, "no object");
    const auto& known = standard_.type(type);
    for (const auto& name : known.required)
      if (!value.as_object().contains(name)) fault(at + "/" + name, "missing");
    for (const auto& entry : value.as_object()) {
      const std::string name{entry.key()};
      const auto found = known.members.find(name);
      const auto more = found == known.members.end() ? also(type, name) : std::optional{found->second};
      if (!more)
        fault(at + "/" + name, "additional");
      else
        member(type, *more, entry.value(), at + "/" + name, in_list);
    }
  }

  void member(const std::string& type, const Member& is, const boost::json::value& value, const std::string& at,
              bool in_list) {
    if (in_list && is.form == Form::list) return fault(at, "a list inside a list's item");
    if (in_list && is.form == Form::object && !shown_in_lists().at(type).contains(is.name))
      return fault(at, "not shown in lists");
    switch (is.form) {
      case Form::text:
        return text(is, value, at);
      case Form::number:
        return value.is_number() ? void() : fault(at, "no number");
      case Form::object:
        return object(is.of, value, at, in_list);
      case Form::list:
        if (!value.is_array()) return fault(at, "no list");
        for (const auto& item : value.as_array()) object(is.of, item, at + "/*", in_list);
    }
  }

  void text(const Member& is, const boost::json::value& value, const std::string& at) {
    if (!value.is_string()) return fault(at, "no text");
    std::string text{value.as_string()};
    if (!is.allowed.empty() && !is.allowed.contains(text)) fault(at, "not allowed");
    if (is.format == "uri" && text.starts_with("urn:opennrm:")) return;
    auto mended = text;
    if (mend_format(is.format, mended) || (is.format == "uuid" && mended != text))
      fault(at, "not of format " + is.format);
  }

  void fault(const std::string& at, const std::string& what) { faults_.push_back(at + ": " + what); }

  const Standard& standard_;
  std::vector<std::string> faults_;
};

}  // namespace nrm::hsds::testing
