#include "tls.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace nrm::http {
namespace {

// Offered as one length-prefixed name, RFC 7301.
constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  unsigned char* chosen = nullptr;
  const auto found = SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11, offered, offered_length);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

void require(bool done, std::string_view what) {
  if (!done) throw std::runtime_error{fmt::format("TLS: {} cannot be used", what)};
}

}  // namespace

void configure_tls(SSL_CTX* context, const ServerOptions& options) {
  require(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1, "TLS 1.2");
  require(SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!SHA1:!PSK") == 1, "the cipher list");
  require(SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1, "the list of groups");
  // A ticket's key in memory would open recorded sessions, and a session cache holds what ended ones used: every
  // connection makes new keys.
  SSL_CTX_set_options(
      context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  require(SSL_CTX_use_certificate_chain_file(context, options.certificate.c_str()) == 1, options.certificate.string());
  require(SSL_CTX_use_PrivateKey_file(context, options.private_key.c_str(), SSL_FILETYPE_PEM) == 1,
          options.private_key.string());
  require(SSL_CTX_check_private_key(context) == 1, "the private key with this certificate");
}

}  // namespace nrm::http
