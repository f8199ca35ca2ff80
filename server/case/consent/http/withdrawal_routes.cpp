#include "nrm/consent/withdrawal.hpp"
#include "shared.hpp"

namespace nrm::consent {
namespace {

using http::JsonReader;
using http::JsonWriter;

void write_ids(JsonWriter& out, std::string_view name, const std::vector<BasisId>& ids) {
  out.key(name).begin_array();
  for (const auto& id : ids) out.value(id);
  out.end_array();
}

std::string body_of(const Withdrawn& withdrawn) {
  JsonWriter out;
  out.begin_object();
  write_ids(out, "ended", withdrawn.ended);
  write_ids(out, "stay", withdrawn.stay);
  return out.end_object().take();
}

struct OnBasis {
  CaseId id;
  BasisId basis;
};
Result<OnBasis> path_of(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  const auto basis = path_id<BasisId>(call.request, "basis_id");
  if (!id || !basis) return fail(nrm::problems::kNotFound);
  return OnBasis{*id, *basis};
}

http::Response state_now(const OnBasis& on, std::string_view state) {
  JsonWriter out;
  out.begin_object().member("id", on.basis).member("state", state).end_object();
  return http::created(bases_path(on.id), out.take());
}

}  // namespace

Result<http::Response> withdraw_basis(const Call& call) {
  const auto on = path_of(call);
  if (!on) return tl::unexpected(on.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  in->code("scope", {"this-receiver"});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto ended =
      do_act<Withdrawn>(call, "basis.withdraw", on->id, [&](log::Act& act, const access::Permit& permit) {
        return withdraw(act, permit, call.context.pack, on->id, on->basis);
      });
  if (!ended) return tl::unexpected(ended.error());
  return state_now(*on, "withdrawn");
}

Result<http::Response> withdraw_case(const Call& call) {
  const auto id = path_id<CaseId>(call.request, "id");
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const bool one = in->code("scope", {"all", "receiver"}) == "receiver";
  const auto receiver = in->id<TeamId>("receiver_team_id", one ? JsonReader::required : JsonReader::optional);
  if (!one && receiver) in->add_fault("receiver_team_id", "contradicts");
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto ended = do_act<Withdrawn>(call, "basis.withdraw", *id, [&](log::Act& act, const access::Permit& permit) {
    const bool announced = call.context.announced && call.context.announced(act.writer(), *id);
    return withdraw_all(act, permit, call.context.pack, *id, receiver, announced);
  });
  if (!ended) return tl::unexpected(ended.error());
  return http::created(bases_path(*id), body_of(*ended));
}

Result<http::Response> pause_basis(const Call& call) {
  const auto on = path_of(call);
  if (!on) return tl::unexpected(on.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  in->code("scope", {"this-receiver"});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_act<void>(call, "basis.pause", on->id, [&](log::Act& act, const access::Permit& permit) {
    return pause(act, permit, on->id, on->basis);
  });
  if (!done) return tl::unexpected(done.error());
  return state_now(*on, "paused");
}

Result<http::Response> resume_basis(const Call& call) {
  const auto on = path_of(call);
  if (!on) return tl::unexpected(on.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  OwnWord word;
  word.spoken_to =
      parse_spoken_to(in->code("spoken_to", {"person", "guardian", "representative"})).value_or(SpokenTo::person);
  word.words = in->text<kMaxNote>("words");
  word.guardian_name = in->text<kMaxPersonName>("guardian_name", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_act<void>(call, "basis.resume", on->id, [&](log::Act& act, const access::Permit& permit) {
    return resume(act, permit, call.context.pack, on->id, on->basis, word);
  });
  if (!done) return tl::unexpected(done.error());
  return state_now(*on, "live");
}

}  // namespace nrm::consent
