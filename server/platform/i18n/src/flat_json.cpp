#include "flat_json.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace nrm::i18n {
namespace {

namespace json = boost::json;
using Code = json::error_code;

// Collects keys and messages; anything that is not a string inside one object ends the parse.
struct FlatHandler {
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 1;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = 100'000;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& code) { return ++depth == 1 || refuse("is not a text", code); }
  bool on_object_end(std::size_t, Code&) { return true; }
  bool on_array_begin(Code& code) { return refuse("is not a text", code); }
  bool on_array_end(std::size_t, Code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, Code&) { return append(key, part); }
  bool on_key(json::string_view part, std::size_t, Code& code) {
    append(key, part);
    return seen.insert(key).second || refuse("stands there twice", code);
  }
  bool on_string_part(json::string_view part, std::size_t, Code&) { return append(text, part); }
  bool on_string(json::string_view part, std::size_t, Code& code) {
    append(text, part);
    if (depth == 0) return refuse("is not an object", code);
    entries.emplace_back(std::exchange(key, {}), std::exchange(text, {}));
    return true;
  }
  bool on_number_part(json::string_view, Code& code) { return refuse("is not a text", code); }
  bool on_int64(std::int64_t, json::string_view, Code& code) { return refuse("is not a text", code); }
  bool on_uint64(std::uint64_t, json::string_view, Code& code) { return refuse("is not a text", code); }
  bool on_double(double, json::string_view, Code& code) { return refuse("is not a text", code); }
  bool on_bool(bool, Code& code) { return refuse("is not a text", code); }
  bool on_null(Code& code) { return refuse("is not a text", code); }
  bool on_comment_part(json::string_view, Code&) { return true; }
  bool on_comment(json::string_view, Code&) { return true; }

  bool append(std::string& to, json::string_view part) {
    to.append(part.data(), part.size());
    return true;
  }
  bool refuse(const char* why, Code& code) {
    fault = fmt::format("key \"{}\" {}", key, why);
    code = json::error::syntax;
    return false;
  }

  int depth = 0;
  std::string key, text, fault;
  std::set<std::string> seen;
  Entries entries;
};

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) throw std::runtime_error{fmt::format("{}: cannot be read", file.string())};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

Entries read_flat_json(const std::filesystem::path& file) {
  const auto content = content_of(file);
  json::basic_parser<FlatHandler> parser{json::parse_options{}};
  Code code;
  const auto used = parser.write_some(false, content.data(), content.size(), code);
  auto& handler = parser.handler();
  if (!handler.fault.empty()) throw std::runtime_error{fmt::format("{}: {}", file.string(), handler.fault)};
  if (code || used != content.size()) {
    throw std::runtime_error{fmt::format("{}: not JSON near byte {} (after key \"{}\")", file.string(), used,
                                         handler.entries.empty() ? "" : handler.entries.back().first)};
  }
  return std::move(handler.entries);
}

}  // namespace nrm::i18n
