#include "document.hpp"

#include "formats.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::hsds {
namespace {

constexpr std::size_t kMaxText = 4'000;
constexpr std::size_t kMaxExtent = 50'000;  // the outline of an area as GeoJSON
// Persons, and the history that names them.
constexpr std::string_view kLeftOut[] = {"contacts", "metadata", "attention"};

bool is_left_out(std::string_view name) {
  return std::find(std::begin(kLeftOut), std::end(kLeftOut), name) != std::end(kLeftOut);
}

std::size_t count_values(const json::value& value) {
  std::size_t count = 1;
  if (const auto* list = value.if_array())
    for (const auto& item : *list) count += count_values(item);
  if (const auto* object = value.if_object())
    for (const auto& member : *object) count += count_values(member.value());
  return count;
}

class Reading {
 public:
  Reading(const Standard& standard, Written written, Findings& findings)
      : standard_{standard}, written_{written}, findings_{findings} {}

  std::optional<json::object> object(const ObjectType& type, const json::object& from, const Place& place) {
    const auto outer = std::exchange(failed_, false);
    json::object out;
    for (const auto& member : from) {
      if (is_absent(member.value()) || is_left_out(member.key())) continue;
      const auto known = type.members.find(std::string_view{member.key()});
      const auto here = place.at(std::string_view{member.key()});
      if (known == type.members.end())
        findings_.note(here, "not-of-the-standard");
      else if (auto value = this->value(known->second, member.value(), here))
        out[member.key()] = std::move(*value);
    }
    for (const auto& name : type.required)
      if (!out.contains(name) && !is_left_out(name)) faulty(place.at(name), "required");
    if (std::exchange(failed_, outer)) return std::nullopt;
    drop_impossible_point(out, place);
    return out;
  }

 private:
  bool is_absent(const json::value& value) const {
    return value.is_null() || (written_ == Written::cells && value.is_string() && value.as_string().empty());
  }

  std::optional<json::value> value(const Member& member, const json::value& from, const Place& place) {
    switch (member.form) {
      case Form::text:
        return text(member, from, place);
      case Form::number:
        return number(from, place);
      case Form::object:
        return nested(member, from, place);
      case Form::list:
        return list(member, from, place);
    }
    return std::nullopt;
  }

  std::optional<json::value> text(const Member& member, const json::value& from, const Place& place) {
    std::string text;
    if (from.is_string())
      text = std::string{from.as_string()};
    else if (from.is_number() && written_ == Written::cells)
      text = json::serialize(from);
    else
      return faulty(place, "not-text");
    if (const auto fault = find_text_fault(text, member.name == "extent" ? kMaxExtent : kMaxText, true))
      return faulty(place, *fault == TextFault::too_long ? "text-too-long" : code_of(*fault));
    if (!member.allowed.empty() && !member.allowed.contains(text)) return faulty(place, "not-in-list");
    if (const auto fault = mend_format(member.format, text)) return misspelt(member, place, *fault);
    return json::value(text);
  }

  // An address nobody can follow is left out; an identifier that is none makes the object another one.
  std::nullopt_t misspelt(const Member& member, const Place& place, std::string_view code) {
    if (member.format == "uuid") return faulty(place, code);
    findings_.note(place, code);
    return std::nullopt;
  }

  std::optional<json::value> number(const json::value& from, const Place& place) {
    if (from.is_number()) return from;
    if (written_ == Written::cells && from.is_string())
      if (auto number = number_of(std::string{from.as_string()})) return number;
    return faulty(place, "not-a-number");
  }

  std::optional<json::value> nested(const Member& member, const json::value& from, const Place& place) {
    if (!from.is_object()) return faulty(place, "not-an-object");
    ++depth_;
    auto out = object(standard_.type(member.of), from.as_object(), place);
    --depth_;
    if (!out) return std::nullopt;
    return json::value(std::move(*out));
  }

  std::optional<json::value> list(const Member& member, const json::value& from, const Place& place) {
    if (!from.is_array()) return faulty(place, "not-a-list");
    if (from.as_array().size() > kMaxListItems) return faulty(place, "too-many-items");
    json::array out;
    for (std::size_t i = 0; i < from.as_array().size(); ++i) {
      if (auto item = nested(member, from.as_array()[i], place.at(i))) out.push_back(std::move(*item));
    }
    return json::value(std::move(out));
  }

  // Half a point is none.
  void drop_impossible_point(json::object& object, const Place& place) {
    if (!object.contains("latitude") && !object.contains("longitude")) return;
    if (within(object, "latitude", 90) && within(object, "longitude", 180)) return;
    findings_.note(place.at("latitude"), "no-place-on-earth");
    object.erase("latitude");
    object.erase("longitude");
  }

  static bool within(const json::object& object, std::string_view name, double most) {
    const auto* found = object.if_contains(name);
    if (found == nullptr) return false;
    const auto number = found->to_number<double>();
    return number >= -most && number <= most;
  }

  // What is wrong with the object itself refuses it; a part with a fault is left out and the rest of it taken.
  std::nullopt_t faulty(const Place& place, std::string_view code) {
    failed_ = true;
    if (depth_ == 0)
      findings_.fault(place, code);
    else
      findings_.note(place, code);
    return std::nullopt;
  }

  const Standard& standard_;
  Written written_;
  Findings& findings_;
  int depth_ = 0;        // how deep inside the object that was asked for
  bool failed_ = false;  // the object being read
};

void fill_list(json::array& into, const json::array& from) {
  for (const auto& item : from) {
    const auto id = text_at(item.as_object(), "id");
    const auto same = std::find_if(into.begin(), into.end(),
                                   [&](const json::value& one) { return text_at(one.as_object(), "id") == id; });
    if (same == into.end())
      into.push_back(item);
    else
      fill(same->as_object(), item.as_object());
  }
}

}  // namespace

std::optional<json::value> parse_document(const SourceFile& file, Findings& findings) {
  const Place top{file.name, ""};
  const auto fault = [&](std::string_view code) {
    findings.fault(top, code);
    return std::nullopt;
  };
  if (file.content.size() > kMaxFileBytes) return fault("file-too-large");
  if (!is_valid_utf8(file.content)) return fault("not-utf8");
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  auto content = std::string_view{file.content};
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  auto value = json::parse(content, error, {}, options);
  if (error == json::error::too_deep) return fault("too-deep");
  if (error) return fault("not-json");
  if (count_values(value) > kMaxValues) return fault("too-many-items");
  return value;
}

std::optional<json::object> read_object(const Standard& standard, const ObjectType& type, const json::object& from,
                                        const Place& place, Written written, Findings& findings) {
  return Reading{standard, written, findings}.object(type, from, place);
}

std::string text_at(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found && found->is_string() ? std::string{found->as_string()} : std::string{};
}

const json::array& list_at(const json::object& object, std::string_view name) {
  static const json::array none;
  const auto* found = object.if_contains(name);
  return found && found->is_array() ? found->as_array() : none;
}

void fill(json::object& into, const json::object& from) {
  for (const auto& member : from) {
    auto* there = into.if_contains(member.key());
    if (there == nullptr)
      into[member.key()] = member.value();
    else if (there->is_array() && member.value().is_array())
      fill_list(there->as_array(), member.value().as_array());
    else if (there->is_object() && member.value().is_object())
      fill(there->as_object(), member.value().as_object());
  }
}

}  // namespace nrm::hsds
