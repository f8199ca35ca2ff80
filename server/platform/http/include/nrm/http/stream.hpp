// Bodies too large for memory: taken piece by piece as they arrive, given out piece by piece as they are read.
#pragma once

#include "nrm/http/route.hpp"

namespace nrm::http {

// What one connection holds of a streamed body at a time; a piece of an attachment is as long.
inline constexpr std::size_t kStreamPieceBytes = 64 * 1024;

// Where the body of one request goes. Used by one worker at a time; calls may block on the database. The destructor
// runs on any thread, so it must not.
class BodySink {
 public:
  BodySink() = default;
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;
  virtual ~BodySink() = default;
  // The next bytes: kStreamPieceBytes, fewer only at the end, never none. A failure ends the request and the rest is
  // not read.
  virtual Result<void> take(std::string_view piece) = 0;
  // The body ended as it said it would.
  virtual Result<Response> finish() = 0;
  // The body will not end: the client went away, was too slow or sent what is no body. Not called where the server is
  // too busy or dies, so what was begun must also be cleaned up otherwise.
  virtual void abandon() {}
};

// What an answer's body is read from. Used by one worker at a time; may block on the database, its destructor may not.
class BodySource {
 public:
  BodySource() = default;
  BodySource(const BodySource&) = delete;
  BodySource& operator=(const BodySource&) = delete;
  virtual ~BodySource() = default;
  // All bytes of the body; said in the head before the first is read.
  virtual std::uint64_t size() const = 0;
  // The next bytes, at most kStreamPieceBytes; none at the end. A failure, like fewer bytes than promised, cuts the
  // connection: the client sees a body that is too short.
  virtual Result<std::string> next() = 0;
};

// A route whose body streams. The opener runs before any of the body is read and may refuse; the handler does the same
// on a body that is in memory already, for calls without a socket. limits.max_body_bytes is the whole body's.
Route receiving(Method method, std::string pattern, SinkOpener open, Limits limits);
// The whole body of a response, for calls without a socket. Throws std::runtime_error where it is cut.
std::string whole_body(const Response& response);

}  // namespace nrm::http
