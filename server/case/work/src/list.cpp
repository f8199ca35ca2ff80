#include "gather.hpp"
#include "nrm/access/decide.hpp"
#include "order.hpp"

namespace nrm::work {
namespace {

template <class T>
Result<T> looking(const Desk& desk, const access::Session& session, Scope scope,
                  const std::function<Result<T>(log::Act&)>& work) {
  const auto header = session.header(std::string{action_of(scope)}, "refer", {std::nullopt, session.organisation, {}});
  return desk.journal.act<T>(header, [&](log::Act& act) -> Result<T> {
    const auto permit = access::decide(act, session, relation_of(scope));
    if (!permit) return tl::unexpected(permit.error());
    return work(act);
  });
}

// Past what was on the page before: what came meanwhile at an earlier place is on nobody's later page.
void go_on_from(std::vector<Item>& items, const Item& last) {
  const auto next = std::ranges::find_if(items, [&](const Item& item) { return is_before(last, item); });
  items.erase(items.begin(), next);
}

Page<Item> page_of(std::vector<Item> items, int size) {
  Page<Item> out;
  const bool more = items.size() > static_cast<std::size_t>(size);
  if (more) items.erase(items.begin() + size, items.end());
  if (more) out.next = cursor_of(items.back());
  out.items = std::move(items);
  return out;
}

Counts counts_of(const std::vector<Item>& items) {
  Counts out;
  out.all = std::ssize(items);
  out.overdue = std::ranges::count(items, pathway::ClockState::overdue, &Item::state);
  out.due_soon = std::ranges::count(items, pathway::ClockState::due_soon, &Item::state);
  return out;
}

}  // namespace

Result<Page<Item>> list(const Desk& desk, const access::Session& session, const Question& question) {
  std::optional<Item> after;
  if (question.page.after) {
    auto last = item_at(*question.page.after);
    if (!last) return tl::unexpected(last.error());
    after = std::move(*last);
  }
  return looking<Page<Item>>(desk, session, question.scope, [&](log::Act& act) -> Result<Page<Item>> {
    auto items = gather(desk, act, session, question.scope);
    std::erase_if(items, [&](const Item& item) {
      return (question.kind && item.kind != *question.kind) || (question.state && item.state != *question.state);
    });
    if (after) go_on_from(items, *after);
    return page_of(std::move(items), question.page.size);
  });
}

Result<std::map<Scope, Counts>> summarise(const Desk& desk, const access::Session& session) {
  using Summary = std::map<Scope, Counts>;
  return looking<Summary>(desk, session, Scope::team, [&](log::Act& act) -> Result<Summary> {
    Summary out;
    for (const auto scope : kScopes)
      if (has_scope(session, scope)) out.emplace(scope, counts_of(gather(desk, act, session, scope)));
    return out;
  });
}

}  // namespace nrm::work
