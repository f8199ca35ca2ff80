// Words that tell what happened to a person, in the six languages: none of them may stand in a letter that lies on a
// desk.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nrm::letters {

// The first that the text holds, as it is listed; nothing where it holds none. Upper and lower case are the same.
std::optional<std::string_view> find_telling_word(std::string_view text);

}  // namespace nrm::letters
