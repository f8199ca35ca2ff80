// The steps of streamed bodies, on workers. As everywhere, no exception reaches the connection.
#include "nrm/http/stream.hpp"
#include "pipeline.hpp"

namespace nrm::http {

template <class T>
Streamed<T> Pipeline::guarded(const Request& request, const std::function<Result<T>()>& step) const {
  try {
    auto done = step();
    if (!done) return tl::unexpected(rendered(done.error(), request));
    if constexpr (std::is_void_v<T>)
      return {};
    else
      return std::move(*done);
  } catch (const std::exception& fault) {
    return tl::unexpected(internal_error(request, describe(fault)));
  } catch (...) {
    return tl::unexpected(internal_error(request, "an exception of unknown type"));
  }
}

Streamed<std::shared_ptr<BodySink>> Pipeline::open_sink(const Plan& plan) const {
  return guarded<std::shared_ptr<BodySink>>(plan.request, [&] { return plan.route->sink(plan.request); });
}

Streamed<void> Pipeline::take(const Plan& plan, BodySink& sink, std::string_view piece) const {
  return guarded<void>(plan.request, [&] { return sink.take(piece); });
}

Response Pipeline::finish(const Plan& plan, BodySink& sink) const {
  auto done = guarded<Response>(plan.request, [&] { return sink.finish(); });
  return done ? std::move(*done) : std::move(done.error());
}

void Pipeline::abandon(const Plan& plan, BodySink& sink) const {
  (void)guarded<void>(plan.request, [&]() -> Result<void> {
    sink.abandon();
    return {};
  });
}

std::optional<std::string> Pipeline::next(const Request& request, BodySource& source) const {
  auto piece = guarded<std::string>(request, [&] { return source.next(); });
  return piece ? std::optional{std::move(*piece)} : std::nullopt;
}

}  // namespace nrm::http
