// JSON in: strict (UTF-8, depth 32, duplicate keys refused, numbers are 64-bit integers), then read field by field into
// bounded types; whatever was not asked for is an unknown field. JSON out: a direct writer.
#pragma once

#include <concepts>
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

struct Request;

namespace problems {
inline constexpr ProblemType kMalformedJson{"http.malformed-json", 400};
inline constexpr ProblemType kNotJson{"http.not-json", 415};
inline constexpr ProblemType kTooLarge{"http.too-large", 413};
inline constexpr ProblemType kTargetTooLong{"http.target-too-long", 414};
inline constexpr ProblemType kHeadTooLarge{"http.head-too-large", 431};
inline constexpr ProblemType kMethodNotAllowed{"http.method-not-allowed", 405};
inline constexpr ProblemType kBadRequest{"http.bad-request", 400};
inline constexpr ProblemType kForeignOrigin{"http.foreign-origin", 403};
inline constexpr ProblemType kInternal{"http.internal", 500};
inline constexpr ProblemType kBusy{"http.busy", 503};
inline constexpr ProblemType kIdempotencyMismatch{"http.idempotency-mismatch", 422};
inline constexpr ProblemType kAnswerLost{"http.answer-lost", 409};
}  // namespace problems
std::vector<ProblemType> http_problems();

// A parsed document or a part of it, with a list of faults shared by the whole document. Use:
//   auto in = JsonReader::parse(request);            // Result<JsonReader>
//   auto name = in->text<200>("name", required);     // records a fault and returns an empty value where it is wrong
//   if (auto bad = in->finish()) return tl::unexpected(*bad);   // all faults at once, unknown fields too
// A member counts as asked for once has() or a reading function named it. Not thread-safe.
class JsonReader {
 public:
  enum Need { optional, required };
  enum class Kind { absent, null, boolean, number, text, object, array };
  static Result<JsonReader> parse(std::string_view body);
  static Result<JsonReader> parse(const Request& request);
  JsonReader(JsonReader&&) noexcept;
  JsonReader& operator=(JsonReader&&) noexcept;
  ~JsonReader();

  bool has(std::string_view name) const;  // present and not null
  Kind kind(std::string_view name) const;
  // The member as compact JSON, whatever it is; empty where absent. For values whose form a pack defines.
  std::string raw(std::string_view name);
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
// For what takes no fields: a body may be left out; one that is sent is an empty object.
Result<void> expect_nothing_in(std::string_view body);

// Appends to one string; the caller keeps begin and end in balance. Text must be valid UTF-8: anything else is a bug
// and throws. What could end a script element or a JavaScript line is escaped.
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
  // Templates, so that a double or a pointer does not turn into a number or a flag.
  template <std::integral T>
  JsonWriter& value(T number) {
    if constexpr (std::same_as<T, bool>) {
      return flag(number);
    } else if constexpr (std::unsigned_integral<T>) {
      return number_text(std::to_string(number));
    } else {
      return number_text(std::to_string(static_cast<std::int64_t>(number)));
    }
  }
  JsonWriter& value(UtcTime time) { return value(to_rfc3339(time)); }
  JsonWriter& value(Date date) { return value(to_iso(date)); }
  template <class Tag>
  JsonWriter& value(const Id<Tag>& id) {
    return value(id.text());
  }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  JsonWriter& null();
  // Already JSON.
  JsonWriter& raw(std::string_view json);
  template <class T>
  JsonWriter& member(std::string_view name, const T& what) {
    return key(name).value(what);
  }
  std::string take() { return std::move(out_); }

 private:
  void separate();
  void quote(std::string_view text);
  JsonWriter& flag(bool flag);
  JsonWriter& number_text(std::string_view digits);
  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace nrm::http
