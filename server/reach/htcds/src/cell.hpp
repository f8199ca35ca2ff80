// From a cell to a stored value and back. Pure.
#pragma once

#include "nrm/casefile/field.hpp"
#include "nrm/htcds/standard.hpp"

namespace nrm::htcds {

struct Reading {
  std::string value;
  std::string fault;  // empty: read well
};
// Lists take values or labels in any case; several values are parted by ";" or, as XForms do, by spaces.
Reading read_cell(const Standard& standard, const StandardField& key, const casefile::Field& field,
                  std::string_view raw);
// The canonical cell of a stored value.
std::string write_cell(const casefile::Field& field, std::string_view stored);
// A spreadsheet takes a cell that begins like this for a formula.
std::string neutralise(std::string cell);

}  // namespace nrm::htcds
