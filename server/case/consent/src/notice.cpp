#include "nrm/casefile/overview.hpp"
#include "nrm/casefile/restriction.hpp"
#include "nrm/consent/record.hpp"

namespace nrm::consent {

Result<void> record_notice_without_name(log::Act& act, const access::Permit& permit, const CaseId& id) {
  if (auto may = casefile::may_work_on(act.writer(), permit.session(), id); !may) return may;
  auto counted = casefile::count_without_name(act, permit, id);
  if (!counted) return counted;
  act.run(
      "INSERT INTO consent_notice (id, case_id, kind, recorded_at, recorded_by) VALUES ($id, $case_id, 'without-name', "
      "$at, $by)",
      {{"id", to_text(make_uuid_v7(act.clock(), act.random()))},
       {"case_id", id},
       {"at", act.now()},
       {"by", permit.session().member}});
  return {};
}

}  // namespace nrm::consent
