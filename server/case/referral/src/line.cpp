#include <fmt/format.h>

#include "nrm/kernel/text.hpp"
#include "parts.hpp"
#include "running.hpp"

namespace nrm::referral {
namespace {

struct NewMessage {
  std::string_view kind;
  std::optional<LineId> question;
  std::string text;
};

bool is_question(log::Act& act, const ReferralId& id, const LineId& question) {
  return act
      .query_one("SELECT id FROM referral_line WHERE id = $line AND referral = $id AND kind = 'question'",
                 {{"line", question}, {"id", id}})
      .has_value();
}

std::int64_t next_position(log::Act& act, const ReferralId& id) {
  const auto last = act.query_one(
      "SELECT position FROM referral_line WHERE referral = $id ORDER BY position DESC LIMIT 1", {{"id", id}});
  return last ? last->integer("position") + 1 : 1;
}

// Talking ends with the referral's own end by the sender or the person; after an answer it goes on.
bool is_silent(const ReferralRow& row) {
  return row.do_not_contact || row.access != consent::Access::open || row.state == State::recalled ||
         row.state == State::expired || row.state == State::redirected || row.state == State::draft;
}

std::optional<TeamId> asker_of(log::Act& act, const LineId& question) {
  const auto row = act.query_one("SELECT from_team FROM referral_line WHERE id = $id", {{"id", question}});
  return row ? std::optional{row->id<TeamId>("from_team")} : std::nullopt;
}

// What is asked waits for the other side's answer; whoever answers her own question answers nothing.
void follow_question(log::Act& act, const pathway::Pack& pack, const Held& held, const NewMessage& message,
                     const LineId& written) {
  const auto& other = held.side == Side::sender ? held.row.to_team : held.row.from_team;
  if (!message.question)
    start_question_clock(act, pack, held.row, written, other);
  else if (asker_of(act, *message.question) == other)
    stop_question_clock(act, pack, held.row, *message.question);
}

Result<LineId> say(log::Act& act, const pathway::Pack& pack, const Held& held, const NewMessage& message) {
  if (is_silent(held.row)) return fail(nrm::problems::kConflict);
  if (message.question && !is_question(act, held.row.id, *message.question))
    return fail(nrm::problems::kInvalid, {{"/question_id", "not-in-list", {}}});
  auto written = write_line(act, held.permit, held.row.id, message.kind, message.question, message.text);
  if (!written) return written;
  const auto& other = held.side == Side::sender ? held.row.to_team : held.row.from_team;
  add_notice(act, other, fmt::format("referral.{}", message.kind), held.row.id);
  follow_question(act, pack, held, message, *written);
  return written;
}

Result<LineId> speak(const Desk& desk, const access::Session& session, std::string_view action, const ReferralId& id,
                     const NewMessage& message) {
  if (const auto fault = find_text_fault(message.text, kMaxLineText, true))
    return fail(nrm::problems::kInvalid,
                {{"/text", std::string{code_of(*fault)}, {{"max", std::to_string(kMaxLineText)}}}});
  return with_referral<LineId>(desk, session, action, id,
                               [&](log::Act& act, const Held& held) { return say(act, desk.pack, held, message); });
}

LineItem item_of(const storage::Row& row) {
  const auto question = row.maybe_text("question");
  return {row.id<LineId>("id"),
          row.text("kind"),
          row.id<TeamId>("from_team"),
          row.time("at"),
          question ? std::optional{LineId::from_row(*question)} : std::nullopt,
          std::nullopt};
}

}  // namespace

Result<void> open_line(log::Act& act, const access::Permit& permit, const Parcel& parcel) {
  const Key32 key = crypto::random_key(act.random());
  const auto place = line_place(parcel.id());
  const auto give = parcel.sleep() == Sleep::asleep ? casefile::give_dormant_seal : casefile::give_seal;
  const auto to_receiver =
      give(act, permit, place, key, casefile::HolderKind::parcel_receiver, parcel.receiver(), parcel.basis());
  if (!to_receiver) return tl::unexpected(to_receiver.error());
  const auto to_sender =
      casefile::give_seal(act, permit, place, key, casefile::HolderKind::team, permit.session().team, std::nullopt);
  if (!to_sender) return tl::unexpected(to_sender.error());
  return {};
}

Result<LineId> write_line(log::Act& act, const access::Permit& permit, const ReferralId& id, std::string_view kind,
                          const std::optional<LineId>& question, const std::string& text) {
  const auto position = next_position(act, id);
  if (position > static_cast<std::int64_t>(kMaxLineMessages))
    return fail(nrm::problems::kInvalid, {{"/text", "too-many", {{"max", std::to_string(kMaxLineMessages)}}}});
  const auto key = casefile::open_seal(act, permit, line_place(id));
  if (!key) return tl::unexpected(key.error());
  const auto line = LineId::random(act.random());
  const auto sealed = seal_message(*key, id, line.text(), text, act.random());
  act.run(
      "INSERT INTO referral_line (id, referral, position, kind, from_team, at, question, sealed) "
      "VALUES ($line, $id, $position, $kind, $team, $at, $question, $sealed)",
      {{"line", line},
       {"id", id},
       {"position", position},
       {"kind", kind},
       {"team", permit.session().team},
       {"at", act.now()},
       {"question", question},
       {"sealed", sealed}});
  act.note("line", to_hex(crypto::sha256(sealed)));
  return line;
}

Result<std::vector<LineItem>> read_line(log::Act& act, const access::Permit& permit, const ReferralId& id) {
  const auto rows = act.query("SELECT * FROM referral_line WHERE referral = $id ORDER BY position", {{"id", id}});
  std::vector<LineItem> out;
  if (rows.empty()) return out;
  const auto key = casefile::open_seal(act, permit, line_place(id));
  for (const auto& row : rows) {
    auto& item = out.emplace_back(item_of(row));
    if (!key) continue;
    auto text = open_message(*key, id, item.id.text(), row.blob("sealed"));
    if (text) item.text.emplace(std::move(*text));
  }
  return out;
}

Result<LineId> ask(const Desk& desk, const access::Session& session, const ReferralId& id, const std::string& text) {
  return speak(desk, session, "referral.ask", id, {"question", std::nullopt, text});
}

Result<LineId> answer(const Desk& desk, const access::Session& session, const ReferralId& id, const LineId& question,
                      const std::string& text) {
  return speak(desk, session, "referral.answer", id, {"answer", question, text});
}

}  // namespace nrm::referral
