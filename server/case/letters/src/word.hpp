// Her word, or that of whoever spoke for her, counts no more: what becomes of letters that announced her.
#pragma once

#include "nrm/log/act.hpp"

namespace nrm::letters {

void register_word(log::Journal& journal);

}  // namespace nrm::letters
