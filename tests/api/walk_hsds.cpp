// The public directory: filled from the specification's own files, confirmed, and read by somebody signed out.
#include <fstream>
#include <iterator>

#include "nrm/access/accounts.hpp"
#include "nrm/hsds/import.hpp"
#include "walk.hpp"

namespace nrm::api {
namespace {

const std::filesystem::path& standard_folder() {
  static const auto folder = std::filesystem::path{NRM_SOURCE_DIR} / "packs/standards/hsds";
  return folder;
}

hsds::SourceFile example(const std::string& name) {
  std::ifstream in{standard_folder() / name, std::ios::binary};
  return {name, {std::istreambuf_iterator<char>{in}, {}}};
}

}  // namespace

void Walk::import_directory() {
  const auto session = access::resume(world_.instance().access(), world_.token_of(administrator), "walk");
  if (!session) throw std::logic_error{"the administrator is not signed in"};
  auto rules = hsds::Rules::load(std::filesystem::path{NRM_SOURCE_DIR} / "packs/by/hsds.toml", world_.pack());
  rules.terms[{"taxonomy", "name"}] = "psychological-help";
  const auto report = hsds::import_hsds(
      world_.instance().journal(), *session, hsds::Standard::load(standard_folder() / "schema"), world_.pack(), rules,
      {example("examples/organization_full.json"), example("uk/organization_list.json")});
  if (!report) throw std::logic_error{"the import was refused: " + std::string{report.error().type.slug}};
}

void Walk::publish_directory() {
  import_directory();
  const auto waiting = must(200, administrator, Method::get, "/api/v1/directory-imports");
  for (const auto& one : waiting.at("waiting").as_array())
    must(204, administrator, Method::post,
         "/api/v1/organisations/" + text_of(one.as_object(), "organisation_id") + "/confirmation");
  must(200, administrator, Method::get, "/api/v1/directory-imports");
  const auto read = [&](const std::string& path) { return must(200, Call{"", Method::get, path, nullptr, {}}); };
  read("/hsds");
  read("/hsds/profile");
  for (const std::string list : {"services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"}) {
    const auto page = read("/hsds/" + list);
    for (const auto* depth : {"full", "minimal", "full_service"}) read("/hsds/" + list + "?" + depth + "=true");
    for (const auto& item : page.at("contents").as_array())
      read("/hsds/" + list + "/" + text_of(item.as_object(), "id"));
  }
}

}  // namespace nrm::api
