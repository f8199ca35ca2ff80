#include <curl/curl.h>

#include <boost/json.hpp>

#include "source.hpp"

namespace nrm::verify {

namespace {

constexpr std::size_t kMaxAnswer = 1U << 20U;  // a proof has at most 64 hashes
constexpr long kSeconds = 30;

struct Answer {
  long status = 0;
  std::string body;
};

extern "C" std::size_t take_piece(char* data, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  if (body.size() + size * count > kMaxAnswer) return 0;
  body.append(data, size * count);
  return size * count;
}

class Server final : public Source {
 public:
  Server(std::string url, std::string ca) : url_{std::move(url)}, ca_{std::move(ca)} {
    while (url_.ends_with('/')) url_.pop_back();
  }

  log::Note checkpoint() override {
    const auto answer = ask("/api/v1/log/checkpoint", nullptr);
    if (answer.status == 404) throw Unreachable{"the log is still empty"};
    auto note = log::Note::parse(answer.body);
    if (!note) throw Tampered{"the server's checkpoint cannot be read"};
    return *note;
  }

  std::vector<log::Digest> consistency(std::uint64_t from, std::uint64_t to) override {
    const auto answer = ask(fmt::format("/api/v1/log/consistency?from={}&to={}", from, to), nullptr);
    return hashes(parse(answer), "proof");
  }

  Proven inclusion(std::uint64_t leaf, std::uint64_t size) override {
    const auto answer = parse(ask(fmt::format("/api/v1/log/inclusion?leaf={}&size={}", leaf, size), nullptr));
    return {digest(answer.at("hash")), hashes(answer, "proof")};
  }

  bool post_cosignature(const log::Note& checkpoint, const log::NoteSignature& cosignature) override {
    const auto body = boost::json::serialize(
        boost::json::object{{"checkpoint", checkpoint.text()}, {"signature", cosignature.line()}});
    const auto answer = ask("/api/v1/log/cosignatures", &body);
    if (answer.status == 201) return true;
    throw Unreachable{fmt::format("the server did not take the cosignature: {} {}", answer.status, answer.body)};
  }

 private:
  static boost::json::object parse(const Answer& answer) {
    boost::system::error_code error;
    auto value = boost::json::parse(answer.body, error);
    if (answer.status != 200 || error || !value.is_object()) {
      throw Tampered{fmt::format("the server gives no proof: it answers {}", answer.status)};
    }
    return value.as_object();
  }

  static log::Digest digest(const boost::json::value& value) {
    log::Digest out{};
    const auto bytes = value.is_string() ? from_base64(std::string_view{value.as_string()}) : std::nullopt;
    if (!bytes || bytes->size() != out.size()) throw Tampered{"the server's proof cannot be read"};
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
  }

  static std::vector<log::Digest> hashes(const boost::json::object& answer, const char* name) {
    const auto* found = answer.if_contains(name);
    if (found == nullptr || !found->is_array()) throw Tampered{"the server's proof cannot be read"};
    std::vector<log::Digest> out;
    for (const auto& value : found->as_array()) out.push_back(digest(value));
    return out;
  }

  Answer ask(const std::string& path, const std::string* body) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> call{curl_easy_init(), &curl_easy_cleanup};
    if (!call) throw Unreachable{"libcurl cannot start"};
    Answer answer;
    curl_slist* raw = curl_slist_append(nullptr, "X-NRM: 1");
    if (body != nullptr) raw = curl_slist_append(raw, "Content-Type: application/json");
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers{raw, &curl_slist_free_all};
    curl_easy_setopt(call.get(), CURLOPT_URL, (url_ + path).c_str());
    curl_easy_setopt(call.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(call.get(), CURLOPT_TIMEOUT, kSeconds);
    curl_easy_setopt(call.get(), CURLOPT_WRITEFUNCTION, take_piece);
    curl_easy_setopt(call.get(), CURLOPT_WRITEDATA, &answer.body);
    if (!ca_.empty()) curl_easy_setopt(call.get(), CURLOPT_CAINFO, ca_.c_str());
    if (body != nullptr) curl_easy_setopt(call.get(), CURLOPT_COPYPOSTFIELDS, body->c_str());
    const auto code = curl_easy_perform(call.get());
    if (code != CURLE_OK) throw Unreachable{fmt::format("{}: {}", url_, curl_easy_strerror(code))};
    curl_easy_getinfo(call.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    if (answer.status >= 500) throw Unreachable{fmt::format("{} answers {}", url_, answer.status)};
    return answer;
  }

  std::string url_;
  std::string ca_;
};

}  // namespace

std::unique_ptr<Source> open_server(const std::string& url, const std::filesystem::path& ca) {
  return std::make_unique<Server>(url, ca.string());
}

}  // namespace nrm::verify
