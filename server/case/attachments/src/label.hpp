// What an attachment's sealed label says, and where label and file key stand among the case's sealed values.
#pragma once

#include "nrm/attachments/attachment.hpp"

namespace nrm::attachments {

struct Label {
  Personal<std::string> name;
  Personal<std::string> description;
  std::string type;         // empty until the content is kept, like what follows
  std::uint64_t size = 0;   // bytes
  std::string pieces_hash;  // digest_of the pieces
};
std::string label_field(const AttachmentId& id);
std::string key_field(const AttachmentId& id);
std::string to_text(const Label& label);
// Nothing where it is no label.
std::optional<Label> parse_label(const std::string& text);

}  // namespace nrm::attachments
