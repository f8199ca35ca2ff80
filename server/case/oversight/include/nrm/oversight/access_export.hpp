// What a person is given who asks for everything that is held about her. Third persons are redacted by rule: a field
// that tells about somebody else gives a sentence instead of its value, a member of a form that names somebody else
// gives it inside the value; free text is marked, for it may name others.
#pragma once

#include "nrm/attachments/attachment.hpp"
#include "nrm/casefile/versions.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/oversight/account.hpp"
#include "nrm/referral/told.hpp"

namespace nrm::oversight {

inline constexpr std::string_view kAboutAnother{"account.about-another"};  // the sentence

struct ExportedValue {
  casefile::ValueVersion version;
  bool about_another = false;    // redacted: version.value is nothing
  bool may_name_others = false;  // has free text: to be read through before it is given
};
struct AccessExport {
  UtcTime made_at;
  std::string reference;
  std::vector<ExportedValue> values;            // every version, oldest first
  std::vector<casefile::Compartment> not_held;  // kinds that the member's role does not open
  std::vector<attachments::Listed> files;  // named here; their contents are saved from the case's files, one by one
  std::vector<consent::RecordedBasis> consents;
  std::vector<referral::SentReferral> referrals;
  Account account;  // this export is not in it yet: it is from the next one on
};
// By a case manager of the case's team; the reason says how she asked, the language is that of the sentences.
Result<AccessExport> make_access_export(const Desk& desk, const access::Session& session, const CaseId& id,
                                        const std::string& reason, const std::string& language);

}  // namespace nrm::oversight
