// Every limit of this module with its reason.
#pragma once

#include <chrono>
#include <cstddef>

namespace nrm::http::limits {

// Our own calls send below 2 KiB of headers; 16 KiB leaves room for what proxies add and bounds what 1,024 idle
// connections can make us hold to 16 MiB.
inline constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
// The longest address of the API is below 400 bytes; 8 KiB is what RFC 9110 section 4.1 recommends to take.
inline constexpr std::size_t kMaxTargetBytes = 8 * 1024;
// No route has more than ten parameters.
inline constexpr std::size_t kMaxQueryParameters = 32;
// A body of no route is larger than 256 KiB unless the route says so; this is the largest a route may ask for: an
// imported file.
inline constexpr std::size_t kMaxAnyBodyBytes = 16 * 1024 * 1024;
// The largest a route may ask for whose body is taken in pieces: a file of 50 MiB, which is a long scanned report or
// some minutes of recorded speech, and room for more.
inline constexpr std::size_t kMaxStreamedBodyBytes = 64 * 1024 * 1024;
// A streamed body, either way, ends within this: 50 MiB in an hour is 15 KiB/s, the poorest mobile link.
inline constexpr std::chrono::milliseconds kMaxStreamTime{60 * 60 * 1'000};
// Bodies that stream at once. Each holds three pieces of 64 KiB at most: 12 MiB together, whatever the files' sizes.
inline constexpr int kMaxStreams = 64;
// A piece of an accepted body waits for a worker this long in all, asking this often, before the body is given up: an
// upload that went on for minutes must not end because of a moment's crowd.
inline constexpr std::chrono::milliseconds kStreamWorkerWait{30'000};
inline constexpr std::chrono::milliseconds kStreamWorkerRetry{25};

// A form nests five deep; 32 leaves room and keeps recursion over the tree far below any stack.
inline constexpr std::size_t kMaxJsonDepth = 32;
// The longest member name of the API is below 60 bytes; map keys are field names or codes.
inline constexpr std::size_t kMaxJsonKeyBytes = 256;
// A case has below 400 fields.
inline constexpr std::size_t kMaxJsonMembers = 2'000;
// The largest list of the API has 2,000 items; the body limit bounds the rest.
inline constexpr std::size_t kMaxJsonItems = 20'000;
// A reader mends a form by its first faults; the rest would only make the answer long.
inline constexpr std::size_t kMaxFaults = 100;

// One connection must not live for ever: a signed certificate or an address ban takes effect on new ones.
inline constexpr int kMaxRequestsPerConnection = 1'000;
// A TLS handshake is two round trips; 10 s serves a satellite link with losses.
inline constexpr std::chrono::milliseconds kTlsHandshakeTimeout{10'000};
// Below 1 KiB/s for a whole body nobody sends a form; the body's time is body_timeout plus its announced size at this
// rate.
inline constexpr std::size_t kMinBodyBytesPerSecond = 1'024;
// A reader that does not take its answer for this long is gone.
inline constexpr std::chrono::milliseconds kWriteTimeout{30'000};
// How often deadlines are looked at: a deadline is late by this at most, and a request re-arms no timer.
inline constexpr std::chrono::milliseconds kSweepEvery{250};
// After an error answer the rest of a body is read and thrown away for this long, so that a client still sending sees
// the answer instead of a reset.
inline constexpr std::chrono::milliseconds kLingerTimeout{2'000};
inline constexpr std::size_t kMaxLingerBytes = 1024 * 1024;

// Requests waiting for a worker: at 20 ms each, 4 workers clear 64 in a third of a second; more would only wait longer
// than a reader does.
inline constexpr std::size_t kMaxQueuedRequests = 64;
// Of these, places that only requests with a session cookie may take, so that a flood of strangers (sign-in, public
// log) does not lock out those at work.
inline constexpr std::size_t kQueuePlacesForSignedIn = 16;
inline constexpr int kBusyRetryAfterSeconds = 2;

// What a stopping server gives to requests that run.
inline constexpr std::chrono::milliseconds kStopGrace{10'000};
// Staff web files are below 2 MiB together; this stops a wrong folder from being read into memory.
inline constexpr std::size_t kMaxStaticBytes = 64 * 1024 * 1024;

}  // namespace nrm::http::limits
