// How the routes show a hand-over.
#pragma once

#include "nrm/handover/handover.hpp"

namespace nrm::handover {

std::string render(const Desk& desk, const Preview& preview, std::string_view language);
std::string render(const Desk& desk, const View& view);
std::string render(const Desk& desk, const std::vector<Summary>& list);

}  // namespace nrm::handover
