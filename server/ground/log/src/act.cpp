#include "nrm/log/act.hpp"

#include "detail.hpp"
#include "erasure.hpp"
#include "keys.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/log/leaf.hpp"
#include "sealed_leaf.hpp"

namespace nrm::log {

namespace {

std::string class_of(std::string_view action) {
  return std::string{action.substr(0, action.find('.'))};
}

// A case's key, else its organisation's, else the instance's: what is there before anybody holds a key of a case.
LogKey key_for(storage::Reader& reader, const Header& header, const std::optional<OrganisationId>& organisation) {
  if (header.subject.case_id) {
    if (auto key = newest_key(reader, owner_name(*header.subject.case_id))) return *key;
  }
  if (organisation) {
    if (auto key = newest_key(reader, owner_name(*organisation))) return *key;
  }
  auto key = newest_key(reader, std::string{kInstanceOwner});
  if (!key) fail_bug("no log key: the founding act makes one with create_instance_log_key");
  return *key;
}

}  // namespace

Act::Act(Journal& journal, storage::Writer& writer, Header header)
    : journal_{journal},
      writer_{writer},
      header_{std::move(header)},
      now_{journal.clock_.now()},
      random_{journal.random_},
      clock_{journal.clock_},
      leaf_{LeafId::random(journal.random_)} {}

void Act::note(std::string key, std::string value) {
  notes_[std::move(key)] = std::move(value);
}

void Act::react(std::string_view moment, std::string_view object) {
  const auto [begin, end] = journal_.reactions_.equal_range(moment);
  for (auto reaction = begin; reaction != end; ++reaction) reaction->second(*this, object);
}

void Act::signal(std::string kind, std::string subject) {
  auto id = fmt::format("{}:{}:{}", kind, subject, leaf_.text());
  jobs::schedule(writer_, {std::move(id), std::move(kind), std::move(subject), now_});
}

void Act::append_leaf(std::string_view outcome, std::string_view problem) {
  insert(writer_, seal_leaf(outcome, problem));
}

SealedLeaf Act::seal_leaf(std::string_view outcome, std::string_view problem) {
  const auto organisation = header_.subject.organisation ? header_.subject.organisation : header_.actor.organisation;
  auto key = key_for(writer_, header_, organisation);
  // Of a case that is no more, or never was, nothing is kept in the clear.
  const bool to_case = header_.subject.case_id && key.owner == owner_name(*header_.subject.case_id);
  const auto subject_case = to_case ? header_.subject.case_id : std::nullopt;
  const auto erased_note = notes_.find(std::string{kErasedNote});
  const auto erased = erased_note == notes_.end() ? std::nullopt : from_hex(erased_note->second);
  const auto action_class = class_of(header_.action);
  const auto detail =
      to_canonical_json({header_.actor, header_.action, header_.purpose, header_.subject.object, std::string{outcome},
                         std::string{problem}, header_.reason, header_.request_id, now_, notes_});
  DetailSalt salt{};
  random_.fill(salt);
  Bytes plaintext{salt.begin(), salt.end()};
  plaintext.insert(plaintext.end(), detail.begin(), detail.end());
  const auto place = detail_place(leaf_.text(), action_class, now_.unix_hours());
  auto sealed = crypto::box_seal(key.box, key.version, plaintext, place, random_);
  return {leaf_,        now_,         action_class, commit_to(salt, detail), std::move(sealed), std::move(key),
          subject_case, organisation, erased};
}

void insert(storage::Writer& writer, const SealedLeaf& leaf) {
  writer.run(
      "INSERT INTO log_leaf (leaf_id, waiting_since, action_class, hour, commitment, sealed_detail, sealed_digest,"
      " sealed_to, subject_case, organisation, erased)"
      " VALUES ($leaf, $now, $class, $hour, $commitment, $sealed, $digest, $owner, $case, $organisation, $erased)",
      {{"leaf", leaf.id},
       {"now", leaf.at},
       {"class", leaf.action_class},
       {"hour", leaf.at.unix_hours()},
       {"commitment", ByteView{leaf.commitment}},
       {"sealed", leaf.sealed},
       {"digest", ByteView{crypto::sha256(leaf.sealed)}},
       {"owner", leaf.key.owner},
       {"case", leaf.subject_case},
       {"organisation", leaf.organisation},
       {"erased", leaf.erased}});
}

}  // namespace nrm::log
