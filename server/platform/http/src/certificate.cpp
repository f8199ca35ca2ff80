#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>

#include "nrm/http/server.hpp"

namespace nrm::http {
namespace {

template <class T, void (*Free)(T*)>
struct Freed {
  void operator()(T* what) const { Free(what); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freed<X509, X509_free>>;

void require(bool done, std::string_view what) {
  if (!done) throw std::runtime_error{fmt::format("certificate: {} failed", what)};
}

bool is_address(const std::string& name) {
  return name.find(':') != name.npos || name.find_first_not_of("0123456789.") == name.npos;
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string out = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const auto& name : names) {
    // A comma would be another entry.
    if (name.empty() || name.find_first_of(",\n") != name.npos) throw std::runtime_error{"certificate: bad name"};
    if (name != "localhost" && name != "127.0.0.1") out += (is_address(name) ? ",IP:" : ",DNS:") + name;
  }
  return out;
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION, X509_EXTENSION_free>> extension{
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension");
}

void set_serial(X509* certificate) {
  std::array<unsigned char, 16> serial{};
  require(RAND_bytes(serial.data(), serial.size()) == 1, "the serial number");
  serial[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, Freed<BIGNUM, BN_free>> number{BN_bin2bn(serial.data(), serial.size(), nullptr)};
  require(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr, "the serial number");
}

CertificatePtr make_certificate(EVP_PKEY* key, const std::vector<std::string>& names) {
  constexpr long kHour = 3'600, kDays = 397;  // the longest that browsers take
  CertificatePtr certificate{X509_new()};
  auto* raw = certificate.get();
  require(raw && X509_set_version(raw, X509_VERSION_3) == 1, "its start");
  set_serial(raw);
  X509_gmtime_adj(X509_getm_notBefore(raw), -kHour);
  X509_gmtime_adj(X509_getm_notAfter(raw), kDays * 24 * kHour);
  auto* name = X509_get_subject_name(raw);
  const auto* common = reinterpret_cast<const unsigned char*>("localhost");
  require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0) == 1, "its name");
  require(X509_set_issuer_name(raw, name) == 1 && X509_set_pubkey(raw, key) == 1, "its key");
  add_extension(raw, NID_subject_alt_name, alternative_names(names));
  add_extension(raw, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(raw, NID_key_usage, "critical,digitalSignature");
  add_extension(raw, NID_ext_key_usage, "serverAuth");
  require(X509_sign(raw, key, EVP_sha256()) > 0, "its signature");
  return certificate;
}

// Created 0600 from the start: a key must not be readable for a moment.
template <class Write>
void write_file(const std::filesystem::path& path, Write write) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) throw std::runtime_error{fmt::format("{}: cannot be written", path.string())};
  const std::unique_ptr<FILE, int (*)(FILE*)> file{::fdopen(descriptor, "w"), std::fclose};
  require(file && write(file.get()) == 1 && std::fflush(file.get()) == 0 && ::fsync(descriptor) == 0, path.string());
}

}  // namespace

void ensure_certificate(const std::filesystem::path& certificate, const std::filesystem::path& private_key,
                        const std::vector<std::string>& names) {
  if (std::filesystem::exists(certificate) && std::filesystem::exists(private_key)) return;
  const KeyPtr key{EVP_EC_gen("P-256")};
  require(key != nullptr, "making a key");
  const auto made = make_certificate(key.get(), names);
  write_file(private_key,
             [&](FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
  write_file(certificate, [&](FILE* file) { return PEM_write_X509(file, made.get()); });
}

}  // namespace nrm::http
