// The account of who saw what, and the export for the person herself.
#include <algorithm>

#include "nrm/casefile/shape.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/oversight/access_export.hpp"
#include "shared.hpp"

namespace nrm::oversight {
namespace {

using http::JsonReader;
using http::JsonWriter;

Result<std::string> language_of(const http::Request& request) {
  const auto found = request.query.find("language");
  if (found == request.query.end()) return request.language;
  const auto& known = account_languages();
  if (std::ranges::find(known, found->second) == known.end())
    return fail(nrm::problems::kInvalid, {{"query:language", "not-in-list", {}}});
  return found->second;
}

void write_texts(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& text : texts) out.value(text);
  out.end_array();
}

void write_lines(JsonWriter& out, const Desk& desk, const Account& account, std::string_view language) {
  out.key("items").begin_array();
  for (const auto& line : account.lines) {
    out.begin_object().member("date", line.date).member("what", line.what).member("body", line.body);
    write_texts(out, "roles", line.roles);
    write_texts(out, "compartments", line.kinds);
    out.member("purpose", line.purpose).member("times", line.times);
    out.member("text", sentence_of(desk, line, language)).end_object();
  }
  out.end_array().member("unreadable", account.unreadable);
  out.member("says", desk.catalogue.text(language, "account.what-it-holds"));
}

bool is_structured(const casefile::ValueVersion& version) {
  const auto* field = casefile::find_field(version.field);
  return field != nullptr && casefile::is_structured_text(*field, version.value->reveal());
}

void write_exported(JsonWriter& out, const Desk& desk, const ExportedValue& item, std::string_view language) {
  out.begin_object().member("field", item.version.field).member("version", item.version.version);
  out.member("at", item.version.at).key("value");
  if (item.about_another)
    out.value(desk.catalogue.text(language, kAboutAnother));
  else if (!item.version.value)
    out.null();
  else if (is_structured(item.version))
    out.raw(item.version.value->reveal());
  else
    out.value(item.version.value->reveal());
  out.member("about_another", item.about_another).member("may_name_others", item.may_name_others).end_object();
}

void write_consents(JsonWriter& out, const Desk& desk, const AccessExport& made) {
  out.key("consents").begin_array();
  for (const auto& basis : made.consents) {
    out.begin_object().member("decision", consent::name_of(basis.decision)).member("purpose", basis.purpose);
    write_team(out, desk, "receiver", basis.receiver);
    write_texts(out, "field_groups", {basis.field_groups.begin(), basis.field_groups.end()});
    out.member("recorded_at", basis.recorded_at).member("until", basis.until);
    out.member("withdrawn_at", basis.withdrawn_at).member("state", basis.state).end_object();
  }
  out.end_array();
}

void write_files(JsonWriter& out, const AccessExport& made) {
  out.key("files").begin_array();
  for (const auto& file : made.files) {
    out.begin_object().member("compartment", access::name_of(file.compartment)).member("name", file.name.reveal());
    out.member("description", file.description.reveal()).member("type", file.type);
    out.member("size", static_cast<std::int64_t>(file.size)).member("at", file.at);
    // Whoever kept it named and described it in words of her own.
    out.member("may_name_others", true).end_object();
  }
  out.end_array();
}

void write_referrals(JsonWriter& out, const Desk& desk, const AccessExport& made) {
  out.key("referrals").begin_array();
  for (const auto& sent : made.referrals) {
    out.begin_object().member("reference", sent.reference).member("need", sent.need);
    write_team(out, desk, "receiver", sent.to_team);
    out.member("sent_at", sent.sent_at).member("state", referral::name_of(sent.state));
    out.member("reason_code", sent.reason_code).member("withdrawn", sent.withdrawn).end_object();
  }
  out.end_array();
}

std::string render(const Desk& desk, const AccessExport& made, const std::string& language) {
  JsonWriter out;
  out.begin_object().member("format", "nrm-access-export-1").member("made_at", made.made_at);
  out.member("reference", made.reference).member("language", language).key("values").begin_array();
  for (const auto& item : made.values) write_exported(out, desk, item, language);
  out.end_array().key("not_held").begin_array();
  for (const auto kind : made.not_held) out.value(access::name_of(kind));
  out.end_array();
  write_files(out, made);
  write_consents(out, desk, made);
  write_referrals(out, desk, made);
  out.key("account").begin_object();
  write_lines(out, desk, made.account, language);
  out.end_object().member("before_giving", desk.catalogue.text(language, "account.before-giving"));
  return out.end_object().take();
}

}  // namespace

Result<http::Response> get_account(const Call& call) {
  const auto id = path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  const auto language = language_of(call.request);
  if (!language) return tl::unexpected(language.error());
  const auto page = page_of(call.request);
  if (!page) return tl::unexpected(page.error());
  const auto account = read_account(call.desk, call.session, *id, page->after);
  if (!account) return tl::unexpected(account.error());
  JsonWriter out;
  out.begin_object();
  write_lines(out, call.desk, *account, *language);
  return http::json(200, out.member("next", account->next).end_object().take());
}

Result<http::Response> post_access_export(const Call& call) {
  const auto id = path_id<CaseId>(call.request);
  if (!id) return tl::unexpected(id.error());
  auto in = JsonReader::parse(call.request);
  if (!in) return tl::unexpected(in.error());
  in->code("purpose", {"subject-request"});
  const auto reason = in->text<500>("reason");
  const auto language = in->code("language", account_languages());
  if (auto bad = in->finish()) return tl::unexpected(*bad);
  const auto made = make_access_export(call.desk, call.session, *id, reason, language);
  if (!made) return tl::unexpected(made.error());
  return http::json(201, render(call.desk, *made, language));
}

}  // namespace nrm::oversight
