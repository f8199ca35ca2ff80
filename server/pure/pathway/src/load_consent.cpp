#include "loader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nrm::pathway {
namespace {

void read_points(Loader& loader, TomlReader& in, ConsentText& text) {
  for (auto& point : in.tables("point")) {
    text.points.push_back({point.text("id"), point.text("text")});
    point.finish();
  }
  bool same = text.points.size() == std::size(kConsentPoints);
  for (std::size_t i = 0; same && i < text.points.size(); ++i) same = text.points[i].id == kConsentPoints[i];
  if (!same)
    loader.fault(in.file(), in.line(), "missing-consent-point",
                 fmt::format("the points are, in this order: {}", fmt::join(kConsentPoints, ", ")));
}

void read_text(Loader& loader, const std::string& language) {
  auto in = loader.toml("consent/" + language + ".toml");
  if (!in) return;
  ConsentText text;
  text.language = in->text("language");
  text.direction = in->text("direction");
  text.version = in->text("version");
  text.checked_by = in->texts("checked_by");
  text.origin = in->origin();
  if (text.language != language)
    in->fault(in->line_of("language"), "wrong-language", fmt::format("the file is named for \"{}\"", language));
  if (text.direction != "ltr" && text.direction != "rtl")
    in->fault(in->line_of("direction"), "bad-direction", "\"direction\" is ltr or rtl");
  read_points(loader, *in, text);
  in->finish();
  loader.pack.consent_texts.push_back(std::move(text));
}

}  // namespace

void load_consent(Loader& loader) {
  for (const auto& language : loader.pack.languages) read_text(loader, language);
  for (const auto& language : loader.pack.other_languages)
    if (std::filesystem::exists(loader.folder / "consent" / (language + ".toml"))) read_text(loader, language);
}

}  // namespace nrm::pathway
