// Holds docs/formats/{sessions,member_keys}.md to the code: their known answers, and their rules on rows really
// written.
#include <fstream>

#include "instance_key.hpp"
#include "nrm/access/testing.hpp"
#include "openers.hpp"
#include "session_store.hpp"

namespace nrm::access::testing {
namespace {

std::map<std::string, std::string> vectors_of(const std::string& document) {
  std::ifstream in{std::string{NRM_SOURCE_DIR} + "/docs/formats/" + document};
  std::map<std::string, std::string> out;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("```")) {
      inside = line == "```vectors";
    } else if (const auto at = line.find(" = "); inside && at != std::string::npos) {
      out[line.substr(0, at)] = line.substr(at + 3);
    }
  }
  return out;
}

Key32 counting_key(std::uint8_t first) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
  return Key32{bytes};
}

TEST(Formats, a_session_token_is_split_as_described) {
  const auto known = vectors_of("sessions.md");
  const auto token = parse_token(known.at("cookie")).value();
  EXPECT_EQ(to_hex(token.lookup), known.at("lookup"));
  EXPECT_EQ(to_hex(token.wrapping_key.expose()), known.at("wrapping key"));
}

TEST(Formats, V6_5_2_a_recovery_code_gives_the_keys_described) {
  crypto::initialise();
  const auto known = vectors_of("member_keys.md");
  const auto keys = keys_of_recovery(SecretText{known.at("recovery code")}).value();
  EXPECT_EQ(to_hex(keys.verifier.expose()), known.at("recovery verifier"));
  EXPECT_EQ(to_hex(keys.key_opener.expose()), known.at("recovery key opener"));
  Opener opener;
  opener.verifier_hash = from_hex(known.at("recovery verifier hash")).value();
  EXPECT_TRUE(bears_out(opener, keys.verifier));
}

TEST(Formats, a_team_key_is_bound_as_described) {
  crypto::initialise();
  const auto known = vectors_of("member_keys.md");
  const ServerSecrets secrets{{}, {}, {}, counting_key(0)};
  const auto team = TeamId::parse(known.at("team")).value();
  const auto keys = crypto::public_keys(counting_key(32));
  EXPECT_EQ(to_hex(instance_key_of(secrets).bytes), known.at("instance key"));
  EXPECT_EQ(to_hex(bind_team_key(secrets, team, Compartment::identity, 1, keys)), known.at("binding"));
}

TEST(Formats, a_seal_in_the_database_is_as_described) {
  World world;
  const auto session = world.session(world.border_manager);
  const auto row = world.database
                       .query(
                           "SELECT s.form, s.sealed, s.given_by, s.signature, s.witness, k.public_keys, k.binding "
                           "FROM team_key_seal s JOIN team_key k ON k.team = s.team AND k.kind = s.kind WHERE s.member "
                           "= $m AND s.kind = 'health'",
                           {{"m", session.member}})
                       .at(0);
  const auto place = "team-key:" + session.team.text() + ":health:1:" + session.member.text();
  ASSERT_EQ(row.text("form"), "proven");
  const auto& given_by = row.text("given_by");
  Bytes parts;
  for (const auto part :
       {view_of(given_by), ByteView{row.blob("public_keys")}, ByteView{row.blob("binding")},
        ByteView{row.blob("signature")}, ByteView{row.blob("witness")}, ByteView{session.instance_key.bytes}}) {
    const auto digest = crypto::sha256(part);
    parts.insert(parts.end(), digest.begin(), digest.end());
  }
  const auto proof = place + ":" + to_hex(crypto::sha256(parts));
  const auto seed = Key32::copy_of(
      crypto::open(crypto::derive(session.member_seed, "teamseal"), row.blob("sealed"), view_of(proof)).value());
  const auto keys = crypto::public_keys(seed.value());
  EXPECT_EQ(crypto::encode(keys), row.blob("public_keys"));
  auto message = bytes_of(place + ":" + session.member.text() + ":");
  for (const auto& part : {crypto::encode(keys), crypto::encode(crypto::public_keys(session.member_seed))}) {
    message.insert(message.end(), part.begin(), part.end());
  }
  EXPECT_TRUE(crypto::verify(keys.sign, "nrm team key seal", message, row.blob("signature")));
}

}  // namespace
}  // namespace nrm::access::testing
