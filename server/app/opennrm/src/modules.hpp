// The list of modules: what each brings to the instance. No module registers itself.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config.hpp"
#include "nrm/access/context.hpp"
#include "nrm/http/route.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/jobs/jobs.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/referral/desk.hpp"

namespace nrm::app {

// In floor order, in which migrations are applied.
std::vector<storage::Schema> all_schemas();
std::vector<ProblemType> all_problems();

class Modules {
 public:
  Modules(const Config& config, const access::AccessContext& access, const pathway::Pack& pack, const i18n::Catalogue& catalogue);
  void register_reactions();
  std::map<std::string, jobs::Handler> job_handlers();
  std::vector<http::Route> routes();
  const access::AccessContext& access() const { return access_; }

 private:
  const Config& config_;
  access::AccessContext access_;
  const pathway::Pack& pack_;
  const i18n::Catalogue& catalogue_;
  referral::Desk desk_;
};

}  // namespace nrm::app
