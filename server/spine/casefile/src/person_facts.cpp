#include "person_facts.hpp"

#include "json_text.hpp"

namespace nrm::casefile {
namespace {

using std::chrono::day;
using std::chrono::last;
using std::chrono::month;

std::string member_of(std::string_view json, std::string_view name) {
  const auto value = parse_json(json);
  return value && value->object() != nullptr ? member_text(*value->object(), name) : std::string{};
}

// The first code point, so that a letter of any script stays whole.
std::string first_letter(const std::string& text) {
  std::size_t end = text.empty() ? 0 : 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
  return text.substr(0, end);
}

}  // namespace

std::optional<BirthDate> parse_partial_date(std::string_view text) {
  if (text.size() == 10) {
    const auto date = parse_iso_date(text);
    return date ? std::optional{BirthDate{*date, *date}} : std::nullopt;
  }
  if (text.size() == 7) {
    const auto first = parse_iso_date(std::string{text} + "-01");
    if (!first) return std::nullopt;
    return BirthDate{*first, Date{first->year() / first->month() / last}};
  }
  if (text.size() != 4) return std::nullopt;
  const auto first = parse_iso_date(std::string{text} + "-01-01");
  return first ? std::optional{BirthDate{*first, first->year() / month{12} / day{31}}} : std::nullopt;
}

std::optional<BirthDate> birth_date_of(std::string_view json) {
  return parse_partial_date(member_of(json, "value"));
}

int years_between(Date birth, Date on) {
  const int years = static_cast<int>(on.year()) - static_cast<int>(birth.year());
  const bool before_birthday = on.month() < birth.month() || (on.month() == birth.month() && on.day() < birth.day());
  return std::max(0, years - (before_birthday ? 1 : 0));
}

std::string age_class_of(std::string_view json) {
  return member_of(json, "class");
}
std::string age_reason_of(std::string_view json) {
  return member_of(json, "reason");
}

std::vector<std::string> codes_of(std::string_view json) {
  std::vector<std::string> out;
  const auto value = parse_json(json);
  if (!value || value->array() == nullptr) return out;
  for (const auto& item : *value->array())
    if (item.text() != nullptr) out.push_back(*item.text());
  return out;
}

std::vector<std::string> names_of(std::string_view json) {
  std::vector<std::string> out;
  const auto value = parse_json(json);
  if (!value || value->array() == nullptr) return out;
  for (const auto& item : *value->array())
    if (item.object() != nullptr) out.push_back(member_text(*item.object(), "name"));
  return out;
}

std::string initials_of(std::string_view json) {
  std::string given, family, any;
  const auto value = parse_json(json);
  if (!value || value->array() == nullptr) return {};
  for (const auto& item : *value->array()) {
    if (item.object() == nullptr) continue;
    const auto letter = first_letter(member_text(*item.object(), "name"));
    const auto kind = member_text(*item.object(), "kind");
    if (any.empty()) any = letter;
    if (kind == "given" && given.empty()) given = letter;
    if (kind == "family" && family.empty()) family = letter;
  }
  const auto pair = given + family;
  return pair.empty() ? any : pair;
}

std::string age_class_in(std::string_view json) {
  return age_class_of(json);
}

std::optional<int> youngest_age(std::string_view birth_date_json, Date today) {
  const auto birth = birth_date_of(birth_date_json);
  return birth ? std::optional{years_between(birth->latest, today)} : std::nullopt;
}

std::string to_json_text(const std::map<std::string, std::string>& members) {
  std::string out{"{"};
  for (const auto& [name, text] : members)
    out += (out.size() > 1 ? "," : "") + json_string(name) + ":" + json_string(text);
  return out + "}";
}

std::map<std::string, std::string> from_json_text(std::string_view json) {
  std::map<std::string, std::string> out;
  const auto value = parse_json(json);
  if (!value || value->object() == nullptr) return out;
  for (const auto& [name, member] : *value->object())
    if (member.text() != nullptr) out.emplace(name, *member.text());
  return out;
}

}  // namespace nrm::casefile
