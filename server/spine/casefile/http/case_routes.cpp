// Opening, listing and looking at cases.
#include "nrm/access/members.hpp"
#include "nrm/casefile/case_filter.hpp"
#include "nrm/casefile/restriction.hpp"
#include "shared.hpp"

namespace nrm::casefile {
namespace {

using http::JsonReader;
using http::JsonWriter;

Result<http::Response> open(const RoutesContext& context, const http::Request& request,
                            const access::Session& session) {
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  auto read = read_values(*in);
  const auto found_with = in->id<CaseId>("found_with", JsonReader::optional);
  const bool share_facts = in->boolean("share_facts", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  if (auto faults = find_code_faults(read.values, context.pack, "/values"); !faults.empty())
    return fail(nrm::problems::kInvalid, std::move(faults));
  auto input = new_case_under(context.pack, std::move(read.values), context.journal.clock().now());
  input.found_with = found_with;
  input.share_facts = share_facts;
  const auto opened =
      do_act<OpenedCase>(context, session, {"case.open", std::nullopt, {}, {}},
                         [&](log::Act& act, const access::Permit& permit) { return open_case(act, permit, input); });
  if (!opened) return tl::unexpected(opened.error());
  JsonWriter out;
  out.begin_object()
      .member("id", opened->id)
      .member("reference", opened->reference)
      .member("version", opened->version)
      .end_object();
  return http::created("/api/v1/cases/" + opened->id.text(), out.take());
}

void write_card(JsonWriter& out, const ListedCase& item) {
  out.key("card");
  if (!item.card) {
    out.null();
    return;
  }
  const auto& card = item.card->reveal();
  out.begin_object().member("label", card.label).key("age_class");
  if (card.age_class.empty())
    out.null();
  else
    out.value(card.age_class);
  out.key("needs").begin_array();
  for (const auto& need : card.needs) out.value(need);
  out.end_array().member("detection_month", card.detection_month).member("urgent", card.urgent).end_object();
}

std::string to_json(const Page<ListedCase>& page) {
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : page.items) {
    const auto& facts = item.facts;
    out.begin_object().member("id", facts.id).member("reference", facts.reference).member("opened_at", facts.opened_at);
    out.member("identification_state", facts.identification_state).member("next_due", facts.next_due);
    out.member("group_size", static_cast<std::int64_t>(item.group_size)).member("basis_missing", facts.basis_missing);
    out.member("joint", item.joint).member("closed_at", item.closed_at);
    write_card(out, item);
    out.member("restricted", item.restricted).end_object();
  }
  out.end_array().member("next", page.next).end_object();
  return out.take();
}

// An empty word is one that was left out: a form sends all of its fields.
Result<CaseFilter> filter_of(const RoutesContext& context, const http::Request& request,
                             const access::Session& session) {
  FilterWords words;
  for (const auto& name : filter_words())
    if (const auto found = request.query.find(name); found != request.query.end() && !found->second.empty())
      words.emplace(name, found->second);
  return parse_filter(words, {session.member, context.journal.clock().now(), context.pack}, "query:");
}

Result<http::Response> list(const RoutesContext& context, const http::Request& request,
                            const access::Session& session) {
  const auto page = page_of(request);
  if (!page) return tl::unexpected(page.error());
  const auto filter = filter_of(context, request, session);
  if (!filter) return tl::unexpected(filter.error());
  const auto found = do_act<Page<ListedCase>>(
      context, session, {"case.list", std::nullopt, {}, {}},
      [&](log::Act& act, const access::Permit& permit) { return list_cases(act, permit, *filter, *page); });
  if (!found) return tl::unexpected(found.error());
  return http::json(200, to_json(*found));
}

class CaseView {
 public:
  CaseView(const RoutesContext& context, const http::Request& request, log::Act& act, const access::Permit& permit)
      : context_{context}, request_{request}, act_{act}, permit_{permit} {}

  Result<http::Response> render(const CaseId& id) {
    const auto facts = find_case(act_.writer(), id);
    if (!facts) return fail(nrm::problems::kNotFound);
    const auto contact = safe_contact(act_, permit_, id);
    if (!contact) return tl::unexpected(contact.error());
    out_.begin_object();
    write_facts(*facts);
    write_restriction(*facts);
    write_tasks(*facts);
    write_compartments(*facts);
    write_group(*facts);
    if (const auto written = write_life(*facts); !written) return tl::unexpected(written.error());
    out_.key("safe_contact");
    if (*contact)
      out_.raw((*contact)->reveal());
    else
      out_.null();
    auto response = http::json(200, out_.end_object().take());
    response.headers["ETag"] = etag(facts->version);
    return response;
  }

 private:
  void write_facts(const CaseFacts& facts) {
    out_.member("id", facts.id).member("reference", facts.reference).key("team");
    write_team(out_, act_.writer(), facts.team);
    out_.member("opened_at", facts.opened_at).key("opened_by").begin_object().member("id", facts.opened_by);
    out_.member("name", access::find_member_name(act_.writer(), facts.opened_by)).end_object();
    out_.key("states").begin_object().member("identification", facts.identification_state);
    out_.member("protection", facts.assistance_state).end_object();
    out_.member("version", facts.version).member("basis_missing", facts.basis_missing);
  }

  void write_restriction(const CaseFacts& facts) {
    const auto name = [&](const MemberId& id) { return access::find_member_name(act_.writer(), id); };
    out_.key("keeper").begin_object().member("id", facts.keeper).member("name", name(facts.keeper)).end_object();
    out_.key("restriction");
    const auto restriction = find_restriction(act_.writer(), facts.id);
    if (!restriction) {
      out_.null();
      return;
    }
    out_.begin_object().member("since", restriction->at);
    out_.member("open_to_you", !is_kept_from(act_.writer(), facts, permit_.session())).key("named").begin_array();
    for (const auto& member : restriction->named)
      out_.begin_object().member("id", member).member("name", name(member)).end_object();
    out_.end_array().end_object();
  }

