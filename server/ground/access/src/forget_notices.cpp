#include "nrm/access/forget_notices.hpp"

namespace nrm::access {

void forget_notices(log::Act& act, std::string_view object) {
  act.run("DELETE FROM member_notice WHERE object = $object", {{"object", object}});
  act.react(kNoticesForgotten, object);
}

}  // namespace nrm::access
