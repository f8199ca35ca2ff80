#include "nrm/casefile/shape.hpp"

namespace nrm::casefile {

const std::map<std::string_view, std::vector<std::string_view>>& closed_lists() {
  static const std::map<std::string_view, std::vector<std::string_view>> lists{
      {"age-class", {"adult", "child", "may-be-a-child"}},
      {"birth-basis", {"document", "stated", "estimated"}},
      {"birth-precision", {"day", "month", "year", "approximate"}},
      {"compensation-from", {"offender", "employer", "state", "other"}},
      {"document-state", {"held", "none", "pending", "held-by-another", "not-known"}},
      {"event-kind", {"recruitment", "transit", "exploitation"}},
      {"follow-up-after", {"3-months", "6-months", "12-months"}},
      {"how-came", {"own-detection", "referral", "self", "transfer"}},
      {"indicator-strength", {"direct", "indirect"}},
      {"interpreter-gender", {"any", "female", "male"}},
      {"language-level", {"native", "good", "some"}},
      {"name-kind", {"given", "family", "also-known", "nickname", "as-written"}},
      {"plan-state", {"planned", "under-way", "done", "refused", "unavailable"}},
      {"yes-no", {"yes", "no", "not-known", "prefers-not-to-say"}},
  };
  return lists;
}

}  // namespace nrm::casefile