  // A task with a due time is a clock that runs: shown both ways.
  void write_tasks(const CaseFacts& facts) {
    const auto tasks = tasks_of_case(act_.writer(), facts.id);
    out_.key("tasks").begin_array();
    for (const auto& task : tasks) {
      out_.begin_object().member("id", task.id).member("kind", task.kind).member("case_id", task.case_id);
      out_.member("reference", task.reference).member("due_at", task.due);
      out_.member("state", state_of_due(task.due, warn_at(task, facts), act_.now()))
          .member("label", label_of(task))
          .end_object();
    }
    out_.end_array().key("clocks").begin_array();
    for (const auto& task : tasks) {
      if (!task.due) continue;
      out_.begin_object().member("id", task.id).member("rule", task.kind).member("label", label_of(task));
      out_.member("started_at", facts.opened_at).member("due_at", task.due);
      out_.member("state", state_of_due(task.due, warn_at(task, facts), act_.now()))
          .member("unit", unit_of(task))
          .end_object();
    }
    out_.end_array();
  }

  const pathway::ClockRule* rule_of(const Task& task) const { return context_.pack.pathway.find_clock(task.kind); }
  std::string label_of(const Task& task) const {
    const auto* rule = rule_of(task);
    return rule == nullptr ? task.kind : pathway::label_in(rule->labels, request_.language);
  }
  std::string unit_of(const Task& task) const {
    const auto* rule = rule_of(task);
    return std::string{rule == nullptr ? "hours" : pathway::name_of(rule->due.unit)};
  }
  std::optional<UtcTime> warn_at(const Task& task, const CaseFacts& facts) const {
    const auto* rule = rule_of(task);
    if (rule == nullptr || context_.pack.calendar == nullptr) return std::nullopt;
    return pathway::clock_for(*rule, facts.opened_at, *context_.pack.calendar).warn_at;
  }

  void write_compartments(const CaseFacts& facts) {
    out_.key("compartments").begin_array();
    for (const auto& view : compartments_of_case(act_, permit_, facts.id))
      out_.begin_object()
          .member("kind", access::name_of(view.kind))
          .member("held", view.held)
          .member("fields", view.fields)
          .end_object();
    out_.end_array();
  }

  Result<void> write_life(const CaseFacts& facts) {
    auto& reader = act_.writer();
    const auto life = *life_of(reader, facts.id);
    const bool holding = facts.team == permit_.session().team;
    if (!holding) note_looked(act_, facts.id, permit_.session().team);
    out_.member("holding", holding).key("life").begin_object().member("state", state_of(life));
    out_.member("closed_at", life.closed_at).key("closed_by");
    out_.value(life.closed_by ? access::find_member_name(reader, *life.closed_by) : std::nullopt);
    if (const auto written = write_closure(facts.id, life); !written) return written;
    out_.end_object().key("merged_into");
    write_reference(holding ? life.merged_into : std::nullopt);
    out_.key("absorbed").begin_array();
    if (holding)
      for (const auto& absorbed : absorbed_by(reader, facts.id))
        out_.begin_object()
            .member("id", absorbed.id)
            .member("reference", absorbed.reference)
            .member("into", absorbed.into)
            .member("merged_at", absorbed.merged_at)
            .end_object();
    out_.end_array();
    return {};
  }

  Result<void> write_closure(const CaseId& id, const Life& life) {
    out_.key("closure");
    const auto closure =
        life.closed_at ? closure_of(act_, permit_, id) : Result<std::optional<Personal<Closure>>>{std::nullopt};
    if (!closure) return tl::unexpected(closure.error());
    if (!*closure) {
      out_.null();
      return {};
    }
    const auto& said = (*closure)->reveal();
    out_.begin_object().member("reason", said.reason).member("note", said.note).end_object();
    return {};
  }

  void write_reference(const std::optional<CaseId>& id) {
    const auto facts = id ? find_case(act_.writer(), *id) : std::nullopt;
    if (!facts) {
      out_.null();
      return;
    }
    out_.begin_object().member("id", facts->id).member("reference", facts->reference).end_object();
  }

  void write_group(const CaseFacts& facts) {
    out_.key("group").begin_array();
    for (const auto& other : group_of(act_.writer(), facts))
      if (holds(act_.writer(), other.id, permit_.session().team))
        out_.begin_object().member("id", other.id).member("reference", other.reference).end_object();
    out_.end_array();
  }

  const RoutesContext& context_;
  const http::Request& request_;
  log::Act& act_;
  const access::Permit& permit_;
  JsonWriter out_;
};

Result<http::Response> view(const RoutesContext& context, const http::Request& request,
                            const access::Session& session) {
  const auto id = case_id_of(request);
  if (!id) return tl::unexpected(id.error());
  return do_act<http::Response>(context, session, {"case.view", *id, {}, {}},
                                [&](log::Act& act, const access::Permit& permit) {
                                  return CaseView{context, request, act, permit}.render(*id);
                                });
}

}  // namespace

Routes case_routes(const RoutesContext& context) {
  const auto handler = [&](auto behaviour) {
    return signed_in(context, [context, behaviour](const http::Request& request, const access::Session& session) {
      return behaviour(context, request, session);
    });
  };
  return {{http::Method::post, "/api/v1/cases", handler(open)},
          {http::Method::get, "/api/v1/cases", handler(list)},
          {http::Method::get, "/api/v1/cases/{id}", handler(view)}};
}

}  // namespace nrm::casefile
