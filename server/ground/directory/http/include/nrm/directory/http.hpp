// The routes of the directory. Only http targets include this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/http/route.hpp"

namespace nrm::directory {

// The journal and the pack outlive the routes.
struct DirectoryContext {
  log::Journal& journal;
  const pathway::Pack& pack;
  access::SessionResolver session;
  CanReceive can_receive;  // default: the team has a casework key
};

std::vector<http::Route> directory_routes(DirectoryContext context);

}  // namespace nrm::directory
