// The reader of TOML, asked for every kind of value at every key it has.
#include <cstdint>
#include <cstdlib>

#include "../src/toml_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nrm::pathway::PackFaults faults;
  auto in = nrm::pathway::TomlReader::parse("fuzz.toml", {reinterpret_cast<const char*>(data), size}, faults);
  if (!in) return faults.empty() ? (std::abort(), 0) : 0;
  in->text("id");
  in->integer("count", 0, 100);
  in->date("day");
  in->texts("codes");
  in->labels("names", {"en", "ru"});
  in->period("due");
  for (auto& table : in->tables("track")) table.origin();
  in->finish();
  return 0;
}
