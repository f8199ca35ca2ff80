// The content of an attachment on its way in and out, piece by piece. Not thread-safe; one worker at a time.
#pragma once

#include "nrm/access/decide.hpp"
#include "nrm/attachments/attachment.hpp"

namespace nrm::attachments {

inline constexpr std::size_t kPieceBytes = 64 * 1024;

// One try to send the content of an attachment that was begun. Nothing is visible before finish(); a try that ends
// otherwise leaves pieces that no key opens, and they are cleaned away.
class Upload {
 public:
  // In an act: decides and reads what the content is for.
  static Result<std::unique_ptr<Upload>> open(const Desk& desk, const access::Session& session, const CaseId& case_id,
                                              const AttachmentId& id);
  ~Upload();
  // kPieceBytes each, fewer only at the end.
  Result<void> take(std::string_view piece);
  // Checks the pieces, seals key and label to the case and shows the attachment, in one act.
  Result<void> finish();
  void abandon();

 private:
  struct State;
  std::unique_ptr<State> state_;

 public:
  explicit Upload(std::unique_ptr<State> state);  // for open() alone: nobody else has a State
};

// The content of one attachment, opened under a purpose and reason. Each piece is read only while the attachment is
// kept, the session lives and the case is its team's.
class Download {
 public:
  static Result<std::unique_ptr<Download>> open(const Desk& desk, const access::Session& session, const CaseId& case_id,
                                                const AttachmentId& id, const std::string& purpose,
                                                const std::string& reason);
  ~Download();
  const Listed& label() const;
  // The next bytes; none at the end. kBroken where a piece is not the one that the label names.
  Result<std::string> next();

 private:
  struct State;
  std::unique_ptr<State> state_;

 public:
  explicit Download(std::unique_ptr<State> state);  // for open() alone: nobody else has a State
};

// Content-Disposition of a download: always an attachment; the name in ASCII and, whole, by RFC 8187.
std::string disposition_of(std::string_view name);

}  // namespace nrm::attachments
