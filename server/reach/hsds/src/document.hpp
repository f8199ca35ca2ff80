// One document of the standard: parsed within limits, and each object brought into the form that is kept.
#pragma once

#include <boost/json.hpp>

#include <optional>

#include "findings.hpp"

namespace nrm::hsds {

namespace json = boost::json;

// Nothing, and a fault, where the text is no JSON or exceeds a limit.
std::optional<json::value> parse_document(const SourceFile& file, Findings& findings);

// In tables a number may be written as text and the other way round; an empty cell is none.
enum class Written { document, cells };

// The object with nothing but members of its type, each of its form. What the type does not know is noted and left out,
// and so are parts that do not fit and persons: contacts, whose attention a letter is for, who changed a record.
// Nothing, and faults, where something of the object itself does not fit.
std::optional<json::object> read_object(const Standard& standard, const ObjectType& type, const json::object& from,
                                        const Place& place, Written written, Findings& findings);

std::string text_at(const json::object& object, std::string_view name);
const json::array& list_at(const json::object& object, std::string_view name);  // an empty one where there is none
// Members and list items (by their id) that `into` lacks.
void fill(json::object& into, const json::object& from);

}  // namespace nrm::hsds
