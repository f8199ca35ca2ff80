// What the routes of the directory share.
#pragma once

#include <memory>

#include "nrm/access/decide.hpp"
#include "nrm/directory/http.hpp"
#include "nrm/http/json.hpp"
#include "nrm/http/path_id.hpp"

namespace nrm::directory {

using Context = std::shared_ptr<const DirectoryContext>;
using Routes = std::vector<http::Route>;

Routes organisation_routes(const Context& context);
Routes team_routes(const Context& context);
Routes offer_routes(const Context& context);
Routes number_routes(const Context& context);
Routes pack_routes(const Context& context);

// A handler for whoever is signed in. Reading the directory leaves no leaf: it holds nothing about a person, and it
// must go on while the disk is full.
using SignedInHandler = std::function<Result<http::Response>(const http::Request&, const access::Session&)>;
http::Handler signed_in(const Context& context, SignedInHandler handler);

struct Page {
  std::string after;
  std::size_t limit = 50;
};
Result<Page> page_of(const http::Request& request);

void write_labels(http::JsonWriter& out, std::string_view name, const pathway::Labels& labels);
void write_codes(http::JsonWriter& out, std::string_view name, const std::set<std::string>& codes);

// Writes the items of one page, in the order given, and the cursor of the next: the id of the last one written.
template <class T, class WriteItem>
http::Response paged(const std::vector<T>& all, const Page& page, const std::function<std::string(const T&)>& id_of,
                     const WriteItem& write) {
  http::JsonWriter out;
  out.begin_object().key("items").begin_array();
  std::size_t at = 0, written = 0;
  if (!page.after.empty())
    while (at < all.size() && id_of(all[at++]) != page.after) continue;
  for (; at < all.size() && written < page.limit; ++at, ++written) write(out, all[at]);
  out.end_array().key("next");
  if (at < all.size() && written > 0)
    out.value(id_of(all[at - 1]));
  else
    out.null();
  out.end_object();
  return http::json(200, out.take());
}

using http::path_id;

// Decides on the instance, then does `work` in the same act.
template <class T>
Result<T> decided(const DirectoryContext& context, const access::Session& session, std::string action,
                  std::string object, const std::function<Result<T>(log::Act&)>& work) {
  const auto header = session.header(std::move(action), "", {std::nullopt, session.organisation, std::move(object)});
  return context.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    if (auto permit = access::decide(act, session, access::Relation::instance); !permit)
      return tl::unexpected(permit.error());
    return work(act);
  });
}

}  // namespace nrm::directory
