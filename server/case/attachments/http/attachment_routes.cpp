#include "nrm/access/decide.hpp"
#include "nrm/access/members.hpp"
#include "nrm/attachments/content.hpp"
#include "nrm/attachments/routes.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"
#include "nrm/http/stream.hpp"

namespace nrm::attachments {
namespace {

using http::JsonReader;
using http::JsonWriter;
using Resolver = std::function<Result<access::Session>(const http::Request&)>;
using Behaviour = Result<http::Response> (*)(const Desk&, const http::Request&, const access::Session&);

constexpr std::string_view kOctets = "application/octet-stream";

struct Place {
  CaseId case_id;
  AttachmentId id;
};
using http::path_id;
Result<Place> place_of(const http::Request& request) {
  const auto case_id = path_id<CaseId>(request, "id");
  const auto id = path_id<AttachmentId>(request, "attachment_id");
  if (!case_id || !id) return fail(nrm::problems::kNotFound);
  return Place{*case_id, *id};
}
std::string path_of(const CaseId& case_id, const AttachmentId& id) {
  return "/api/v1/cases/" + case_id.text() + "/attachments/" + id.text();
}

struct Deed {
  std::string action;
  CaseId case_id;
  std::string object;
  std::string reason;
};
template <class T>
Result<T> do_act(const Desk& desk, const access::Session& session, const Deed& deed,
                 const std::function<Result<T>(log::Act&, const access::Permit&)>& work) {
  const auto header = session.header(deed.action, "", {deed.case_id, session.organisation, deed.object}, deed.reason);
  return desk.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, access::Relation::own_team);
    if (!permit) return tl::unexpected(permit.error());
    return work(act, *permit);
  });
}

std::vector<std::string> compartment_names() {
  std::vector<std::string> out;
  for (const auto kind : access::kCompartments) out.emplace_back(access::name_of(kind));
  return out;
}

