#include "detail.hpp"

#include <boost/json.hpp>

namespace nrm::log {

namespace {

constexpr std::size_t kPadding = 256;

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  for (const auto letter : text) {
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      out += letter;
    }
  }
  out += '"';
}

// std::map keeps the keys sorted bytewise.
std::string to_object(const std::map<std::string, std::string>& raw_members) {
  std::string out = "{";
  for (const auto& [name, json] : raw_members) {
    if (out.size() > 1) out += ',';
    append_escaped(out, name);
    out += ':';
    out += json;
  }
  return out + "}";
}

std::string json_text(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

template <class IdType>
std::string json_id(const std::optional<IdType>& id) {
  return json_text(id ? id->text() : "");
}

std::string actor_json(const Actor& actor) {
  return to_object({{"kind", json_text(name_of(actor.kind))},
                    {"member", json_id(actor.member)},
                    {"organisation", json_id(actor.organisation)},
                    {"rule", json_text(actor.rule)},
                    {"team", json_id(actor.team)}});
}

std::string text_at(const boost::json::object& object, std::string_view name) {
  return std::string{object.at({name.data(), name.size()}).as_string()};
}

template <class IdType>
std::optional<IdType> id_at(const boost::json::object& object, std::string_view name) {
  return IdType::parse(text_at(object, name));
}

Actor parse_actor(const boost::json::object& object) {
  Actor out;
  const auto kind = text_at(object, "kind");
  out.kind = kind == "member" ? Actor::Kind::member : kind == "clock" ? Actor::Kind::clock : Actor::Kind::system;
  out.member = id_at<MemberId>(object, "member");
  out.team = id_at<TeamId>(object, "team");
  out.organisation = id_at<OrganisationId>(object, "organisation");
  out.rule = text_at(object, "rule");
  return out;
}

Detail read(const boost::json::object& object) {
  Detail out;
  out.actor = parse_actor(object.at("actor").as_object());
  out.action = text_at(object, "action");
  out.purpose = text_at(object, "purpose");
  out.object = text_at(object, "object");
  out.outcome = text_at(object, "outcome");
  out.problem = text_at(object, "problem");
  out.reason = text_at(object, "reason");
  out.request = text_at(object, "request");
  out.time = parse_rfc3339(text_at(object, "time")).value_or(UtcTime{});
  for (const auto& [name, value] : object.at("notes").as_object()) out.notes[name] = std::string{value.as_string()};
  return out;
}

}  // namespace

std::string_view name_of(Actor::Kind kind) {
  switch (kind) {
    case Actor::Kind::member:
      return "member";
    case Actor::Kind::clock:
      return "clock";
    case Actor::Kind::system:
      return "system";
  }
  return "system";
}

std::string to_canonical_json(const Detail& detail) {
  std::map<std::string, std::string> notes;
  for (const auto& [name, value] : detail.notes) notes[name] = json_text(value);
  auto out = to_object({{"action", json_text(detail.action)},
                        {"actor", actor_json(detail.actor)},
                        {"notes", to_object(notes)},
                        {"object", json_text(detail.object)},
                        {"outcome", json_text(detail.outcome)},
                        {"problem", json_text(detail.problem)},
                        {"purpose", json_text(detail.purpose)},
                        {"reason", json_text(detail.reason)},
                        {"request", json_text(detail.request)},
                        {"time", json_text(to_rfc3339(detail.time))}});
  out.append((kPadding - out.size() % kPadding) % kPadding, ' ');
  return out;
}

std::optional<Detail> parse_detail(std::string_view text) {
  boost::system::error_code error;
  const auto parsed = boost::json::parse({text.data(), text.size()}, error);
  if (error || !parsed.is_object()) return std::nullopt;
  try {
    return read(parsed.as_object());
  } catch (const std::exception&) {
    return std::nullopt;  // authentic but of a later format
  }
}

crypto::Digest commit_to(const DetailSalt& salt, std::string_view detail) {
  return crypto::sha256({salt, view_of(detail)});
}

Bytes detail_place(std::string_view leaf_id, std::string_view action_class, std::int64_t hour) {
  return bytes_of(fmt::format("nrm.log.detail.1\n{}\n{}\n{}", leaf_id, action_class, hour));
}

}  // namespace nrm::log
