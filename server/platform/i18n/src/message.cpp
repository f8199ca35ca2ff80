#include "message.hpp"

#include <fmt/format.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace nrm::i18n {
namespace {

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  return text.toUTF8String(out);
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

icu::MessagePattern parse(const icu::UnicodeString& pattern) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  icu::MessagePattern parsed{pattern, &where, status};
  if (U_FAILURE(status)) {
    throw std::invalid_argument{fmt::format("does not parse at character {} ({})", where.offset, u_errorName(status))};
  }
  return parsed;
}

bool means_exactly_one(icu::PluralRules& rules, const icu::UnicodeString& keyword) {
  UErrorCode status = U_ZERO_ERROR;
  std::array<double, 4> samples{};
  const auto count = rules.getSamples(keyword, samples.data(), static_cast<std::int32_t>(samples.size()), status);
  return U_SUCCESS(status) && count == 1 && samples[0] == 1.0;
}

// Every plural form of the language must be written: a Russian text without "few" reads wrong for 2, 3 and 4. Where a
// language's "one" means exactly 1, "=1" stands for it.
void require_plural_forms(const icu::MessagePattern& pattern, int start, const std::string& language, bool ordinal) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::PluralRules> rules{icu::PluralRules::forLocale(
      icu::Locale{language.c_str()}, ordinal ? UPLURAL_TYPE_ORDINAL : UPLURAL_TYPE_CARDINAL, status)};
  std::set<std::string> written;
  const int limit = pattern.getLimitPartIndex(start);
  for (int at = start + 1; at < limit; ++at) {
    const auto& part = pattern.getPart(at);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_SELECTOR) written.insert(utf8(pattern.getSubstring(part)));
    if (part.getType() == UMSGPAT_PART_TYPE_MSG_START) at = pattern.getLimitPartIndex(at);
  }
  if (U_FAILURE(status)) throw std::invalid_argument{"the plural rules of its language are not known"};
  const std::unique_ptr<icu::StringEnumeration> keywords{rules->getKeywords(status)};
  for (const auto* keyword = keywords->snext(status); keyword != nullptr; keyword = keywords->snext(status)) {
    const bool exactly_one = *keyword == "one" && means_exactly_one(*rules, *keyword);
    if (written.contains(utf8(*keyword)) || (exactly_one && written.contains("=1"))) continue;
    throw std::invalid_argument{fmt::format("lacks the plural form \"{}\"", utf8(*keyword))};
  }
}

// Whether the argument at `start` wants a number.
bool check_argument(const icu::MessagePattern& pattern, int start, const std::string& language) {
  switch (pattern.getPart(start).getArgType()) {
    case UMSGPAT_ARG_TYPE_NONE:
    case UMSGPAT_ARG_TYPE_SELECT:
      return false;
    case UMSGPAT_ARG_TYPE_PLURAL:
    case UMSGPAT_ARG_TYPE_SELECTORDINAL:
      require_plural_forms(pattern, start, language,
                           pattern.getPart(start).getArgType() == UMSGPAT_ARG_TYPE_SELECTORDINAL);
      return true;
    case UMSGPAT_ARG_TYPE_SIMPLE:
      if (pattern.getSubstring(pattern.getPart(start + 2)) == icu::UnicodeString{"number"}) return true;
      throw std::invalid_argument{"uses an argument type other than number, plural, selectordinal and select"};
    default:
      throw std::invalid_argument{"uses an argument type that the web cannot format"};
  }
}

std::map<std::string, bool> parameters_of(const icu::MessagePattern& pattern, const std::string& language) {
  std::map<std::string, bool> found;
  for (int at = 0; at < pattern.countParts(); ++at) {
    if (pattern.getPartType(at) != UMSGPAT_PART_TYPE_ARG_START) continue;
    const auto& name = pattern.getPart(at + 1);
    if (name.getType() != UMSGPAT_PART_TYPE_ARG_NAME) throw std::invalid_argument{"numbers a parameter; name it"};
    found[utf8(pattern.getSubstring(name))] |= check_argument(pattern, at, language);
  }
  return found;
}

icu::Formattable formattable(const std::string& value, bool number) {
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (number && error == std::errc{} && end == value.data() + value.size()) return icu::Formattable{parsed};
  return icu::Formattable{unicode(value)};
}

std::string format(const std::string& language, const std::string& pattern,
                   const std::vector<icu::UnicodeString>& names, const std::vector<icu::Formattable>& values) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat message{unicode(pattern), icu::Locale{language.c_str()}, status};
  icu::UnicodeString out;
  if (U_SUCCESS(status)) {
    message.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
  }
  return U_SUCCESS(status) ? utf8(out) : pattern;
}

}  // namespace

Message::Message(std::string_view language, const std::string& pattern) : language_{language}, pattern_{pattern} {
  parameters_ = parameters_of(parse(unicode(pattern)), language_);
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessageFormat whole{unicode(pattern), icu::Locale{language_.c_str()}, status};
  if (U_FAILURE(status)) throw std::invalid_argument{fmt::format("does not parse ({})", u_errorName(status))};
  if (parameters_.empty()) finished_ = format(language_, pattern_, {}, {});
}

std::string Message::text(const Params& params) const {
  if (parameters_.empty()) return finished_;
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, number] : parameters_) {
    const auto given = params.find(name);
    if (given == params.end()) continue;
    names.push_back(unicode(name));
    values.push_back(formattable(given->second, number));
  }
  return format(language_, pattern_, names, values);
}

std::set<std::string> Message::parameters() const {
  std::set<std::string> names;
  for (const auto& [name, number] : parameters_) names.insert(name);
  return names;
}

}  // namespace nrm::i18n
