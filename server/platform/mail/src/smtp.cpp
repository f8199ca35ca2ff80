#include "nrm/mail/smtp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace nrm::mail {
namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

struct Upload {
  std::string bytes;
  std::size_t at = 0;
};

std::size_t give_piece(char* to, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const auto bytes = std::min(size * count, upload.bytes.size() - upload.at);
  std::memcpy(to, upload.bytes.data() + upload.at, bytes);
  upload.at += bytes;
  return bytes;
}

// Whether there is no such recipient, as the server says in answer to RCPT. Other refusals for good speak of the
// sender, of a rule or of a full mailbox (RFC 5321, 4.2.2), which the operator can set right or time does.
bool knows_no_such(std::string_view answer) {
  return answer.starts_with("550") || answer.starts_with("551") || answer.starts_with("553");
}

struct Talk {
  bool about_recipient = false;
  bool refused = false;
};

int note_talk(CURL*, curl_infotype kind, char* data, std::size_t size, void* to) {
  auto& talk = *static_cast<Talk*>(to);
  const std::string_view line{data, size};
  if (kind == CURLINFO_HEADER_OUT) talk.about_recipient = line.starts_with("RCPT ");
  if (kind == CURLINFO_HEADER_IN && talk.about_recipient && knows_no_such(line)) talk.refused = true;
  return 0;
}

bool is_this_machine(const std::string& host) {
  return host == "127.0.0.1" || host == "::1";
}

std::string url_of(const Server& server) {
  const auto host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
  return fmt::format("{}://{}:{}", server.security == Security::tls ? "smtps" : "smtp", host, server.port);
}

void set_connection(CURL* call, const Server& server) {
  curl_easy_setopt(call, CURLOPT_URL, url_of(server).c_str());
  curl_easy_setopt(call, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(call, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(call, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(call, CURLOPT_TIMEOUT, static_cast<long>(server.timeout.count()));
  curl_easy_setopt(call, CURLOPT_CONNECTTIMEOUT, static_cast<long>(server.timeout.count()));
  curl_easy_setopt(call, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(call, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(call, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(call, CURLOPT_USE_SSL,
                   static_cast<long>(server.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!server.authorities.empty()) curl_easy_setopt(call, CURLOPT_CAINFO, server.authorities.c_str());
  if (server.user.empty()) return;
  curl_easy_setopt(call, CURLOPT_USERNAME, server.user.c_str());
  curl_easy_setopt(call, CURLOPT_PASSWORD, std::string{server.password.expose()}.c_str());
}

Report report_of(CURL* call, CURLcode code, const Talk& talk) {
  if (code == CURLE_OK) return {Outcome::sent, {}};
  long answer = 0;
  curl_easy_getinfo(call, CURLINFO_RESPONSE_CODE, &answer);
  // curl's own words for the kind of fault: its detailed ones may quote the server, and the server the recipient.
  return {talk.refused ? Outcome::refused : Outcome::failed, fmt::format("{} ({})", curl_easy_strerror(code), answer)};
}

Report try_once(CURL* call, const Server& server, const Message& message, UtcTime at) {
  Upload upload{render(message, server.from, at)};
  Talk talk;
  const List recipients{curl_slist_append(nullptr, message.to.reveal().c_str()), &curl_slist_free_all};
  if (!recipients) return {Outcome::failed, "no memory"};
  set_connection(call, server);
  curl_easy_setopt(call, CURLOPT_MAIL_FROM, server.from.c_str());
  curl_easy_setopt(call, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(call, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(call, CURLOPT_READFUNCTION, give_piece);
  curl_easy_setopt(call, CURLOPT_READDATA, &upload);
  curl_easy_setopt(call, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(call, CURLOPT_DEBUGFUNCTION, note_talk);
  curl_easy_setopt(call, CURLOPT_DEBUGDATA, &talk);
  const auto code = curl_easy_perform(call);
  return report_of(call, code, talk);
}

}  // namespace

std::string fault_of(const Server& server) {
  if (server.host.empty()) return "the mail server has no name";
  if (std::ranges::any_of(server.host, [](char c) { return c <= ' ' || c == '/' || c == '@' || c == 0x7f; }))
    return "the mail server's name is none";
  if (server.port == 0) return "the mail server's port must be 1 to 65535";
  if (!is_address(server.from)) return "the sender's address is none";
  if (server.security == Security::none && !is_this_machine(server.host))
    return "without TLS mail goes to 127.0.0.1 or ::1 only";
  return {};
}

Report send(const Server& server, const Message& message, UtcTime at) {
  if (const auto fault = fault_of(server); !fault.empty()) throw std::invalid_argument{fault};
  const Handle call{curl_easy_init(), &curl_easy_cleanup};
  if (!call) return {Outcome::failed, "libcurl cannot start"};
  return try_once(call.get(), server, message, at);
}

}  // namespace nrm::mail
