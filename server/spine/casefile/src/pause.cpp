#include "nrm/casefile/pause.hpp"

#include <algorithm>

#include "json_text.hpp"
#include "nrm/log/act.hpp"

namespace nrm::casefile {
namespace {

// In `dormant`: 0 opens, 1 waits for a stand-in's turn, 2 sleeps by her word.
constexpr std::int64_t kAwake = 0;
constexpr std::int64_t kPaused = 2;
constexpr std::size_t kMaxNever = 10;  // as the field's check has it

void move(log::Act& act, const BasisId& basis, std::int64_t from, std::int64_t to, const char* note) {
  const auto moved = act.run("UPDATE key_seal SET dormant = $to WHERE basis = $basis AND dormant = $from",
                             {{"to", to}, {"basis", basis}, {"from", from}});
  act.note(note, std::to_string(moved));
}

std::vector<std::string> texts_of(const JsonObject& object, std::string_view name) {
  std::vector<std::string> out;
  const auto at = object.find(name);
  if (at == object.end() || at->second.array() == nullptr) return out;
  for (const auto& item : *at->second.array())
    if (item.text() != nullptr) out.push_back(*item.text());
  return out;
}

void add(std::vector<std::string>& never, const std::string& who) {
  if (std::ranges::find(never, who) != never.end()) return;
  if (never.size() < kMaxNever)
    never.push_back(who);
  else
    never.back() += "; " + who;
}

std::string render(const JsonObject& object, const std::vector<std::string>& never) {
  std::string out{"{"};
  for (const auto& [name, value] : object) {
    if (name == "never") continue;
    if (value.text() != nullptr) out += json_string(name) + ":" + json_string(*value.text()) + ",";
    if (value.flag() != nullptr) out += json_string(name) + (*value.flag() ? ":true," : ":false,");
  }
  return out + "\"never\":" + json_strings(never) + "}";
}

}  // namespace

void put_seals_to_sleep(log::Act& act, const BasisId& basis) {
  move(act, basis, kAwake, kPaused, "seals-asleep");
}

void wake_seals_of_basis(log::Act& act, const BasisId& basis) {
  move(act, basis, kPaused, kAwake, "seals-awake");
}

std::string with_never_contact(std::string_view safe_contact_json, const std::string& who) {
  const auto parsed = parse_json(safe_contact_json);
  const JsonObject object = parsed && parsed->object() != nullptr ? *parsed->object() : JsonObject{};
  auto never = texts_of(object, "never");
  add(never, who);
  return render(object, never);
}

}  // namespace nrm::casefile
