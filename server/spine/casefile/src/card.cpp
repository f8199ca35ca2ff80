#include <fmt/format.h>

#include "json_text.hpp"
#include "nrm/casefile/sealing.hpp"
#include "person_facts.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

std::string to_json(const Card& card) {
  return fmt::format(R"({{"label":{},"age_class":{},"needs":{},"detection_month":{},"urgent":{}}})",
                     json_string(card.label), json_string(card.age_class), json_strings(card.needs),
                     json_string(card.detection_month), card.urgent);
}

struct SealedCard {
  Card card;
  std::uint32_t version = 0;
};

Result<SealedCard> current(log::Act& act, CaseKeys& keys, const CaseId& id) {
  const auto row =
      act.query_one("SELECT value_version, key_version, ciphertext FROM case_card WHERE case_id = $id", {{"id", id}});
  if (!row) return SealedCard{};
  const auto key_version = static_cast<std::uint32_t>(row->integer("key_version"));
  const auto key = keys.version(Compartment::casework, key_version);
  if (!key) return tl::unexpected(key.error());
  const auto version = static_cast<std::uint32_t>(row->integer("value_version"));
  std::string plain;
  if (open_value(key->key, {id, Compartment::casework, std::string{kCardField}, version, key_version},
                 row->blob("ciphertext"), plain) != Opening::value)
    return fail(nrm::problems::kNotFound);
  return SealedCard{read_card(plain).value_or(Card{}), version};
}

bool apply(Card& card, const Change& change) {
  bool touched = false;
  for (const auto& [field, value] : change) {
    const auto text = std::string{value.value_or("")};
    if (field == "identity.names")
      card.label = initials_of(text);
    else if (field == "casework.age-class")
      card.age_class = age_class_of(text);
    else if (field == "casework.needs")
      card.needs = codes_of(text);
    else if (field == "casework.detection-month")
      card.detection_month = text;
    else if (field == "casework.urgent")
      card.urgent = text == "true";
    else
      continue;
    touched = true;
  }
  return touched;
}

}  // namespace

std::optional<Card> read_card(std::string_view json) {
  const auto value = parse_json(json);
  if (!value || value->object() == nullptr) return std::nullopt;
  const auto& object = *value->object();
  Card card{member_text(object, "label"),
            member_text(object, "age_class"),
            {},
            member_text(object, "detection_month"),
            false};
  if (const auto urgent = object.find("urgent"); urgent != object.end() && urgent->second.flag() != nullptr)
    card.urgent = *urgent->second.flag();
  if (const auto needs = object.find("needs"); needs != object.end() && needs->second.array() != nullptr)
    for (const auto& need : *needs->second.array())
      if (need.text() != nullptr) card.needs.push_back(*need.text());
  return card;
}

Result<void> update_card(log::Act& act, const access::Permit&, CaseKeys& keys, const CaseId& id, const Change& change) {
  if (!keys.held(Compartment::casework)) return {};
  auto sealed = current(act, keys, id);
  if (!sealed) return tl::unexpected(sealed.error());
  if (!apply(sealed->card, change) && sealed->version > 0) return {};
  const auto key = keys.newest_or_made(Compartment::casework);
  if (!key) return tl::unexpected(key.error());
  const ValuePlace place{id, Compartment::casework, std::string{kCardField}, sealed->version + 1, key->version};
  const auto bytes = seal_value(key->key, place, to_json(sealed->card), act.random());
  act.run(
      "INSERT INTO case_card (case_id, value_version, key_version, ciphertext) VALUES ($id, $version, $key, $bytes) "
      "ON CONFLICT (case_id) DO UPDATE SET value_version = excluded.value_version, key_version = excluded.key_version, "
      "ciphertext = excluded.ciphertext",
      {{"id", id}, {"version", place.value_version}, {"key", place.key_version}, {"bytes", bytes}});
  return {};
}

}  // namespace nrm::casefile
