// What a structured value looks like, as data: the check of a value, docs/formats/fields.md and the client's forms are
// made from it. A kind json:SHAPE names one.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/casefile/field.hpp"

namespace nrm::casefile {

struct Member {
  std::string_view name;
  // "text"; "date" (YYYY-MM-DD); "part-date" (YYYY, YYYY-MM or YYYY-MM-DD); "flag" (JSON true or false); "code:<list>";
  // "codes:<list>" (an array); "texts" (an array of at most ten); "money" (an object: amount in minor units as digits,
  // ISO 4217 currency, date).
  std::string_view kind;
  std::size_t most = 0;  // code points of a text or of each of "texts"
  bool required = false;
  // Names another person in a value that is hers otherwise. A field that tells about nobody but others is marked whole.
  bool third_person = false;
};
struct Shape {
  std::string_view name;
  std::size_t most;  // objects in an array of at least one; 0: the value is one object
  std::vector<Member> members;
};
const std::vector<Shape>& shapes();
const Shape* find_shape(std::string_view name);
// Nothing where the field's kind is not json.
const Shape* shape_of(const Field& field);
inline constexpr std::size_t kMaxTexts = 10;

// The lists that this program's own rules, figures or forms rest on. All others are the pack's.
const std::map<std::string_view, std::vector<std::string_view>>& closed_lists();

// Whether to write the value as JSON. What was stored before its field had a shape is text and is shown as such.
bool is_structured_text(const Field& field, std::string_view value);

// The list of shapes in docs/formats/fields.md.
std::string shapes_table();

}  // namespace nrm::casefile
