#include <boost/json.hpp>

#include "nrm/log/verification.hpp"

namespace nrm::log {

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxLine = 256 * 1024;  // the largest sealed detail is some 10 KiB

std::string as_json_text(std::string_view text) {
  return json::serialize(json::string{text.data(), text.size()});
}

struct Write {
  std::string operator()(const ExportHeader& line) const {
    return fmt::format(R"({{"type":"log","format":1,"origin":{},"key":{}}})", as_json_text(line.origin),
                       as_json_text(line.key));
  }
  std::string operator()(const ExportLeaf& line) const {
    return fmt::format(R"({{"type":"leaf","sequence":{},"class":{},"hour":{},"commitment":"{}","digest":"{}",)"
                       R"("place":"{}","sealed":{}{}}})",
                       line.leaf.sequence, as_json_text(line.leaf.action_class), line.leaf.hour,
                       to_base64(line.leaf.commitment), to_base64(line.leaf.sealed_digest),
                       to_base64(line.leaf.place_digest),
                       line.sealed_detail ? '"' + to_base64(*line.sealed_detail) + '"' : "null",
                       line.leaf.erased ? fmt::format(R"(,"erased":"{}")", to_base64(*line.leaf.erased)) : "");
  }
  std::string operator()(const ExportCheckpoint& line) const {
    return fmt::format(R"({{"type":"checkpoint","number":{},"size":{},"note":{}}})", line.number, line.size,
                       as_json_text(line.note));
  }
  std::string operator()(const ExportWitness& line) const {
    return fmt::format(R"({{"type":"witness","key":{}}})", as_json_text(line.key));
  }
  std::string operator()(const ExportCosignature& line) const {
    return fmt::format(R"({{"type":"cosignature","size":{},"line":{}}})", line.size, as_json_text(line.line));
  }
  std::string operator()(const ExportEnd& line) const {
    return fmt::format(R"({{"type":"end","leaves":{},"checkpoints":{}}})", line.leaves, line.checkpoints);
  }
};

// Throws what Boost.JSON throws, and std::invalid_argument; parse_export_line() turns all into nothing.
std::string text_at(const json::object& in, std::string_view name) {
  return std::string{in.at({name.data(), name.size()}).as_string()};
}

std::uint64_t number_at(const json::object& in, std::string_view name) {
  return in.at({name.data(), name.size()}).to_number<std::uint64_t>();
}

Bytes bytes_at(const json::object& in, std::string_view name) {
  auto out = from_base64(text_at(in, name));
  if (!out) throw std::invalid_argument{"not base64"};
  return *out;
}

Digest digest_at(const json::object& in, std::string_view name) {
  const auto bytes = bytes_at(in, name);
  Digest out{};
  if (bytes.size() != out.size()) throw std::invalid_argument{"not a digest"};
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

ExportLeaf read_leaf(const json::object& in) {
  ExportLeaf out;
  out.leaf = {number_at(in, "sequence"),   text_at(in, "class"),    in.at("hour").to_number<std::int64_t>(),
              digest_at(in, "commitment"), digest_at(in, "digest"), digest_at(in, "place")};
  if (in.contains("erased")) out.leaf.erased = digest_at(in, "erased");
  if (out.leaf.action_class.size() > 255) throw std::invalid_argument{"class too long"};
  if (!in.at("sealed").is_null()) out.sealed_detail = bytes_at(in, "sealed");
  return out;
}

ExportLine read_line(const json::object& in) {
  const auto type = text_at(in, "type");
  if (type == "log") return ExportHeader{text_at(in, "origin"), text_at(in, "key")};
  if (type == "leaf") return read_leaf(in);
  if (type == "checkpoint")
    return ExportCheckpoint{number_at(in, "number"), number_at(in, "size"), text_at(in, "note")};
  if (type == "witness") return ExportWitness{text_at(in, "key")};
  if (type == "cosignature") return ExportCosignature{number_at(in, "size"), text_at(in, "line")};
  if (type == "end") return ExportEnd{number_at(in, "leaves"), number_at(in, "checkpoints")};
  throw std::invalid_argument{"unknown type"};
}

}  // namespace

std::string to_text(const ExportLine& line) {
  return std::visit(Write{}, line);
}

std::optional<ExportLine> parse_export_line(std::string_view text) {
  if (text.size() > kMaxLine) return std::nullopt;
  boost::system::error_code error;
  const auto parsed = json::parse({text.data(), text.size()}, error);
  if (error || !parsed.is_object()) return std::nullopt;
  try {
    auto line = read_line(parsed.as_object());
    if (to_text(line) != text) return std::nullopt;
    return line;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace nrm::log
