// Files: begun, sent, listed, opened, removed.
#include <stdexcept>

#include "walk.hpp"

namespace nrm::api {

void Walk::attach_files() {
  const auto id = text_of(must(201, officer, Method::post, "/api/v1/cases", new_case()), "id");
  const auto all = "/api/v1/cases/" + id + "/attachments";
  const auto begun = must(201, officer, Method::post, all,
                          json::object{{"compartment", "identity"},
                                       {"name", canary("filename") + ".txt"},
                                       {"description", canary("filedescription")}});
  const auto one = all + "/" + text_of(begun, "id");
  // Longer than one piece, with the word in its middle and at its end.
  const auto content = std::string(50'000, 'a') + canary("filecontent") + std::string(50'000, 'b') + canary("filesend");
  Call send{world_.token_of(officer),
            Method::put,
            one + "/content",
            nullptr,
            {{"content-type", "application/octet-stream"}},
            content};
  must(201, send);
  must(200, officer, Method::get, all);
  must(200, officer, Method::get, one);
  const auto opened = must(200, officer, Method::post, one + "/openings",
                           json::object{{"purpose", "identify"}, {"reason", canary("filereason")}});
  if (opened.as_string() != content) throw std::runtime_error{"the file is not what was sent"};
  must(201, officer, Method::post, one + "/removal", json::object{{"reason", canary("removalreason")}});
}

}  // namespace nrm::api
