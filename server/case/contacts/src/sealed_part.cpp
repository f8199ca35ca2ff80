#include "sealed_part.hpp"

#include <charconv>

namespace nrm::contacts {

std::string sealed_part_of(const Contact& contact) {
  return casefile::to_json_text({{"part", contact.part},
                                 {"language", contact.language},
                                 {"region", contact.region},
                                 {"minutes", contact.minutes ? std::to_string(*contact.minutes) : ""},
                                 {"note", contact.note}});
}

void add_sealed_part(std::string_view json, Contact& contact) {
  auto members = casefile::from_json_text(json);
  contact.part = members["part"];
  contact.language = members["language"];
  contact.region = members["region"];
  contact.note = members["note"];
  const auto& minutes = members["minutes"];
  std::int64_t number = 0;
  if (std::from_chars(minutes.data(), minutes.data() + minutes.size(), number).ec == std::errc{})
    contact.minutes = number;
}

}  // namespace nrm::contacts
