// Cells as they were written, where reading them changed their form: kept sealed beside the case, so that an export can
// give back what came in: the note casefile::kAsWrittenNote of each compartment.
// Pairs of u32 length, key, u32 length, cell; lengths are big-endian.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "nrm/access/compartment.hpp"

namespace nrm::htcds {

using Cells = std::map<std::string, std::string, std::less<>>;  // key → cell
std::string encode_cells(const Cells& cells);                   // as text: base64url, for a note is text
Cells decode_cells(std::string_view text);                      // empty where the text is not such an encoding

}  // namespace nrm::htcds
