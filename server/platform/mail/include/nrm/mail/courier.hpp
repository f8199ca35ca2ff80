// Takes what is due out of the outbox and sends it, on a thread of its own: nothing else waits for a mail server.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "nrm/mail/outbox.hpp"
#include "nrm/mail/smtp.hpp"

namespace nrm::mail {

struct Route {
  // The letter as it is to go now; nothing where it is not wanted any more.
  std::function<std::optional<Message>(const Letter&)> compose;
  std::function<Report(const Message&)> send;
  // There is no such recipient as the message went to.
  std::function<void(const Letter&, const Message&)> on_refused;
  // For the operator: what went wrong often enough to be looked at.
  std::function<void(std::string_view)> alarm;
};

class Courier {
 public:
  Courier(storage::Database& database, const Clock& clock, Route route);
  ~Courier();
  void start();
  void stop();  // after the letter that is on its way
  // What is due now, on this thread; the number of letters that were sent.
  int run_due();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nrm::mail
