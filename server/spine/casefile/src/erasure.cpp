#include "nrm/casefile/erasure.hpp"

#include <array>

#include "erasure.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/notes.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/log/erasure.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

// Of this module alone. The seals of the case's log key have the case for their subject too.
constexpr std::array kOwnRows{"DELETE FROM key_seal WHERE subject = $id",
                              "DELETE FROM sealed_value WHERE case_id = $id",
                              "DELETE FROM case_card WHERE case_id = $id",
                              "DELETE FROM case_name_form WHERE case_id = $id",
                              "DELETE FROM case_task WHERE case_id = $id",
                              "UPDATE case_file SET closed_with = NULL WHERE closed_with = $id",
                              "UPDATE case_file SET merged_into = NULL, merged_at = NULL WHERE merged_into = $id",
                              "DELETE FROM case_file WHERE id = $id"};

void delete_own_rows(log::Act& act, std::string_view id) {
  for (const auto* statement : kOwnRows) act.run(statement, {{"id", id}});
  const auto entries = log::erase_case_entries(act, CaseId::from_row(std::string{id}));
  act.note("log-entries", std::to_string(entries));
}

bool is_coded(const Field& field) {
  return field.kind.starts_with("code:") || field.kind.starts_with("codes:") || field.kind == "flag" ||
         field.kind == "month" || field.kind == "number";
}

std::vector<const Field*> fields_of(std::string_view retention_class, Extent extent) {
  std::vector<const Field*> out;
  for (const auto& field : fields())
    if (field.retention_class == retention_class && (extent == Extent::all || !is_coded(field))) out.push_back(&field);
  return out;
}

bool delete_value(log::Act& act, const CaseId& id, Compartment kind, std::string_view field, UtcTime until) {
  return act.run(
             "DELETE FROM sealed_value WHERE case_id = $id AND compartment = $compartment AND field = $field AND "
             "written_at <= $until",
             {{"id", id}, {"compartment", access::name_of(kind)}, {"field", field}, {"until", until}}) > 0;
}

// The compartments that lost a value. The cells that the values were read from go before the keys are judged: a
// compartment that holds nothing else keeps none.
std::set<Compartment> delete_values(log::Act& act, const CaseId& id, const std::vector<const Field*>& of,
                                    UtcTime until) {
  std::set<Compartment> touched;
  std::set<Compartment> kinds;
  for (const auto* field : of) {
    kinds.insert(field->compartment);
    if (delete_value(act, id, field->compartment, field->name, until)) touched.insert(field->compartment);
  }
  for (const auto kind : kinds)
    if (delete_value(act, id, kind, kAsWrittenNote, until)) touched.insert(kind);
  return touched;
}

bool holds_values(log::Act& act, const CaseId& id, Compartment kind) {
  return act.query_one("SELECT COUNT(*) AS held FROM sealed_value WHERE case_id = $id AND compartment = $compartment",
                       {{"id", id}, {"compartment", access::name_of(kind)}})
             ->integer("held") > 0;
}

void delete_name_forms(log::Act& act, const CaseId& id) {
  act.run("DELETE FROM case_name_form WHERE case_id = $id", {{"id", id}});
}

// A copy of the old ciphertext may lie in a backup: the key that opens it must not go on living here.
void end_keys(log::Act& act, const CaseId& id, const std::set<Compartment>& touched) {
  bool some_left = false;
  for (const auto kind : touched) {
    if (holds_values(act, id, kind))
      some_left = true;
    else
      act.run("DELETE FROM key_seal WHERE subject_kind = 'case' AND subject = $id AND compartment = $compartment",
              {{"id", id}, {"compartment", access::name_of(kind)}});
  }
  if (some_left) ask_rekey(act, id);
}

bool names_her(std::string_view retention_class) {
  return find_field("identity.names")->retention_class == retention_class;
}

bool is_team_s_own(log::Act& act, const access::Permit& permit, const CaseId& id) {
  return team_of(act.writer(), id) == permit.session().team;
}

// A case that was opened in error has none any more, though its sealed id may still be there.
Result<std::optional<std::string>> take_statistics_row(log::Act& act, const access::Permit& permit, const CaseId& id) {
  using Out = std::optional<std::string>;
  if (!is_team_s_own(act, permit, id)) return fail(nrm::problems::kNotFound);
  CaseKeys keys{act, permit, id};
  const std::string field{kStatisticsField};
  const auto known = open_newest(act, keys, id, Compartment::casework, field);
  if (!known) return tl::unexpected(known.error());
  const auto at = known->find(field);
  if (at == known->end()) return Out{};
  delete_statistics_row(act, at->second.value.reveal());
  return Out{at->second.value.reveal()};
}

void tell_of_class(log::Act& act, const CaseId& id, std::string_view retention_class, UtcTime until) {
  act.react(kClassErased, fmt::format("{}:{}:{}", id.text(), retention_class, until.unix_us()));
}

}  // namespace

ErasedClass erased_class_of(std::string_view object) {
  const auto first = object.find(':');
  const auto last = object.rfind(':');
  if (first == last) fail_bug("an erased class is told as <case>:<class>:<until>");
  return {CaseId::from_row(std::string{object.substr(0, first)}),
          std::string{object.substr(first + 1, last - first - 1)},
          UtcTime::from_unix_us(std::stoll(std::string{object.substr(last + 1)}))};
}

std::vector<CaseId> parts_of_person(storage::Reader& reader, const CaseId& id) {
  return with_absorbed(reader, survivor_of(reader, id));
}

Result<std::vector<ErasedCase>> erase_case(log::Act& act, const access::Permit& permit, const CaseId& id) {
  std::vector<ErasedCase> out;
  for (const auto& part : parts_of_person(act.writer(), id)) {
    const auto row = take_statistics_row(act, permit, part);
    if (!row) return tl::unexpected(row.error());
    out.push_back({part, *row});
  }
  for (const auto& erased : out) forget_case(act, erased.id);
  return out;
}

void forget_case(log::Act& act, const CaseId& id) {
  act.react(kCaseErased, id.text());
}

void delete_statistics_row(log::Act& act, std::string_view id) {
  act.run("DELETE FROM statistics_row WHERE id = $id", {{"id", id}});
}

Result<void> erase_class(log::Act& act, const access::Permit& permit, const CaseId& id,
                         std::string_view retention_class, Extent extent) {
  if (!is_team_s_own(act, permit, id)) return fail(nrm::problems::kNotFound);
  const auto touched = delete_values(act, id, fields_of(retention_class, extent), act.now());
  if (names_her(retention_class)) {
    CaseKeys keys{act, permit, id};
    const auto shown = update_card(act, permit, keys, id, {{"identity.names", std::nullopt}});
    if (!shown) return shown;
    delete_name_forms(act, id);
  }
  end_keys(act, id, touched);
  tell_of_class(act, id, retention_class, act.now());
  return {};
}

void forget_class(log::Act& act, const CaseId& id, std::string_view retention_class, Extent extent, UtcTime until) {
  const auto touched = delete_values(act, id, fields_of(retention_class, extent), until);
  if (names_her(retention_class) && !touched.empty()) {
    act.run("DELETE FROM case_card WHERE case_id = $id", {{"id", id}});
    delete_name_forms(act, id);
  }
  end_keys(act, id, touched);
  tell_of_class(act, id, retention_class, until);
}

void register_erasure(log::Journal& journal) {
  journal.on(std::string{kCaseErased}, delete_own_rows);
}

}  // namespace nrm::casefile
