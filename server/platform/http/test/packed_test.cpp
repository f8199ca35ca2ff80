#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "nrm/http/packed.hpp"

namespace nrm::http {
namespace {

std::string unpacked(const std::string& packed) {
  constexpr int kGzipWindow = 15 + 16;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return {};
  std::string out(100'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(whole ? stream.total_out : 0);
  inflateEnd(&stream);
  return out;
}

Request asking_for(const std::string& encodings) {
  Request request;
  if (!encodings.empty()) request.headers["accept-encoding"] = encodings;
  return request;
}

const std::string& list() {
  static const std::string body = "{\"items\":[\"" + std::string(4'000, 'a') + "\"]}";
  return body;
}

TEST(PackedAnswerTest, whoever_takes_gzip_gets_the_same_words_in_fewer_bytes) {
  const PackedAnswer answer{json(200, list())};
  const auto small = answer.to(asking_for("br, gzip"));
  EXPECT_EQ(small.status, 200);
  EXPECT_EQ(small.content_type, json(200, "").content_type);
  EXPECT_EQ(small.headers.at("Content-Encoding"), "gzip");
  EXPECT_EQ(small.headers.at("Vary"), "Accept-Encoding");
  ASSERT_TRUE(small.shared_body);
  EXPECT_LT(small.shared_body->size(), 200u);
  EXPECT_EQ(unpacked(*small.shared_body), list());
}

TEST(PackedAnswerTest, whoever_takes_none_gets_it_as_it_is) {
  const PackedAnswer answer{json(200, list())};
  for (const std::string encodings : {"", "identity", "gzip;q=0"}) {
    const auto plain = answer.to(asking_for(encodings));
    EXPECT_EQ(plain.body, list()) << encodings;
    EXPECT_FALSE(plain.shared_body) << encodings;
    EXPECT_EQ(plain.headers.count("Content-Encoding"), 0u) << encodings;
    EXPECT_EQ(plain.headers.at("Vary"), "Accept-Encoding") << encodings;
  }
}

TEST(PackedAnswerTest, what_would_not_become_smaller_is_never_compressed) {
  const PackedAnswer answer{json(200, "{}")};
  const auto plain = answer.to(asking_for("gzip"));
  EXPECT_EQ(plain.body, "{}");
  EXPECT_EQ(plain.headers.count("Vary"), 0u);
}

}  // namespace
}  // namespace nrm::http
