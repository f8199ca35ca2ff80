// Letters that wait. Written inside an act; nothing of what they say, nor to which address, is stored.
#pragma once

#include <string>

#include "nrm/storage/database.hpp"
#include "nrm/storage/migrations.hpp"

namespace nrm::mail {

storage::Schema schema();

struct Letter {
  std::string id;       // putting the same id again changes nothing
  std::string kind;     // the composer's own word
  std::string subject;  // an opaque id
  UtcTime due;
};
void put(storage::Writer& writer, const Letter& letter);
// Those of a subject that have not gone.
void drop_all_of(storage::Writer& writer, std::string_view subject);

}  // namespace nrm::mail
