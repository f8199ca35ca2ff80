// The answer page: whole without scripts, and the same for everybody who opens it.
#pragma once

#include "nrm/http/message.hpp"
#include "nrm/letters/letter.hpp"

namespace nrm::letters {

enum class Shown { form, refused, thanks };
// In that language; it carries headers that allow nothing but its own style and sending its form here.
http::Response page(const Desk& desk, const std::string& language, Shown shown);

// What the caller asked for by name, else what her browser prefers, else the first of the languages.
std::string page_language(const Desk& desk, const std::optional<std::string>& asked, const http::Request& request);

}  // namespace nrm::letters
