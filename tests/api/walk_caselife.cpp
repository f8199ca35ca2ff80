// A case's life: held with another team, merged and taken apart, closed and re-opened, opened in error; contacts
// without a case; saved filters and the list as a file.
#include "walk.hpp"

namespace nrm::api {

std::string Walk::opened_by_manager() {
  return text_of(must(201, manager, Method::post, "/api/v1/cases", new_case()), "id");
}

void Walk::hold_jointly() {
  const auto id = opened_by_manager();
  const auto path = "/api/v1/cases/" + id;
  auto consent = consent_to(shelter);
  consent["field_groups"] = json::array{"contact", "needs", "situation"};
  const auto basis = text_of(must(201, manager, Method::post, path + "/bases", consent), "id");
  const auto joint = text_of(
      must(201, manager, Method::post, path + "/teams",
           json::object{
               {"team_id", shelter}, {"compartments", json::array{"casework", "whereabouts"}}, {"basis_id", basis}}),
      "id");
  must(200, manager, Method::get, path + "/teams");
  must(200, shelter_manager, Method::get, "/api/v1/case-teams");
  must(200, shelter_manager, Method::get, path);
  must(200, shelter_manager, Method::get, "/api/v1/cases");
  must(201, shelter_manager, Method::post, path + "/openings",
       json::object{{"compartment", "casework"}, {"purpose", "assist"}, {"reason", canary("jointreason")}});
  must(201, shelter_manager, Method::post, path + "/teams/" + joint + "/end", json::object{});
}

void Walk::end_cases() {
  const auto stays = opened_by_manager(), goes = opened_by_manager(), mistaken = opened_by_manager();
  const auto path = "/api/v1/cases/" + stays;
  const auto why = [&](const char* label) { return json::object{{"reason", canary(label)}}; };
  auto merge = why("mergereason");
  merge["other_case_id"] = goes;
  must(201, manager, Method::post, path + "/merge", merge);
  must(200, manager, Method::get, path);
  must(201, manager, Method::post, "/api/v1/cases/" + goes + "/unmerge", why("unmergereason"));
  must(200, manager, Method::get, path + "/closure");
  must(201, manager, Method::post, path + "/closure",
       json::object{{"reason", "goals-reached"},
                    {"note", canary("closurenote")},
                    {"recall_referrals", true},
                    {"end_tasks", true}});
  must(200, manager, Method::get, path);
  must(201, manager, Method::post, path + "/reopening", why("reopeningreason"));
  must(201, manager, Method::post, "/api/v1/cases/" + mistaken + "/error-mark", why("errorreason"));
}

void Walk::take_calls() {
  json::object contact{{"channel", "phone"},
                       {"day", "2026-02-02"},
                       {"part", "night"},
                       {"needs", json::array{"shelter"}},
                       {"outcome", "asked-did-not-stay"},
                       {"language", "uk"},
                       {"minutes", 9},
                       {"note", canary("contactnote")}};
  const auto path = "/api/v1/contacts/" + text_of(must(201, officer, Method::post, "/api/v1/contacts", contact), "id");
  must(200, officer, Method::get, "/api/v1/contacts?from=2026-01-01&to=2026-12-31&limit=10");
  must(200, officer, Method::get, "/api/v1/contacts/summary");
  contact["note"] = canary("correctednote");
  must(201, officer, Method::post, path + "/correction", contact);
  must(201, officer, Method::post, path + "/case", json::object{{"case_id", opened_by_manager()}});
}

void Walk::filter_cases() {
  const json::object filter{{"state", "open"}, {"keeper", "me"}, {"need", "shelter"}, {"due_within", "7"}};
  must(200, officer, Method::get, "/api/v1/cases?state=both&need=shelter&age_class=adult&in_group=no&limit=5");
  const auto id = text_of(must(201, officer, Method::post, "/api/v1/case-filters",
                               json::object{{"name", canary("filtername")}, {"filter", filter}, {"shared", false}}),
                          "id");
  must(200, officer, Method::get, "/api/v1/case-filters");
  must(204, officer, Method::del, "/api/v1/case-filters/" + id);
  must(200, officer, Method::post, "/api/v1/case-lists",
       json::object{
           {"filter", json::object{{"state", "both"}}}, {"purpose", "assist"}, {"reason", canary("listreason")}});
}

}  // namespace nrm::api
