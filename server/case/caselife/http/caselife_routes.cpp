#include "nrm/access/decide.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/caselife/caselife.hpp"
#include "nrm/caselife/routes.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/directory/write_organisation.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::caselife {
namespace {

using http::JsonReader;
using http::JsonWriter;

constexpr std::size_t kMinReason = 3;
constexpr std::size_t kMaxReason = 500;

struct Call {
  log::Journal& journal;
  const pathway::Pack& pack;
  const http::Request& request;
  const access::Session& session;
};

template <class T>
Result<T> do_act(const Call& call, const std::string& action, const CaseId& id, const std::string& reason,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto& session = call.session;
  const auto header = session.header(action, "", {id, session.organisation, id.text()}, reason);
  return call.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    if (const auto may = casefile::may_work_on(act.writer(), session, id); !may) return tl::unexpected(may.error());
    return work(act, *permit);
  });
}

// Why it is done, sealed with the act's leaf.
std::string read_reason(JsonReader& in) {
  auto reason = in.text<kMaxReason>("reason");
  if (in.ok() && count_code_points(reason) < kMinReason)
    in.add_fault("reason", "too-short", {{"min", std::to_string(kMinReason)}});
  return reason;
}

http::Response answer(const CaseId& id, std::string_view state) {
  JsonWriter out;
  out.begin_object().member("id", id).member("state", state).end_object();
  return http::created("/api/v1/cases/" + id.text(), out.take());
}

void write_referrals(JsonWriter& out, storage::Reader& reader, std::string_view name,
                     const std::vector<referral::OpenReferral>& referrals) {
  out.key(name).begin_array();
  for (const auto& open : referrals) {
    const auto to = directory::find_team(reader, open.to_team);
    out.begin_object().member("id", open.id).member("reference", open.reference).member("need", open.need);
    out.member("state", referral::name_of(open.state)).member("to_team", to ? to->name : std::string{}).end_object();
  }
  out.end_array();
}

void write_letters(JsonWriter& out, storage::Reader& reader, const std::vector<letters::OpenLetter>& all) {
  out.key("letters").begin_array();
  for (const auto& letter : all) {
    out.begin_object().member("id", letter.id).member("reference", letter.reference).member("need", letter.need);
    out.member("state", letters::name_of(letter.state)).member("printed", letter.printed);
    directory::write_organisation(out, "partner", reader, letter.partner);
    out.end_object();
  }
  out.end_array();
}

Result<std::string> render_preview(log::Act& act, const CaseId& id) {
  const auto ends = open_ends_of(act.writer(), id);
  JsonWriter out;
  out.begin_object();
  write_referrals(out, act.writer(), "unanswered", ends.unanswered);
  write_referrals(out, act.writer(), "unanswered_others", ends.unanswered_others);
  write_referrals(out, act.writer(), "in_help", ends.in_help);
  write_letters(out, act.writer(), ends.letters);
  out.key("tasks").begin_array();
  for (const auto& task : ends.tasks)
    out.begin_object()
        .member("id", task.id)
        .member("kind", task.kind)
        .member("reference", task.reference)
        .member("due_at", task.due)
        .end_object();
  return out.end_array().end_object().take();
}

Result<http::Response> get_closure(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto body = do_act<std::string>(call, "case.preview-closure", *id, "",
                                        [&](log::Act& act, const access::Permit&) { return render_preview(act, *id); });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> post_closure(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  Closing closing;
  closing.closure.reason = in->code("reason", call.pack.codes_of(kClosureReasons));
  closing.closure.note = in->text<casefile::kMaxClosureNote>("note", JsonReader::optional);
  closing.recall_referrals = in->boolean("recall_referrals", JsonReader::optional);
  closing.end_tasks = in->boolean("end_tasks", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto closed = do_act<void>(call, "case.close", *id, "", [&](log::Act& act, const access::Permit& permit) {
    return close(act, permit, call.pack, *id, closing);
  });
  if (!closed) return tl::unexpected(closed.error());
  return answer(*id, "closed");
}

using Step = Result<void> (*)(log::Act&, const access::Permit&, const CaseId&);

// A step that needs nothing but its reason.
Result<http::Response> post_step(const Call& call, const char* action, Step step, std::string_view state) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto reason = read_reason(*in);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_act<void>(call, action, *id, reason,
                                 [&](log::Act& act, const access::Permit& permit) { return step(act, permit, *id); });
  if (!done) return tl::unexpected(done.error());
  return answer(*id, state);
}

Result<http::Response> post_reopening(const Call& call) {
  return post_step(call, "case.reopen", casefile::reopen_case, "open");
}

Result<http::Response> post_error_mark(const Call& call) {
  return post_step(call, "case.mark-error", mark_opened_in_error, "opened-in-error");
}

Result<http::Response> post_merge(const Call& call) {
  const auto id = http::path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto other = in->id<CaseId>("other_case_id");
  const auto reason = read_reason(*in);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto merged = do_act<void>(call, "case.merge", *id, reason, [&](log::Act& act, const access::Permit& permit) {
    return casefile::merge_cases(act, permit, *id, *other);
  });
  if (!merged) return tl::unexpected(merged.error());
  return answer(*id, "open");
}

// The leaf stands with the survivor's, where the merge stands.
Result<void> unmerge(log::Act& act, const access::Permit& permit, const CaseId& id) {
  const auto survivor = casefile::unmerge_case(act, permit, id);
  if (!survivor) return tl::unexpected(survivor.error());
  act.set_subject({*survivor, permit.session().organisation, survivor->text()});
  return {};
}

Result<http::Response> post_unmerge(const Call& call) {
  return post_step(call, "case.unmerge", unmerge, "open");
}

}  // namespace

std::vector<http::Route> caselife_routes(log::Journal& journal, const pathway::Pack& pack,
                                         access::SessionResolver sessions) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) -> http::Handler {
    return [&journal, &pack, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour({journal, pack, request, *session});
    };
  };
  using enum http::Method;
  return {{get, "/api/v1/cases/{id}/closure", handler(get_closure)},
          {post, "/api/v1/cases/{id}/closure", handler(post_closure)},
          {post, "/api/v1/cases/{id}/reopening", handler(post_reopening)},
          {post, "/api/v1/cases/{id}/error-mark", handler(post_error_mark)},
          {post, "/api/v1/cases/{id}/merge", handler(post_merge)},
          {post, "/api/v1/cases/{id}/unmerge", handler(post_unmerge)}};
}

}  // namespace nrm::caselife
