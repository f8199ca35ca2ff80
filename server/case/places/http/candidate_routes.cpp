#include <algorithm>

#include "shared.hpp"

namespace nrm::places {
namespace {

using http::JsonWriter;

constexpr std::size_t kCandidatesShown = 100;

// The parameters of a question, each held to its list.
class Asked {
 public:
  Asked(const http::Request& request, const pathway::Pack& pack) : request_{request}, pack_{pack} {}

  Result<Ask> read() {
    Ask ask;
    ask.need = listed("need", "service");
    if (ask.need.empty() && faults_.empty()) refuse("need", "required");
    ask.sex = listed("sex", "sex");
    ask.age_class = listed("age_class", "age-class");
    ask.language = checked("language", directory::is_language_code);
    ask.region = checked("region", [this](const std::string& code) {
      return std::ranges::any_of(pack_.regions, [&](const auto& region) { return region.code == code; });
    });
    ask.with_children = flag("with_children");
    ask.without_documents = flag("without_documents");
    ask.disability_access = flag("disability_access");
    if (!faults_.empty()) return fail(nrm::problems::kInvalid, std::move(faults_));
    return ask;
  }

 private:
  std::string text(const char* name) const {
    const auto found = request_.query.find(name);
    return found == request_.query.end() ? std::string{} : found->second;
  }
  void refuse(const char* name, const char* code) { faults_.push_back({std::string{"query:"} + name, code, {}}); }
  std::string checked(const char* name, const std::function<bool(const std::string&)>& good) {
    auto value = text(name);
    if (!value.empty() && !good(value)) refuse(name, "not-in-list");
    return value;
  }
  std::string listed(const char* name, const char* list) {
    return checked(name, [&](const std::string& code) { return pack_.has_code(list, code); });
  }
  bool flag(const char* name) {
    return checked(name, [](const std::string& value) { return value == "true" || value == "false"; }) == "true";
  }

  const http::Request& request_;
  const pathway::Pack& pack_;
  std::vector<FieldProblem> faults_;
};

void write_codes(JsonWriter& out, std::string_view name, const std::set<std::string>& codes) {
  out.key(name).begin_array();
  for (const auto& code : codes) out.value(code);
  out.end_array();
}

void write_record(JsonWriter& out, const AnswerRecord& record) {
  out.key("answers").begin_object().member("asked", record.asked).member("in_time", record.in_time);
  out.member("median_hours", record.median_hours).end_object();
}

void write_team(JsonWriter& out, const Candidate& candidate) {
  const auto& team = candidate.team;
  out.member("id", team.id).member("name", team.name).member("organisation_id", team.organisation);
  out.member("organisation_name", team.organisation_name).member("region", team.region);
  out.member("can_receive", candidate.can_receive).member("confidential", candidate.offer.confidential);
  write_codes(out, "languages", candidate.offer.languages);
  const auto& hours = candidate.offer.hours;
  out.member("hours", hours.empty() ? std::nullopt : std::optional{hours});
  out.member("duty_phone", candidate.duty_phone);
}

void write_candidate(JsonWriter& out, const Candidate& candidate, const pathway::Pack& pack, UtcTime now) {
  out.begin_object();
  write_team(out, candidate);
  out.key("conditions").begin_array();
  for (const auto& condition : candidate.conditions)
    out.begin_object().member("what", condition.what).member("verdict", name_of(condition.verdict)).end_object();
  out.end_array().member("room", name_of(candidate.room)).key("places");
  if (candidate.stock)
    write_stock(out, *candidate.stock, pack, now);
  else
    out.null();
  out.member("distance", name_of(candidate.distance));
  write_record(out, candidate.record);
  out.member("after_because", candidate.decided_by.empty() ? std::nullopt : std::optional{candidate.decided_by});
  out.end_object();
}

Result<http::Response> get_candidates(const Context& context, const http::Request& request,
                                      const access::Session& session) {
  const auto ask = Asked{request, context->pack}.read();
  if (!ask) return tl::unexpected(ask.error());
  const auto now = context->journal.clock().now();
  const Sources sources{context->pack, context->can_receive, context->records, context->duty_phones};
  const auto found = context->journal.database().reading(
      [&](storage::Reader& reader) { return candidates_for(reader, sources, *ask, session.team, now); });
  JsonWriter out;
  out.begin_object().member("total", found.size()).key("items").begin_array();
  for (std::size_t at = 0; at < std::min(found.size(), kCandidatesShown); ++at)
    write_candidate(out, found[at], context->pack, now);
  return http::json(200, out.end_array().end_object().take());
}

}  // namespace

// Like the directory it leaves no leaf: nothing about a person is in it, and it goes on while the disk is full.
std::vector<http::Route> candidate_routes(const Context& context) {
  return {{http::Method::get, "/api/v1/candidates", [context](const http::Request& request) -> Result<http::Response> {
             const auto session = context->session(request);
             if (!session) return tl::unexpected(session.error());
             return get_candidates(context, request, *session);
           }}};
}

}  // namespace nrm::places
