// What went wrong by a user's doing, as data. Rendered once, at the edge, as RFC 9457 in the user's language.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

namespace nrm {

// One row of api/problems.yaml; a test holds the file and the modules' lists to each other.
struct ProblemType {
  std::string_view slug;  // "<module>.<what>": type urn:opennrm:problem:<slug>, string key problem.<slug>
  int http_status = 400;
  constexpr bool operator==(const ProblemType& other) const { return slug == other.slug; }
};

struct FieldProblem {
  std::string pointer;  // RFC 6901 into the request body, or "query:<name>"
  std::string code;     // string key field.<code>: "required", "too-long", "unknown", …
  std::map<std::string, std::string> params;
  bool operator==(const FieldProblem&) const = default;
};

struct Problem {
  ProblemType type;
  std::vector<FieldProblem> fields;
  std::map<std::string, std::string> params;  // values for the sentence; never personal data
  Problem(ProblemType t, std::vector<FieldProblem> f = {}, std::map<std::string, std::string> p = {})
      : type{t}, fields{std::move(f)}, params{std::move(p)} {}
};

template <class T>
using Result = tl::expected<T, Problem>;
using Failure = tl::unexpected<Problem>;
inline Failure fail(ProblemType type, std::vector<FieldProblem> fields = {},
                    std::map<std::string, std::string> params = {}) {
  return Failure{Problem{type, std::move(fields), std::move(params)}};
}

namespace problems {
inline constexpr ProblemType kNotFound{"kernel.not-found", 404};  // missing and forbidden alike
inline constexpr ProblemType kInvalid{"kernel.invalid", 422};     // fields say which
inline constexpr ProblemType kConflict{"kernel.conflict", 409};
inline constexpr ProblemType kStale{"kernel.stale", 412};  // If-Match names an older version
inline constexpr ProblemType kTooMany{"kernel.too-many", 429};
inline constexpr ProblemType kUnavailable{"kernel.unavailable", 503};
}  // namespace problems
std::vector<ProblemType> kernel_problems();

}  // namespace nrm
