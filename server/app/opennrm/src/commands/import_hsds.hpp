#pragma once

#include "../cli.hpp"

namespace nrm::app {

// The part of `import` that fills the directory.
void add_import_hsds(CLI::App& import, Terminal& terminal);

}  // namespace nrm::app
