#include "loader.hpp"

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

bool is_language(std::string_view text) {
  return is_code(text) && text.size() >= 2 && text.size() <= 12;
}

void check_languages(TomlReader& in, const std::vector<std::string>& languages, std::string_view key) {
  for (const auto& language : languages)
    if (!is_language(language))
      in.fault(in.line_of(key), "bad-code", fmt::format("\"{}\" is not a language tag", language));
}

void check_codes(TomlReader& in, const Pack& pack) {
  if (!pack.id.empty() && !is_code(pack.id)) in.fault(in.line_of("id"), "bad-code", "\"id\" is not a code");
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  for (const auto& country : pack.countries)
    if (country.size() != 2 || !capital(country[0]) || !capital(country[1]))
      in.fault(in.line_of("countries"), "bad-code",
               fmt::format("\"{}\" is not a country of ISO 3166-1 (two capital letters)", country));
  const auto& prefix = pack.reference_prefix;
  if (!prefix.empty() && (prefix.size() != 2 || !capital(prefix[0]) || !capital(prefix[1])))
    in.fault(in.line_of("reference_prefix"), "bad-code", "\"reference_prefix\" is two capital letters");
}

OwnConsentAge read_age(TomlReader& in) {
  OwnConsentAge age;
  if (auto inner = in.table("own_consent_age")) {
    age.years = inner->integer("years", 10, 21);
    age.origin = inner->origin();
    inner->finish();
  }
  return age;
}

}  // namespace

bool load_manifest(Loader& loader) {
  auto in = loader.toml("pack.toml");
  if (!in) return false;
  auto& pack = loader.pack;
  pack.id = in->text("id");
  pack.languages = in->texts("languages");
  pack.other_languages = in->texts("other_languages", TomlReader::optional);
  pack.names = in->labels("names", pack.languages);
  pack.countries = in->texts("countries");
  pack.time_zone = in->text("time_zone");
  pack.reference_prefix = in->text("reference_prefix");
  pack.composition_as_of = in->date("composition_as_of").value_or(Date{});
  pack.holidays_known_until = in->date("holidays_known_until").value_or(Date{});
  pack.own_consent_age = read_age(*in);
  check_languages(*in, pack.languages, "languages");
  check_languages(*in, pack.other_languages, "other_languages");
  check_codes(*in, pack);
  in->finish();
  return true;
}

}  // namespace nrm::pathway
