// Rules between the members of one structured value. The value has its shape already.
#include <set>

#include "faults.hpp"
#include "person_facts.hpp"

namespace nrm::casefile {
namespace {

Fault birth_date_fault(const JsonObject& birth, const std::string& pointer, Date today) {
  const auto value = member_text(birth, "value");
  if (parse_partial_date(value)->earliest > today) return fault(pointer + "/value", "in-the-future");
  const auto precision = member_text(birth, "precision");
  const std::string_view fits = value.size() == 4 ? "year" : value.size() == 7 ? "month" : "day";
  if (!precision.empty() && precision != "approximate" && precision != fits)
    return fault(pointer + "/precision", "contradicts");
  return std::nullopt;
}

// Who holds a document is asked only where somebody else does.
Fault document_fault(const JsonObject& document, const std::string& pointer) {
  if (member_text(document, "held_by").empty() || member_text(document, "state") == "held-by-another")
    return std::nullopt;
  return fault(pointer + "/held_by", "contradicts");
}

// ISO dates compare as text; of two part dates only what both say is compared.
bool is_before(const std::string& a, const std::string& b) {
  const auto both = std::min(a.size(), b.size());
  return !a.empty() && !b.empty() && a.substr(0, both) < b.substr(0, both);
}

Fault order_fault(const JsonObject& object, const char* first, const char* second, const std::string& pointer) {
  if (!is_before(member_text(object, second), member_text(object, first))) return std::nullopt;
  return fault(pointer + "/" + second, "contradicts");
}

Fault recovery_fault(const JsonObject& period, const std::string& pointer) {
  if (auto bad = order_fault(period, "from", "to", pointer)) return bad;
  if (auto bad = order_fault(period, "to", "extended_to", pointer)) return bad;
  return order_fault(period, "from", "ended_on", pointer);
}

Fault decision_fault(const JsonObject& decision, const std::string& pointer, Date today) {
  const auto on = parse_iso_date(member_text(decision, "on"));
  return on && *on > today ? fault(pointer + "/on", "in-the-future") : std::nullopt;
}

Fault repeated_fault(const JsonArray& items, const char* name, const std::string& pointer) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!seen.insert(member_text(*items[i].object(), name)).second)
      return fault(pointer + "/" + std::to_string(i) + "/" + name, "contradicts");
  return std::nullopt;
}

Fault item_fault(std::string_view shape, const JsonObject& item, const std::string& pointer, Date today) {
  if (shape == "birth-date") return birth_date_fault(item, pointer, today);
  if (shape == "documents") return document_fault(item, pointer);
  if (shape == "events") return order_fault(item, "from", "to", pointer);
  if (shape == "decisions") return decision_fault(item, pointer, today);
  if (shape == "recovery-period") return recovery_fault(item, pointer);
  return std::nullopt;
}

}  // namespace

Fault shape_rule_fault(std::string_view shape, const JsonValue& value, const std::string& pointer, Date today) {
  if (value.object() != nullptr) return item_fault(shape, *value.object(), pointer, today);
  const auto& items = *value.array();
  for (std::size_t i = 0; i < items.size(); ++i)
    if (auto bad = item_fault(shape, *items[i].object(), pointer + "/" + std::to_string(i), today)) return bad;
  if (shape == "languages") return repeated_fault(items, "language", pointer);
  if (shape == "follow-up") return repeated_fault(items, "after", pointer);
  return std::nullopt;
}

}  // namespace nrm::casefile
