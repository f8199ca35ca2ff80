#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "nrm/retention/ledger.hpp"

namespace nrm::retention {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_file(const fs::path& file, std::string_view why) {
  throw std::runtime_error{fmt::format("the ledger of erasures {}: {}", file.string(), why)};
}

Ledger read_file(const fs::path& file) {
  if (!fs::exists(file)) return {};
  std::ifstream in{file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.good() && !in.eof()) fail_file(file, "cannot be read");
  auto ledger = parse_ledger(text);
  if (!ledger) fail_file(file, ledger.error());
  return std::move(*ledger);
}

// What only the file has stays: the database may be an older one that was put back.
void add_missing(std::vector<Erased>& entries, std::vector<Erased> more) {
  std::set<std::string> known;
  for (const auto& entry : entries) known.insert(entry.id);
  for (auto& entry : more)
    if (known.insert(entry.id).second) entries.push_back(std::move(entry));
}

class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : number_{::open(file.c_str(), flags | O_CLOEXEC, 0600)} {
    if (number_ < 0) fail_file(file, std::strerror(errno));
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(number_); }
  int get() const { return number_; }

 private:
  int number_;
};

void write_all(const fs::path& file, std::string_view text) {
  const Descriptor out{file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW};
  while (!text.empty()) {
    const auto written = ::write(out.get(), text.data(), text.size());
    if (written < 0 && errno != EINTR) fail_file(file, std::strerror(errno));
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(out.get()) != 0) fail_file(file, std::strerror(errno));
}

}  // namespace

void mirror(storage::Database& database, const Clock& clock, const fs::path& file, MirrorWhen when) {
  // Two that end at once, here or in a command beside the server, must not put back what the other has read.
  const Descriptor folder{fs::absolute(file).parent_path(), O_RDONLY | O_DIRECTORY};
  if (::flock(folder.get(), LOCK_EX) != 0) fail_file(file, std::strerror(errno));
  auto ledger = read_file(file);
  const auto before = ledger.entries.size();
  add_missing(ledger.entries, database.reading([](storage::Reader& reader) { return read_entries(reader); }));
  if (when == MirrorWhen::behind && ledger.entries.size() == before) return;
  // A clock that was set back makes no file older.
  ledger.as_of = std::max(ledger.as_of, clock.now());
  auto partial = file;
  partial += ".partial";
  write_all(partial, to_text(ledger));
  fs::rename(partial, file);
  if (::fsync(folder.get()) != 0) fail_file(file, std::strerror(errno));
}

}  // namespace nrm::retention