Result<http::Response> begin_one(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto case_id = path_id<CaseId>(request, "id");
  if (!case_id) return tl::unexpected(case_id.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto kind = access::parse_compartment(in->code("compartment", compartment_names()));
  auto name = in->text<kMaxNameCodePoints>("name");
  auto description = in->text<kMaxDescriptionCodePoints>("description", JsonReader::optional);
  if (const auto fault = in->ok() ? find_name_fault(name) : std::nullopt) in->add_fault("name", fault->code);
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const NewAttachment input{*kind, Personal{std::move(name)}, Personal{std::move(description)}};
  const auto id = do_act<AttachmentId>(
      desk, session, {"attachment.begin", *case_id, case_id->text(), ""},
      [&](log::Act& act, const access::Permit& permit) { return begin(act, permit, *case_id, input); });
  if (!id) return tl::unexpected(id.error());
  JsonWriter out;
  out.begin_object().member("id", *id).member("content", path_of(*case_id, *id) + "/content").end_object();
  return http::created(path_of(*case_id, *id), out.take());
}

void write(JsonWriter& out, log::Act& act, const Listed& listed) {
  out.begin_object()
      .member("id", listed.id)
      .member("compartment", access::name_of(listed.compartment))
      .member("state", listed.state)
      .member("name", listed.name.reveal())
      .member("description", listed.description.reveal())
      .member("type", listed.type)
      .member("size", static_cast<std::int64_t>(listed.size))
      .member("scan", listed.scan)
      .member("at", listed.at)
      .key("by")
      .begin_object()
      .member("id", listed.by)
      .member("name", access::find_member_name(act.writer(), listed.by))
      .end_object()
      .end_object();
}

Result<http::Response> list_all(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto case_id = path_id<CaseId>(request, "id");
  if (!case_id) return tl::unexpected(case_id.error());
  const auto body = do_act<std::string>(desk, session, {"attachment.list", *case_id, case_id->text(), ""},
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto all = list(act, permit, *case_id);
                                          if (!all) return tl::unexpected(all.error());
                                          JsonWriter out;
                                          out.begin_object().key("items").begin_array();
                                          for (const auto& listed : *all) write(out, act, listed);
                                          return out.end_array().end_object().take();
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

Result<http::Response> show_one(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto place = place_of(request);
  if (!place) return tl::unexpected(place.error());
  const auto body = do_act<std::string>(desk, session, {"attachment.list", place->case_id, place->id.text(), ""},
                                        [&](log::Act& act, const access::Permit& permit) -> Result<std::string> {
                                          const auto listed = view(act, permit, place->case_id, place->id);
                                          if (!listed) return tl::unexpected(listed.error());
                                          JsonWriter out;
                                          write(out, act, *listed);
                                          return out.take();
                                        });
  if (!body) return tl::unexpected(body.error());
  return http::json(200, *body);
}

class UploadSink final : public http::BodySink {
 public:
  UploadSink(std::unique_ptr<Upload> upload, std::string location)
      : upload_{std::move(upload)}, location_{std::move(location)} {}
  Result<void> take(std::string_view piece) override { return upload_->take(piece); }
  Result<http::Response> finish() override {
    if (const auto kept = upload_->finish(); !kept) return tl::unexpected(kept.error());
    return http::created(location_, R"({"state":"kept"})");
  }
  void abandon() override { upload_->abandon(); }

 private:
  std::unique_ptr<Upload> upload_;
  const std::string location_;
};

http::SinkOpener receiver(const Desk& desk, const Resolver& resolve) {
  return [desk, resolve](const http::Request& request) -> Result<std::shared_ptr<http::BodySink>> {
    const auto session = resolve(request);
    if (!session) return tl::unexpected(session.error());
    const auto place = place_of(request);
    if (!place) return tl::unexpected(place.error());
    auto upload = Upload::open(desk, *session, place->case_id, place->id);
    if (!upload) return tl::unexpected(upload.error());
    return std::make_shared<UploadSink>(std::move(*upload), path_of(place->case_id, place->id));
  };
}

class DownloadSource final : public http::BodySource {
 public:
  explicit DownloadSource(std::unique_ptr<Download> download) : download_{std::move(download)} {}
  std::uint64_t size() const override { return download_->label().size; }
  Result<std::string> next() override { return download_->next(); }

 private:
  std::unique_ptr<Download> download_;
};

// The content comes in the answer to the opening itself: there is no address or ticket under which it could be fetched
// without saying why. Always plain bytes to be saved: no browser is told that it could show them.
Result<http::Response> open_one(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto place = place_of(request);
  if (!place) return tl::unexpected(place.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto purpose = in->text<64>("purpose");
  const auto reason = in->text<500>("reason");
  if (!purpose.empty() && !access::is_purpose(purpose)) in->add_fault("purpose", "not-in-list");
  if (in->ok() && count_code_points(reason) < 3) in->add_fault("reason", "too-short", {{"min", "3"}});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  auto download = Download::open(desk, session, place->case_id, place->id, purpose, reason);
  if (!download) return tl::unexpected(download.error());
  http::Response response;
  response.content_type = kOctets;
  response.headers["Content-Disposition"] = disposition_of((*download)->label().name.reveal());
  response.source = std::make_shared<DownloadSource>(std::move(*download));
  return response;
}

Result<http::Response> remove_one(const Desk& desk, const http::Request& request, const access::Session& session) {
  const auto place = place_of(request);
  if (!place) return tl::unexpected(place.error());
  auto in = JsonReader::parse(request);
  if (!in) return tl::unexpected(in.error());
  const auto reason = in->text<500>("reason");
  if (in->ok() && count_code_points(reason) < 3) in->add_fault("reason", "too-short", {{"min", "3"}});
  if (const auto bad = in->finish()) return tl::unexpected(*bad);
  const auto removed = do_act<void>(desk, session, {"attachment.remove", place->case_id, place->id.text(), reason},
                                    [&](log::Act& act, const access::Permit& permit) {
                                      return remove(act, permit, desk, place->case_id, place->id);
                                    });
  if (!removed) return tl::unexpected(removed.error());
  return http::created("/api/v1/cases/" + place->case_id.text() + "/attachments", R"({"state":"removed"})");
}

}  // namespace

std::vector<http::Route> attachments_routes(const Desk& desk, Resolver resolve) {
  const auto handler = [&](Behaviour behaviour) -> http::Handler {
    return [desk, resolve, behaviour](const http::Request& request) -> Result<http::Response> {
      const auto session = resolve(request);
      if (!session) return tl::unexpected(session.error());
      return behaviour(desk, request, *session);
    };
  };
  using enum http::Method;
  const std::string all = "/api/v1/cases/{id}/attachments", one = all + "/{attachment_id}";
  return {{post, all, handler(begin_one)},
          {get, all, handler(list_all)},
          {get, one, handler(show_one)},
          http::receiving(put, one + "/content", receiver(desk, resolve),
                          {static_cast<std::size_t>(kMaxFileBytes), std::string{kOctets}}),
          {post, one + "/openings", handler(open_one), {}, true},
          {post, one + "/removal", handler(remove_one)}};
}

}  // namespace nrm::attachments
