// What we take of TLS: versions 1.2 and 1.3, forward secrecy and authenticated encryption only.
#pragma once

#include <openssl/ssl.h>

#include "nrm/http/server.hpp"

namespace nrm::http {

// Throws std::runtime_error where certificate or key cannot be used.
void configure_tls(SSL_CTX* context, const ServerOptions& options);

}  // namespace nrm::http
