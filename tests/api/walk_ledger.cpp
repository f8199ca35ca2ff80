// What one body sent to another, as both declare it; and the figures about answers.
#include "walk.hpp"

namespace nrm::api {
namespace {

// The ids of the lines in that state.
json::array lines_in(const json::value& reconciliation, const char* state) {
  json::array out;
  for (const auto& line : reconciliation.at("lines").as_array())
    if (text_of(line, "state") == state) out.push_back(line.at("id"));
  return out;
}

}  // namespace

void Walk::reconcile() {
  const auto coordinator = world_.add_member("Ledger coordinator", border, {access::Role::coordinator});
  const auto body_of = [&](const std::string& team) {
    return world_.query("SELECT organisation_id FROM team WHERE id = $id", {{"id", team}})
        .at(0)
        .text("organisation_id");
  };
  const std::string all = "/api/v1/reconciliations";
  const json::object months{{"from_organisation_id", body_of(border)},
                            {"to_organisation_id", body_of(shelter)},
                            {"first_month", "2025-11"},
                            {"last_month", "2025-12"}};
  const auto one = all + "/" + text_of(must(201, coordinator, Method::post, all, months), "id");
  must(200, shelter_manager, Method::get, all);
  must(
      201, manager, Method::post, one + "/totals",
      json::object{{"totals", json::array{json::object{{"month", "2025-11"}, {"need", "shelter"}, {"referrals", 2}}}}});
  Call list{world_.token_of(shelter_manager),
            Method::post,
            one + "/list",
            nullptr,
            {{"content-type", "text/csv"}},
            "number;date;need\n12/25;03.11.2025;shelter\n13/25;04.11.2025;shelter\n"};
  must(201, list);
  const auto compared = must(201, manager, Method::post, one + "/comparison");
  const json::object said{
      {"lines", json::array{lines_in(compared, "open").at(0)}},
      {"parts", json::array{json::object{{"reason", "before-opennrm"}, {"referrals", 2}, {"document", "7/25"}}}}};
  const auto answered = must(201, manager, Method::post, one + "/answers", said);
  must(201, shelter_manager, Method::post, one + "/returns", json::object{{"lines", lines_in(answered, "answered")}});
  settle(one, compared);
  const auto settled = must(200, shelter_manager, Method::get, one);
  must(201, shelter_manager, Method::post, one + "/signature", json::object{{"hash", text_of(settled, "hash")}});
  must(201, manager, Method::post, one + "/signature", json::object{{"hash", text_of(settled, "hash")}});
  must(200, manager, Method::get, one + "?version=1");
  supervise(coordinator);
}

// The total's two by telephone, each of the list's by itself.
void Walk::settle(const std::string& one, const json::value& compared) {
  for (const auto& line : compared.at("lines").as_array()) {
    if (text_of(line, "state") != "open") continue;
    const auto size = line.at("declared").as_int64() - line.at("known").as_int64();
    must(201, manager, Method::post, one + "/answers",
         json::object{{"lines", json::array{line.at("id")}},
                      {"parts", json::array{json::object{{"reason", "before-opennrm"}, {"referrals", size}}}}});
    must(201, shelter_manager, Method::post, one + "/confirmations",
         json::object{{"lines", json::array{line.at("id")}}});
  }
}

void Walk::supervise(const Account& coordinator) {
  must(200, coordinator, Method::get, "/api/v1/supervision?from=2026-01-01&until=2026-03-31&group=need");
  must(200, shelter_manager, Method::get, "/api/v1/supervision?from=2026-01-01&until=2026-12-31");
  must(200, shelter_manager, Method::get,
       "/api/v1/supervision/tables/groups?from=2026-01-01&until=2026-12-31&group=region");
}

}  // namespace nrm::api
