#include "nrm/contacts/routes.hpp"

#include <charconv>

#include "nrm/access/decide.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"

namespace nrm::contacts {
namespace {

using http::JsonReader;
using http::JsonWriter;

struct Call {
  log::Journal& journal;
  const pathway::Pack& pack;
  const http::Request& request;
  const access::Session& session;
};

template <class T>
Result<T> do_act(const Call& call, const std::string& action, const std::string& object,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto header = call.session.header(action, "", {std::nullopt, call.session.organisation, object});
  return call.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, call.session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    return work(act, *permit);
  });
}

std::vector<std::string> region_codes(const pathway::Pack& pack) {
  std::vector<std::string> out;
  for (const auto& region : pack.regions) out.push_back(region.code);
  return out;
}

Contact read_contact(JsonReader& in, const pathway::Pack& pack) {
  using enum JsonReader::Need;
  Contact out;
  out.channel = in.code("channel", pack.codes_of(kChannels));
  out.day = in.date("day").value_or(Date{});
  out.part = in.code("part", {std::begin(kPartsOfDay), std::end(kPartsOfDay)}, optional);
  out.needs = in.codes("needs", pack.codes_of(kNeeds), kMaxNeeds, optional);
  out.outcome = in.code("outcome", pack.codes_of(kOutcomes));
  out.language = in.text<kMaxLanguage>("language", optional);
  out.region = in.code("region", region_codes(pack), optional);
  if (in.has("minutes")) out.minutes = in.integer("minutes", 0, kMaxMinutes, optional);
  out.note = in.text<kMaxNote>("note", optional);
  return out;
}

Result<http::Response> post_contact(const Call& call) {
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto contact = read_contact(*in, call.pack);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto id = do_act<ContactId>(call, "contact.record", "", [&](log::Act& act, const access::Permit& permit) {
    return record(act, permit, call.pack, contact);
  });
  if (!id) return tl::unexpected(id.error());
  JsonWriter out;
  out.begin_object().member("id", *id).end_object();
  return http::created("/api/v1/contacts", out.take());
}

Result<http::Response> post_correction(const Call& call) {
  const auto id = http::path_id<ContactId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto contact = read_contact(*in, call.pack);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto done = do_act<void>(call, "contact.correct", id->text(), [&](log::Act& act, const access::Permit& permit) {
    return correct(act, permit, call.pack, *id, contact);
  });
  if (!done) return tl::unexpected(done.error());
  JsonWriter out;
  out.begin_object().member("id", *id).end_object();
  return http::created("/api/v1/contacts", out.take());
}

Result<http::Response> post_case(const Call& call) {
  const auto id = http::path_id<ContactId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto case_id = in->id<CaseId>("case_id");
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto linked = do_act<void>(call, "contact.link", id->text(), [&](log::Act& act, const access::Permit& permit) {
    return link(act, permit, *id, *case_id);
  });
  if (!linked) return tl::unexpected(linked.error());
  JsonWriter out;
  out.begin_object().member("id", *id).member("case_id", *case_id).end_object();
  return http::created("/api/v1/contacts", out.take());
}

std::optional<std::string> parameter(const http::Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::nullopt : std::optional{found->second};
}

// Without a word of it: the last thirty days.
Result<Period> period_of(const Call& call) {
  const auto today = call.pack.calendar->local_date(call.journal.clock().now());
  Period out{Date{std::chrono::sys_days{today} - std::chrono::days{30}}, today};
  std::vector<FieldProblem> faults;
  const auto take = [&](const char* name, Date& into) {
    const auto text = parameter(call.request, name);
    const auto date = text ? parse_iso_date(*text) : std::nullopt;
    if (text && !date) faults.push_back({std::string{"query:"} + name, "wrong-type", {}});
    if (date) into = *date;
  };
  take("from", out.from);
  take("to", out.until);
  if (!faults.empty()) return fail(nrm::problems::kInvalid, std::move(faults));
  return out;
}

Result<PageRequest> page_of(const http::Request& request) {
  PageRequest out;
  out.after = parameter(request, "after");
  if (out.after && out.after->size() > 36)
    return fail(nrm::problems::kInvalid, {{"query:after", "too-long", {{"max", "36"}}}});
  if (const auto limit = parameter(request, "limit")) {
    const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), out.size);
    if (error != std::errc{} || end != limit->data() + limit->size() || out.size < 1 ||
        out.size > PageRequest::kMaxSize)
      return fail(nrm::problems::kInvalid, {{"query:limit", "out-of-range", {{"min", "1"}, {"max", "50"}}}});
  }
  return out;
}

std::optional<std::string> text_or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

void write_contact(JsonWriter& out, const RecordedContact& item) {
  const auto& contact = item.contact.reveal();
  out.begin_object().member("id", item.id).member("channel", contact.channel).member("day", contact.day);
  out.member("part", text_or_null(contact.part)).key("needs").begin_array();
  for (const auto& need : contact.needs) out.value(need);
  out.end_array().member("outcome", contact.outcome).member("language", text_or_null(contact.language));
  out.member("region", text_or_null(contact.region)).member("minutes", contact.minutes);
  out.member("note", contact.note).member("recorded_at", item.recorded_at);
  out.member("correctable", item.correctable).member("case_id", item.case_id).end_object();
}

Result<http::Response> get_contacts(const Call& call) {
  const auto period = period_of(call);
  const auto page = page_of(call.request);
  if (!period) return tl::unexpected(period.error());
  if (!page) return tl::unexpected(page.error());
  const auto found = do_act<Page<RecordedContact>>(
      call, "contact.list", "",
      [&](log::Act& act, const access::Permit& permit) { return list(act, permit, *period, *page); });
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& item : found->items) write_contact(out, item);
  return http::json(200, out.end_array().member("next", found->next).end_object().take());
}

void write_counts(JsonWriter& out, std::string_view name, const Counts& counts) {
  out.key(name).begin_array();
  for (const auto& [code, contacts] : counts)
    out.begin_object().member("code", code).member("contacts", contacts).end_object();
  out.end_array();
}

Result<http::Response> get_summary(const Call& call) {
  const auto period = period_of(call);
  if (!period) return tl::unexpected(period.error());
  const auto found = do_act<Summary>(
      call, "contact.summarise", "",
      [&](log::Act& act, const access::Permit& permit) -> Result<Summary> { return summarise(act, permit, *period); });
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().member("from", period->from).member("to", period->until).member("contacts", found->contacts);
  write_counts(out, "by_channel", found->by_channel);
  write_counts(out, "by_need", found->by_need);
  write_counts(out, "by_outcome", found->by_outcome);
  return http::json(200, out.end_object().take());
}

}  // namespace

std::vector<http::Route> contacts_routes(log::Journal& journal, const pathway::Pack& pack,
                                         access::SessionResolver sessions) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) -> http::Handler {
    return [&journal, &pack, sessions, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour({journal, pack, request, *session});
    };
  };
  using enum http::Method;
  return {{post, "/api/v1/contacts", handler(post_contact)},
          {get, "/api/v1/contacts", handler(get_contacts)},
          {get, "/api/v1/contacts/summary", handler(get_summary)},
          {post, "/api/v1/contacts/{id}/correction", handler(post_correction)},
          {post, "/api/v1/contacts/{id}/case", handler(post_case)}};
}

}  // namespace nrm::contacts
