#include <fmt/format.h>

#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/sealing.hpp"
#include "rekey_calls.hpp"
#include "seals.hpp"
#include "summary.hpp"

namespace nrm::casefile {
namespace {

// The three places where a value lies under a compartment key. Rows of all have value_version, key_version, ciphertext.
struct Store {
  std::string_view table;
  std::string_view field;  // of the sealed place; empty: rows of many fields and compartments, whose columns say which
  bool many() const { return field.empty(); }
};
std::vector<Store> stores_of(access::Compartment kind) {
  std::vector<Store> out{{"sealed_value", ""}};
  if (kind == access::Compartment::casework) out.push_back({"case_card", kCardField});
  if (kind == access::Compartment::identity) out.push_back({"case_name_form", kNameFormField});
  return out;
}

class KindRekeying {
 public:
  KindRekeying(log::Act& act, const access::Permit& permit, const CaseId& id, access::Compartment kind)
      : act_{act}, id_{id}, kind_{kind}, keys_{act, permit, id} {}

  // The key that all values go to: the one begun before, or a new one.
  Result<void> take_key(const std::optional<std::uint32_t>& begun) {
    auto key = begun ? keys_.version(kind_, *begun) : keys_.make_next(kind_);
    if (!key) return tl::unexpected(key.error());
    to_ = *std::move(key);
    if (!begun) begin_kind(act_, id_, kind_, to_->version);
    return {};
  }

  Result<std::size_t> reseal(std::size_t limit) {
    std::size_t done = 0;
    for (const auto& store : stores_of(kind_)) {
      const auto moved = reseal_rows(store, limit - done);
      if (!moved) return moved;
      done += *moved;
    }
    return done;
  }

  bool is_left() {
    for (const auto& store : stores_of(kind_))
      if (!rows_of(store, 1).empty()) return true;
    return false;
  }

  void end() {
    const auto gone = act_.run(
        "DELETE FROM key_seal WHERE subject_kind = 'case' AND subject = $id AND compartment = $kind AND "
        "key_version < $version",
        {{"id", id_}, {"kind", access::name_of(kind_)}, {"version", to_->version}});
    act_.note(fmt::format("old-keys-gone.{}", access::name_of(kind_)), std::to_string(gone));
    end_kind(act_, id_, kind_);
  }

 private:
  storage::Rows rows_of(const Store& store, std::size_t limit) {
    storage::Params params{{"id", id_}, {"version", to_->version}, {"limit", static_cast<std::int64_t>(limit)}};
    if (store.many()) params.push_back({"kind", access::name_of(kind_)});
    return act_.query(fmt::format("SELECT * FROM {} WHERE case_id = $id AND key_version < $version {} LIMIT $limit",
                                  store.table, store.many() ? "AND compartment = $kind" : ""),
                      params);
  }

  Result<std::size_t> reseal_rows(const Store& store, std::size_t limit) {
    if (limit == 0) return std::size_t{0};
    const auto rows = rows_of(store, limit);
    for (const auto& row : rows)
      if (auto moved = reseal_row(store, row); !moved) return tl::unexpected(moved.error());
    return rows.size();
  }

  Result<void> reseal_row(const Store& store, const storage::Row& row) {
    ValuePlace place{id_, kind_, store.many() ? row.text("field") : std::string{store.field},
                     static_cast<std::uint32_t>(row.integer("value_version")),
                     static_cast<std::uint32_t>(row.integer("key_version"))};
    const auto old = keys_.version(kind_, place.key_version);
    if (!old) return tl::unexpected(old.error());
    std::string plain;
    const auto opening = open_value(old->key, place, row.blob("ciphertext"), plain);
    if (opening == Opening::broken) return fail(problems::kValueBroken);
    const auto from = place.key_version;
    place.key_version = to_->version;
    const auto text = opening == Opening::value ? std::optional<std::string_view>{plain} : std::nullopt;
    const auto sealed = seal_value(to_->key, place, text, act_.random());
    wipe(plain.data(), plain.size());
    keep(store, place, from, sealed);
    return {};
  }

  void keep(const Store& store, const ValuePlace& place, std::uint32_t from, const Bytes& sealed) {
    storage::Params params{
        {"to", place.key_version}, {"sealed", sealed}, {"id", id_}, {"value", place.value_version}, {"from", from}};
    if (store.many()) params.insert(params.end(), {{"kind", access::name_of(kind_)}, {"field", place.field}});
    act_.run(fmt::format("UPDATE {} SET key_version = $to, ciphertext = $sealed WHERE case_id = $id AND "
                         "value_version = $value AND key_version = $from {}",
                         store.table, store.many() ? "AND compartment = $kind AND field = $field" : ""),
             params);
    if (store.many())
      act_.note(fmt::format("value:{}:{}", place.field, place.value_version), to_hex(crypto::sha256(sealed)));
  }

  log::Act& act_;
  CaseId id_;
  access::Compartment kind_;
  CaseKeys keys_;
  std::optional<CaseKey> to_;
};

// What this kind needed of the act's allowance; nothing is left to do where `more` stays false.
Result<std::size_t> rekey_kind(log::Act& act, const access::Permit& permit, const CaseId& id,
                               const WaitingKind& waiting, std::size_t limit, bool& more) {
  KindRekeying rekeying{act, permit, id, waiting.kind};
  if (auto taken = rekeying.take_key(waiting.to_version); !taken) return tl::unexpected(taken.error());
  const auto done = rekeying.reseal(limit);
  if (!done) return done;
  if (rekeying.is_left())
    more = true;
  else
    rekeying.end();
  return done;
}

bool can_open(log::Act& act, const access::Permit& permit, access::Compartment kind) {
  return access::open_team_key(act, permit, kind).has_value();
}

}  // namespace

Result<Rekeyed> rekey_case(log::Act& act, const access::Permit& permit, const CaseId& id, std::size_t limit) {
  if (team_of(act.writer(), id) != permit.session().team) return fail(nrm::problems::kNotFound);
  if (waiting_kinds(act.writer(), id).empty()) ask_rekey(act, id);
  Rekeyed out;
  for (const auto& waiting : waiting_kinds(act.writer(), id)) {
    if (!can_open(act, permit, waiting.kind)) {
      out.awaiting.insert(waiting.kind);
      continue;
    }
    const auto left = limit - static_cast<std::size_t>(out.resealed);
    const auto done = rekey_kind(act, permit, id, waiting, left, out.more);
    if (!done) return tl::unexpected(done.error());
    out.resealed += static_cast<std::int64_t>(*done);
  }
  if (waiting_kinds(act.writer(), id).empty()) {
    end_rekey_call(act, id);
    close_task(act, id, kRekeyTask);
  }
  act.note("resealed", std::to_string(out.resealed));
  return out;
}

}  // namespace nrm::casefile
