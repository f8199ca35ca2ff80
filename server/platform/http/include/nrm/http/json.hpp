// JSON in: strict (UTF-8, depth 32, duplicate keys refused, numbers are 64-bit integers), then read field by field into
// bounded types; whatever was not asked for is an unknown field. JSON out: a direct writer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nrm/kernel/id.hpp"
#include "nrm/kernel/problem.hpp"
#include "nrm/kernel/text.hpp"
#include "nrm/kernel/time.hpp"

namespace nrm::http {

namespace problems {
inline constexpr ProblemType kMalformedJson{"http.malformed-json", 400};
inline constexpr ProblemType kNotJson{"http.not-json", 415};
inline constexpr ProblemType kTooLarge{"http.too-large", 413};
inline constexpr ProblemType kMethodNotAllowed{"http.method-not-allowed", 405};
inline constexpr ProblemType kBadRequest{"http.bad-request", 400};
inline constexpr ProblemType kForeignOrigin{"http.foreign-origin", 403};
inline constexpr ProblemType kInternal{"http.internal", 500};
inline constexpr ProblemType kBusy{"http.busy", 503};
}  // namespace problems
std::vector<ProblemType> http_problems();

// A parsed document or a part of it, with a list of faults shared by the whole document. Use:
//   auto in = JsonReader::parse(request);            // Result<JsonReader>
//   auto name = in->text<200>("name", required);     // records a fault and returns an empty value where it is wrong
//   if (auto bad = in->finish()) return tl::unexpected(*bad);   // all faults at once, unknown fields too
class JsonReader {
 public:
  enum Need { optional, required };
  static Result<JsonReader> parse(std::string_view body);
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;
  ~JsonReader();

  bool has(std::string_view name) const;  // present and not null
  template <std::size_t Max>
  std::string text(std::string_view name, Need need = required) {
    return text_up_to(name, Max, need);
  }
  std::string text_up_to(std::string_view name, std::size_t max_code_points, Need need);
  // One of the given codes.
  std::string code(std::string_view name, const std::vector<std::string>& allowed, Need need = required);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max, Need need = required);
  bool boolean(std::string_view name, Need need = required);
  std::optional<Date> date(std::string_view name, Need need = required);
  std::optional<UtcTime> time(std::string_view name, Need need = required);
  template <class IdType>
  std::optional<IdType> id(std::string_view name, Need need = required) {
    const auto raw = text_up_to(name, 36, need);
    if (raw.empty()) return std::nullopt;
    auto parsed = IdType::parse(raw);
    if (!parsed) add_fault(name, "not-an-id");
    return parsed;
  }
  std::vector<std::string> codes(std::string_view name, const std::vector<std::string>& allowed, std::size_t max_count,
                                 Need need = required);
  std::vector<std::string> texts(std::string_view name, std::size_t max_code_points, std::size_t max_count, Need need);
  // Sub-documents; each reads itself, faults land in the same list. The parent's finish() checks them all.
  std::optional<JsonReader> object(std::string_view name, Need need = required);
  std::vector<JsonReader> objects(std::string_view name, std::size_t max_count, Need need = required);
  // The names of this object's members: for maps of field name to value.
  std::vector<std::string> names() const;

  void add_fault(std::string_view name, std::string_view code, std::map<std::string, std::string> params = {});
  bool ok() const;
  // kInvalid with every fault and every member nobody asked for; nothing where all is well.
  std::optional<Problem> finish();

 private:
  struct Node;
  explicit JsonReader(std::unique_ptr<Node> node);
  std::unique_ptr<Node> node_;
};

// Appends to one string; the caller keeps begin and end in balance.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view{text}); }
  JsonWriter& value(const std::string& text) { return value(std::string_view{text}); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(UtcTime time) { return value(to_rfc3339(time)); }
  JsonWriter& value(Date date) { return value(to_iso(date)); }
  template <class Tag>
  JsonWriter& value(const Id<Tag>& id) { return value(id.text()); }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) { return maybe ? value(*maybe) : null(); }
  JsonWriter& null();
  // Already JSON.
  JsonWriter& raw(std::string_view json);
  template <class T>
  JsonWriter& member(std::string_view name, const T& what) { return key(name).value(what); }
  std::string take() { return std::move(out_); }

 private:
  void separate();
  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace nrm::http
