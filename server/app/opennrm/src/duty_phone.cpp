#include "duty_phone.hpp"

#include "nrm/duty/roster.hpp"

namespace nrm::app {
namespace {

constexpr const char* kNone = "none";

struct Phones {
  access::SessionResolver sessions;
  log::Journal& journal;
  const pathway::Pack& pack;

  // Nothing here may make a bad hour worse: what cannot be looked up is not there.
  std::string of(const http::Request& request) const {
    try {
      const auto session = sessions(request);
      if (!session) return kNone;
      const auto found = journal.database().reading(
          [&](storage::Reader& reader) { return duty::on_duty(reader, pack, session->team, journal.clock().now()); });
      return found.empty() ? kNone : found.front().phone;
    } catch (const storage::DatabaseError&) {
      return kNone;
    }
  }
};

}  // namespace

std::vector<http::Route> with_duty_phone(std::vector<http::Route> routes, access::SessionResolver sessions,
                                         log::Journal& journal, const pathway::Pack& pack) {
  const Phones phones{std::move(sessions), journal, pack};
  for (auto& route : routes) {
    if (!route.handler) continue;
    route.handler = [inner = std::move(route.handler), phones](const http::Request& request) {
      auto answer = inner(request);
      if (!answer && answer.error().type == log::problems::kDiskFull)
        answer.error().params["phone"] = phones.of(request);
      return answer;
    };
  }
  return routes;
}

}  // namespace nrm::app
