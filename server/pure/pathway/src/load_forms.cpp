#include "loader.hpp"

#include <algorithm>

namespace nrm::pathway {
namespace {

void read_field(TomlReader& in) {
  in.text("name");
  in.text("type");
  in.text("label");
  in.texts("options", TomlReader::optional);
  in.flag("required");
  in.text("when", TomlReader::optional);
  in.finish();
}

void read_form(Loader& loader, const std::string& file) {
  auto in = loader.toml(file);
  if (!in) return;
  in->text("id");
  in->text("title");
  in->text("note", TomlReader::optional);
  in->origin();
  for (auto& section : in->tables("section")) {
    section.text("id");
    section.text("title");
    for (auto& field : section.tables("field")) read_field(field);
    section.finish();
  }
  in->finish();
}

}  // namespace

void load_forms(Loader& loader) {
  std::error_code error;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{loader.folder / "forms", error})
    if (entry.path().extension() == ".toml") files.push_back("forms/" + entry.path().filename().string());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) read_form(loader, file);
}

}  // namespace nrm::pathway
