#include "second_factor.hpp"

namespace nrm::access {
namespace {

std::string place_of(const MemberId& member) {
  return fmt::format("totp:{}", member.text());
}

}  // namespace

void keep_totp(log::Act& act, const ServerSecrets& secrets, const MemberId& member, const crypto::TotpSecret& secret) {
  act.run("INSERT INTO totp (member, secret, last_step) VALUES ($member, $secret, 0)",
          {{"member", member},
           {"secret", crypto::seal(secrets.totp_key, 1, secret.expose(), view_of(place_of(member)), act.random())}});
}

bool use_totp(log::Act& act, const ServerSecrets& secrets, const MemberId& member, std::string_view code) {
  const auto row = act.query_one("SELECT secret FROM totp WHERE member = $member", {{"member", member}});
  if (!row) return false;
  auto bytes = crypto::open(secrets.totp_key, row->blob("secret"), view_of(place_of(member)));
  const auto secret = bytes ? crypto::TotpSecret::copy_of(*bytes) : std::nullopt;
  if (bytes) wipe(bytes->data(), bytes->size());
  const auto step = secret ? crypto::match_totp(*secret, code, act.now()) : std::nullopt;
  if (!step) return false;
  return act.run("UPDATE totp SET last_step = $step WHERE member = $member AND last_step < $step",
                 {{"step", *step}, {"member", member}}) == 1;
}

}  // namespace nrm::access
