#include <stdlib.h>

#include <filesystem>

#include "nrm/storage/database.hpp"

namespace nrm::storage::testing {

std::string create_scratch_directory() {
  auto path = (std::filesystem::temp_directory_path() / "nrm-test-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw DatabaseError{"cannot make a temporary directory"};
  return path;
}

std::string create_scratch_postgresql(const std::string&) { throw DatabaseError{"no PostgreSQL"}; }
void drop_scratch_postgresql(const std::string&, const std::string&) {}

}  // namespace nrm::storage::testing
