// The list of modules: what each brings to the instance. No module registers itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nrm/access/context.hpp"
#include "nrm/attachments/attachment.hpp"
#include "nrm/http/route.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/notice/desk.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/places/routes.hpp"
#include "nrm/referral/desk.hpp"
#include "nrm/retention/desk.hpp"
#include "nrm/work/work.hpp"

namespace nrm::app {

// In floor order, in which migrations are applied.
std::vector<storage::Schema> all_schemas();
std::vector<ProblemType> all_problems();

// Which clamd scans what is attached; none where the text is empty.
struct ScannerSetting {
  std::string clamd;
  bool required = true;
};

class Modules {
 public:
  // `folder`: the instance's own, for what must outlive the database.
  Modules(const access::AccessContext& access, const pathway::Pack& pack, const i18n::Catalogue& catalogue,
          const ScannerSetting& scanner, const std::filesystem::path& folder, const notice::Post& post);
  void register_reactions();
  std::map<std::string, jobs::Handler> job_handlers();
  std::vector<http::Route> routes();
  const access::AccessContext& access() const { return access_; }
  notice::Desk notice_desk() const;
  const retention::Desk& retention() const { return retention_; }

 private:
  places::PlacesContext places_context(const access::SessionResolver& resolve);
  attachments::Desk attachments_desk();
  work::Desk work_desk();

  access::AccessContext access_;
  const pathway::Pack& pack_;
  const i18n::Catalogue& catalogue_;
  const notice::Post& post_;
  referral::Desk desk_;
  retention::Desk retention_;
  attachments::TypeFinder types_;
  std::optional<attachments::Scanner> scanner_;
};

}  // namespace nrm::app
