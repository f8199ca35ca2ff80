#include "nrm/mail/outbox.hpp"

namespace nrm::mail {
namespace {

constexpr std::string_view kOutbox = R"sql(
CREATE TABLE mail_outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  due BIGINT NOT NULL,
  next_try BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease_until BIGINT NOT NULL
)
--
CREATE INDEX mail_outbox_next ON mail_outbox (next_try)
--
CREATE INDEX mail_outbox_subject ON mail_outbox (subject)
)sql";

}  // namespace

storage::Schema schema() {
  return {"mail", {{1, "outbox", kOutbox}}, {"mail_outbox"}};
}

void put(storage::Writer& writer, const Letter& letter) {
  writer.run(
      "INSERT INTO mail_outbox (id, kind, subject, due, next_try, attempts, lease_until) "
      "VALUES ($id, $kind, $subject, $due, $due, 0, 0) ON CONFLICT (id) DO NOTHING",
      {{"id", letter.id}, {"kind", letter.kind}, {"subject", letter.subject}, {"due", letter.due}});
}

void drop_all_of(storage::Writer& writer, std::string_view subject) {
  writer.run("DELETE FROM mail_outbox WHERE subject = $subject", {{"subject", subject}});
}

}  // namespace nrm::mail
