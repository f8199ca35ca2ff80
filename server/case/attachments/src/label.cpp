#include "label.hpp"

#include <charconv>

namespace nrm::attachments {

std::string label_field(const AttachmentId& id) {
  return "attachment:" + id.text();
}

std::string key_field(const AttachmentId& id) {
  return "attachment-key:" + id.text();
}

std::string to_text(const Label& label) {
  return casefile::to_json_text({{"name", label.name.reveal()},
                                 {"description", label.description.reveal()},
                                 {"type", label.type},
                                 {"size", std::to_string(label.size)},
                                 {"pieces", label.pieces_hash}});
}

std::optional<Label> parse_label(const std::string& text) {
  auto members = casefile::from_json_text(text);
  const auto& size = members["size"];
  Label out{Personal{members["name"]}, Personal{members["description"]}, members["type"], 0, members["pieces"]};
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (error != std::errc{} || end != size.data() + size.size() || out.name.reveal().empty()) return std::nullopt;
  return out;
}

}  // namespace nrm::attachments
