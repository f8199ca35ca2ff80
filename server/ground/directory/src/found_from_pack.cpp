#include "nrm/directory/directory.hpp"
#include "write_organisation.hpp"

namespace nrm::directory {
namespace {

NewOrganisation from_pack(const pathway::PackOrganisation& body) {
  NewOrganisation out;
  out.code = body.id;
  out.names = body.names;
  out.name = pathway::label_in(body.names, "en");
  out.kind = body.kind;
  out.level = body.level;
  out.region = body.region;
  out.status = body.status;
  out.from = body.from;
  out.until = body.until;
  out.last_confirmed = body.last_confirmed;
  out.takes_part_in = body.takes_part_in;
  return out;
}

void write_number(log::Act& act, const pathway::Hotline& line) {
  const auto id = NumberId::random(act.random());
  act.run(
      "INSERT INTO number (id, number, hours, topic, source, verified) VALUES ($id, $number, $hours, $topic, $source, "
      "$verified)",
      {{"id", id},
       {"number", line.number},
       {"hours", line.hours},
       {"topic", line.topic},
       {"source", line.origin.source},
       {"verified", line.origin.verified}});
  for (const auto& [language, name] : line.names)
    act.run("INSERT INTO number_name (number_id, language, name) VALUES ($id, $language, $name)",
            {{"id", id}, {"language", language}, {"name", name}});
}

}  // namespace

void found_from_pack(log::Act& act, const pathway::Pack& pack) {
  for (const auto& body : pack.organisations)
    if (!find_organisation_by_code(act.writer(), body.id)) write_organisation(act, from_pack(body));
  for (const auto& line : pack.hotlines)
    if (!act.query_one("SELECT id FROM number WHERE number = $number", {{"number", line.number}}))
      write_number(act, line);
  act.note("pack", pack.id);
  act.note("composition", to_iso(pack.composition_as_of));
}

}  // namespace nrm::directory
