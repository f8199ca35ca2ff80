// The routes of contacts. Only app includes this.
#pragma once

#include <vector>

#include "nrm/access/http_session.hpp"
#include "nrm/contacts/contact.hpp"
#include "nrm/http/route.hpp"

namespace nrm::contacts {

// Both outlive the routes.
std::vector<http::Route> contacts_routes(log::Journal& journal, const pathway::Pack& pack,
                                         access::SessionResolver sessions);

}  // namespace nrm::contacts
