#include "write.hpp"

#include "nrm/directory/directory.hpp"
#include "nrm/http/json.hpp"

namespace nrm::handover {
namespace {

using http::JsonWriter;

void write_team(JsonWriter& out, const Desk& desk, std::string_view name, const std::optional<TeamId>& id) {
  out.key(name);
  const auto team =
      !id ? std::nullopt
          : desk.journal.database().reading([&](storage::Reader& reader) { return directory::find_team(reader, *id); });
  if (!team) {
    out.null();
    return;
  }
  out.begin_object().member("id", team->id).member("name", team->name);
  out.member("organisation_name", team->organisation_name).member("region", team->region).end_object();
}

template <class Codes>
void write_codes(JsonWriter& out, std::string_view name, const Codes& codes) {
  out.key(name).begin_array();
  for (const auto& code : codes) out.value(code);
  out.end_array();
}

void write_kinds(JsonWriter& out, std::string_view name, const std::set<access::Compartment>& kinds) {
  out.key(name).begin_array();
  for (const auto kind : kinds) out.value(access::name_of(kind));
  out.end_array();
}

void write_counts(JsonWriter& out, const Preview& preview) {
  out.key("compartments").begin_array();
  for (const auto& count : preview.kinds)
    out.begin_object()
        .member("kind", access::name_of(count.kind))
        .member("fields", count.fields)
        .member("files", count.files)
        .end_object();
  out.end_array().member("parts", preview.parts).member("bases", preview.bases);
  out.member("contacts", preview.contacts).member("ended_referrals", preview.ended_referrals);
}

void write_tasks(JsonWriter& out, const Preview& preview) {
  out.key("tasks").begin_array();
  for (const auto& task : preview.tasks)
    out.begin_object().member("kind", task.kind).member("due_at", task.due).end_object();
  out.end_array();
}

void write_times(JsonWriter& out, const Preview& preview, std::string_view language) {
  out.key("times").begin_array();
  for (const auto& time : preview.times) {
    out.begin_object().member("rule", time.rule);
    out.member("label", time.labels == nullptr ? time.rule : std::string{pathway::label_in(*time.labels, language)});
    out.member("kind", pathway::name_of(time.kind)).member("due_at", time.due_at);
    out.member("state", pathway::name_of(time.state)).end_object();
  }
  out.end_array().member("letters", preview.letters.open).member("letters_to_tell", preview.letters.to_tell);
}

void write_referrals(JsonWriter& out, const Desk& desk, std::string_view name,
                     const std::vector<referral::OpenReferral>& referrals) {
  out.key(name).begin_array();
  for (const auto& each : referrals) {
    out.begin_object().member("id", each.id).member("reference", each.reference).member("need", each.need);
    out.member("state", std::string{referral::name_of(each.state)});
    write_team(out, desk, "to_team", each.to_team);
    out.end_object();
  }
  out.end_array();
}

void write_joint_teams(JsonWriter& out, const Desk& desk, const Preview& preview) {
  out.key("joint_teams").begin_array();
  for (const auto& joint : preview.joint_teams) {
    out.begin_object();
    write_team(out, desk, "team", joint.team);
    out.member("ends", joint.ends).end_object();
  }
  out.end_array();
}

void write_summary(JsonWriter& out, const Desk& desk, const Summary& summary) {
  out.member("id", summary.id).member("reference", summary.reference);
  write_team(out, desk, "from_team", summary.from_team);
  write_team(out, desk, "to_team", summary.to_team);
  out.member("state", std::string{name_of(summary.state)}).member("urgent", summary.urgent);
  out.member("offered_at", summary.offered_at).member("answer_due_at", summary.answer_due_at);
  out.member("clock_state", std::string{pathway::name_of(summary.clock_state)}).member("lapses_at", summary.lapses_at);
  out.member("ended_at", summary.ended_at).member("case_id", summary.case_id);
}

void write_size(JsonWriter& out, const std::optional<Size>& size) {
  out.key("size");
  if (!size) {
    out.null();
    return;
  }
  out.begin_object().member("fields", size->fields).member("files", size->files).member("tasks", size->tasks);
  out.member("referrals", size->referrals).end_object();
}

void write_text(JsonWriter& out, std::string_view name, const std::optional<Personal<std::string>>& text) {
  out.key(name);
  if (text)
    out.value(text->reveal());
  else
    out.null();
}

void write_history(JsonWriter& out, const Desk& desk, const View& view) {
  out.key("history").begin_array();
  for (const auto& item : view.history) {
    out.begin_object().member("what", item.what).member("at", item.at);
    write_team(out, desk, "actor_team", item.actor_team);
    out.member("reason_code", item.reason_code).end_object();
  }
  out.end_array();
}

}  // namespace

std::string render(const Desk& desk, const Preview& preview, std::string_view language) {
  JsonWriter out;
  out.begin_object();
  write_team(out, desk, "to_team", preview.to_team);
  write_counts(out, preview);
  write_tasks(out, preview);
  write_times(out, preview, language);
  write_referrals(out, desk, "referrals", preview.referrals);
  write_referrals(out, desk, "ending_referrals", preview.to_end);
  write_joint_teams(out, desk, preview);
  out.member("restricted", preview.restricted).member("held", preview.held);
  out.member("basis_id", preview.basis).member("basis_until", preview.basis_until);
  write_codes(out, "uncovered_groups", preview.uncovered);
  write_kinds(out, "for_a_colleague", preview.for_a_colleague);
  out.member("answer_due_at", preview.answer_due_at);
  write_codes(out, "hindrances", preview.hindrances);
  return out.end_object().take();
}

std::string render(const Desk& desk, const View& view) {
  JsonWriter out;
  out.begin_object();
  write_summary(out, desk, view.summary);
  out.member("version", view.version).member("complete", view.complete).member("reason_code", view.reason_code);
  write_size(out, view.size);
  write_text(out, "note", view.note);
  write_text(out, "answer", view.answer);
  write_history(out, desk, view);
  out.key("allowed").begin_array();
  for (const auto arrow : view.allowed) out.value(name_of(arrow));
  return out.end_array().end_object().take();
}

std::string render(const Desk& desk, const std::vector<Summary>& list) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& summary : list) {
    out.begin_object();
    write_summary(out, desk, summary);
    out.end_object();
  }
  return out.end_array().end_object().take();
}

}  // namespace nrm::handover
