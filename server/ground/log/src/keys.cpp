#include "keys.hpp"

namespace nrm::log {

namespace {

constexpr std::uint32_t kFirstVersion = 1;

Key32 create(Act& act, const std::string& owner) {
  if (newest_key(act.writer(), owner)) fail_bug("a log key was made twice");
  auto seed = crypto::random_key(act.random());
  const auto box = crypto::public_keys(seed).box;
  act.run("INSERT INTO log_key (owner, version, public_box, created_at) VALUES ($owner, $version, $box, $now)",
          {{"owner", owner}, {"version", kFirstVersion}, {"box", ByteView{box.bytes}}, {"now", act.now()}});
  act.note("log-key." + owner, to_hex(box.bytes));
  return seed;
}

std::optional<crypto::BoxPublic> box_of(storage::Reader& reader, const std::string& owner) {
  const auto key = newest_key(reader, owner);
  return key ? std::optional{key->box} : std::nullopt;
}

}  // namespace

std::string owner_name(const CaseId& case_id) {
  return "case:" + case_id.text();
}
std::string owner_name(const OrganisationId& organisation) {
  return "organisation:" + organisation.text();
}

std::optional<LogKey> newest_key(storage::Reader& reader, const std::string& owner) {
  const auto row = reader.query_one(
      "SELECT version, public_box FROM log_key WHERE owner = $owner ORDER BY version DESC LIMIT 1", {{"owner", owner}});
  if (!row) return std::nullopt;
  const auto& stored = row->blob("public_box");
  LogKey out{owner, static_cast<std::uint32_t>(row->integer("version")), {}};
  if (stored.size() != out.box.bytes.size()) fail_bug("a stored log key is not 32 bytes long");
  std::copy(stored.begin(), stored.end(), out.box.bytes.begin());
  return out;
}

Key32 create_case_log_key(Act& act, const CaseId& case_id) {
  return create(act, owner_name(case_id));
}
Key32 create_organisation_log_key(Act& act, const OrganisationId& organisation) {
  return create(act, owner_name(organisation));
}
Key32 create_instance_log_key(Act& act) {
  return create(act, std::string{kInstanceOwner});
}

std::optional<crypto::BoxPublic> case_log_key(storage::Reader& reader, const CaseId& case_id) {
  return box_of(reader, owner_name(case_id));
}
std::optional<crypto::BoxPublic> organisation_log_key(storage::Reader& reader, const OrganisationId& organisation) {
  return box_of(reader, owner_name(organisation));
}
std::optional<crypto::BoxPublic> instance_log_key(storage::Reader& reader) {
  return box_of(reader, std::string{kInstanceOwner});
}

}  // namespace nrm::log
