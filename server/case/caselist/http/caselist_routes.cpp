#include <algorithm>

#include "nrm/access/decide.hpp"
#include "nrm/access/members.hpp"
#include "nrm/caselist/case_list.hpp"
#include "nrm/caselist/routes.hpp"
#include "nrm/caselist/saved_filter.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::caselist {
namespace {

using http::JsonReader;
using http::JsonWriter;

constexpr std::size_t kMinReason = 3;
constexpr std::size_t kMaxWord = 64;
constexpr std::string_view kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Call {
  const RoutesContext& context;
  const http::Request& request;
  const access::Session& session;
};

struct Deed {
  std::string action;
  std::string object;
  std::string purpose;
  std::string reason;
};
template <class T>
Result<T> do_act(const Call& call, const Deed& deed,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto& session = call.session;
  const auto header =
      session.header(deed.action, deed.purpose, {std::nullopt, session.organisation, deed.object}, deed.reason);
  return call.context.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    return work(act, *permit);
  });
}

// An empty word is one that was left out.
casefile::FilterWords read_words(JsonReader& in) {
  casefile::FilterWords out;
  auto filter = in.object("filter");
  if (!filter) return out;
  for (const auto& name : casefile::filter_words()) {
    auto value = filter->text_up_to(name, kMaxWord, JsonReader::optional);
    if (!value.empty()) out.emplace(name, std::move(value));
  }
  return out;
}

Result<casefile::CaseFilter> check(const Call& call, const casefile::FilterWords& words) {
  return casefile::parse_filter(words, {call.session.member, call.context.journal.clock().now(), call.context.pack},
                                "/filter/");
}

Result<http::Response> post_filter(const Call& call) {
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  NewFilter input;
  input.name = in->text<kMaxName>("name");
  input.words = read_words(*in);
  input.shared = in->boolean("shared", JsonReader::optional);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  if (const auto fine = check(call, input.words); !fine) return tl::unexpected(fine.error());
  const auto id =
      do_act<FilterId>(call, {"case-filter.save", {}, {}, {}},
                       [&](log::Act& act, const access::Permit& permit) { return save_filter(act, permit, input); });
  if (!id) return tl::unexpected(id.error());
  JsonWriter out;
  out.begin_object().member("id", *id).end_object();
  return http::created("/api/v1/case-filters", out.take());
}

Result<http::Response> get_filters(const Call& call) {
  const auto found = do_act<std::vector<SavedFilter>>(
      call, {"case-filter.list", {}, {}, {}},
      [](log::Act& act, const access::Permit& permit) { return list_filters(act, permit); });
  if (!found) return tl::unexpected(found.error());
  JsonWriter out;
  out.begin_object().key("items").begin_array();
  for (const auto& filter : *found) {
    out.begin_object().member("id", filter.id).member("name", filter.name.reveal()).key("filter").begin_object();
    for (const auto& [name, value] : filter.words) out.member(name, value);
    out.end_object().member("shared", filter.shared).member("mine", filter.mine).end_object();
  }
  return http::json(200, out.end_array().end_object().take());
}

Result<http::Response> delete_one(const Call& call) {
  const auto id = http::path_id<FilterId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto gone =
      do_act<void>(call, {"case-filter.delete", id->text(), {}, {}},
                   [&](log::Act& act, const access::Permit& permit) { return delete_filter(act, permit, *id); });
  if (!gone) return tl::unexpected(gone.error());
  return http::no_content();
}

// Rows of one case each, in the user's language and the country's days.
class Sheet {
 public:
  explicit Sheet(const Call& call) : call_{call} {}

  std::string render(const std::vector<casefile::ListedCase>& cases) const {
    std::vector<SheetRow> rows{titles()};
    call_.context.journal.database().read([&](storage::Reader& reader) {
      for (const auto& item : cases) rows.push_back(row(reader, item));
    });
    return to_xlsx(say("case-list.title"), rows);
  }

 private:
  SheetRow titles() const {
    SheetRow out;
    for (const auto* column : {"reference", "label", "state", "identification", "protection", "age-class", "needs",
                               "opened", "due", "keeper", "basis"})
      out.push_back(say(fmt::format("case-list.{}", column)));
    return out;
  }

  SheetRow row(storage::Reader& reader, const casefile::ListedCase& item) const {
    const auto& facts = item.facts;
    const auto card = item.card ? item.card->reveal() : casefile::Card{};
    return {facts.reference,
            card.label,
            say(item.closed_at ? "case-list.closed" : "case-list.open"),
            state("identification", facts.identification_state),
            state("protection", facts.assistance_state),
            code("age-class", card.age_class),
            needs(card),
            day(facts.opened_at),
            facts.next_due ? day(*facts.next_due) : "",
            access::find_member_name(reader, facts.keeper).value_or(""),
            facts.basis_missing ? say("case-list.basis-missing") : ""};
  }

  std::string say(const std::string& key) const { return call_.context.catalogue.text(call_.request.language, key); }
  std::string day(UtcTime time) const { return to_iso(call_.context.pack.calendar->local_date(time)); }
  std::string state(const char* track_id, const std::string& id) const {
    const auto* track = call_.context.pack.pathway.find_track(track_id);
    const auto* found = track == nullptr ? nullptr : track->find(id);
    return found == nullptr ? id : pathway::label_in(found->labels, call_.request.language);
  }
  std::string code(const char* list, const std::string& name) const {
    const auto* codes = call_.context.pack.find_list(list);
    const auto* found = codes == nullptr ? nullptr : codes->find(name);
    return found == nullptr ? name : pathway::label_in(found->labels, call_.request.language);
  }
  std::string needs(const casefile::Card& card) const {
    std::string out;
    for (const auto& need : card.needs) out += (out.empty() ? "" : ", ") + code("service", need);
    return out;
  }

  const Call& call_;
};

Result<http::Response> post_list(const Call& call) {
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  const auto words = read_words(*in);
  const auto purpose = in->text<64>("purpose");
  const auto reason = in->text<500>("reason");
  if (!purpose.empty() && !access::is_purpose(purpose)) in->add_fault("purpose", "not-in-list");
  if (in->ok() && count_code_points(reason) < kMinReason)
    in->add_fault("reason", "too-short", {{"min", std::to_string(kMinReason)}});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto filter = check(call, words);
  if (!filter) return tl::unexpected(filter.error());
  const auto cases = do_act<std::vector<casefile::ListedCase>>(
      call, {"case-list.take", {}, purpose, reason},
      [&](log::Act& act, const access::Permit& permit) { return take_list(act, permit, *filter); });
  if (!cases) return tl::unexpected(cases.error());
  http::Response response;
  response.content_type = kXlsx;
  response.headers["Content-Disposition"] = "attachment; filename=\"cases.xlsx\"";
  response.body = Sheet{call}.render(*cases);
  return response;
}

}  // namespace

std::vector<http::Route> caselist_routes(const RoutesContext& context) {
  const auto handler = [&](Result<http::Response> (*behaviour)(const Call&)) -> http::Handler {
    return [context, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = context.sessions(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour({context, request, *session});
    };
  };
  using enum http::Method;
  return {{post, "/api/v1/case-filters", handler(post_filter)},
          {get, "/api/v1/case-filters", handler(get_filters)},
          {del, "/api/v1/case-filters/{id}", handler(delete_one)},
          {post, "/api/v1/case-lists", handler(post_list), {}, true}};
}

}  // namespace nrm::caselist
