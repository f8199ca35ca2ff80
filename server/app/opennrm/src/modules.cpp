#include "modules.hpp"

#include <algorithm>

#include "auditor.hpp"
#include "duty_phone.hpp"
#include "ledger.hpp"
#include "nrm/access/custody.hpp"
#include "nrm/access/http_session.hpp"
#include "nrm/access/leaving.hpp"
#include "nrm/attachments/routes.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/handover_keys.hpp"
#include "nrm/casefile/problems.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/routes.hpp"
#include "nrm/casefile/team_end.hpp"
#include "nrm/caselife/caselife.hpp"
#include "nrm/caselife/routes.hpp"
#include "nrm/caselist/merging.hpp"
#include "nrm/caselist/routes.hpp"
#include "nrm/caselist/saved_filter.hpp"
#include "nrm/caseteam/caseteam.hpp"
#include "nrm/caseteam/routes.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/clocks/team_end.hpp"
#include "nrm/consent/clocks.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/consent/routes.hpp"
#include "nrm/contacts/contact.hpp"
#include "nrm/contacts/routes.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/directory/http.hpp"
#include "nrm/duty/routes.hpp"
#include "nrm/handover/handover.hpp"
#include "nrm/handover/routes.hpp"
#include "nrm/handover/work.hpp"
#include "nrm/hsds/hsds.hpp"
#include "nrm/hsds/routes.hpp"
#include "nrm/htcds/htcds.hpp"
#include "nrm/htcds/import_rows.hpp"
#include "nrm/http/json.hpp"
#include "nrm/identification/moves.hpp"
#include "nrm/identification/of_case.hpp"
#include "nrm/identification/routes.hpp"
#include "nrm/letters/letter.hpp"
#include "nrm/letters/moving.hpp"
#include "nrm/letters/of_case.hpp"
#include "nrm/letters/routes.hpp"
#include "nrm/log/routes.hpp"
#include "nrm/notice/routes.hpp"
#include "nrm/oversight/oversight.hpp"
#include "nrm/oversight/routes.hpp"
#include "nrm/places/open_work.hpp"
#include "nrm/places/places.hpp"
#include "nrm/places/routes.hpp"
#include "nrm/reconciliation/routes.hpp"
#include "nrm/referral/figures.hpp"
#include "nrm/referral/queue_work.hpp"
#include "nrm/referral/reference.hpp"
#include "nrm/referral/referral.hpp"
#include "nrm/referral/routes.hpp"
#include "nrm/referral/team_end.hpp"
#include "nrm/retention/retention.hpp"
#include "nrm/retention/routes.hpp"
#include "nrm/supervision/routes.hpp"
#include "nrm/work/routes.hpp"
#include "share.hpp"

namespace nrm::app {
namespace {

template <class T>
void append(std::vector<T>& all, std::vector<T> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// A pack that says nothing publishes no place.
hsds::Rules country_rules(const pathway::Pack& pack) {
  return hsds::Rules::load(find_share() / "packs" / pack.id / "hsds.toml", pack);
}

bool is_announced(storage::Reader& reader, const CaseId& id) {
  return std::ranges::any_of(casefile::parts_of_person(reader, id),
                             [&](const CaseId& part) { return !letters::letters_that_announce(reader, part).empty(); });
}

// A hand-over tells of modules that it does not know. The pack outlives the desk.
handover::Desk handover_desk(log::Journal& journal, const pathway::Pack& pack) {
  const auto times = [&pack](storage::Reader& reader, const CaseId& id, UtcTime now) {
    std::vector<handover::RunningTime> out;
    for (auto& time : identification::running_times_of(reader, pack, id, now))
      out.push_back({std::move(time.clock.rule), time.labels, time.clock.kind, time.clock.due_at, time.state});
    return out;
  };
  const auto count = [](storage::Reader& reader, const CaseId& id) {
    const auto along = letters::letters_going_along(reader, id);
    return handover::LetterCount{along.open, along.to_tell};
  };
  return {journal, pack, times, count};
}

}  // namespace

std::vector<storage::Schema> all_schemas() {
  return {jobs::schema(),           log::schema(),      clocks::schema(),   directory::schema(),
          mail::schema(),           access::schema(),   duty::schema(),     notice::schema(),
          casefile::schema(),       consent::schema(),  places::schema(),   referral::schema(),
          attachments::schema(),    contacts::schema(), caselist::schema(), oversight::schema(),
          retention::schema(),      letters::schema(),  handover::schema(), identification::schema(),
          reconciliation::schema(), htcds::schema(),    hsds::schema()};
}

std::vector<ProblemType> all_problems() {
  auto all = kernel_problems();
  append(all, http::http_problems());
  append(all, log::log_problems());
  append(all, clocks::clocks_problems());
  append(all, directory::directory_problems());
  append(all, access::access_problems());
  append(all, notice::notice_problems());
  append(all, casefile::casefile_problems());
  append(all, consent::consent_problems());
  append(all, places::places_problems());
  append(all, referral::referral_problems());
  append(all, attachments::attachments_problems());
  append(all, caseteam::caseteam_problems());
  append(all, caselife::caselife_problems());
  append(all, contacts::contacts_problems());
  append(all, caselist::caselist_problems());
  append(all, oversight::oversight_problems());
  append(all, retention::retention_problems());
  append(all, letters::letters_problems());
  append(all, handover::handover_problems());
  append(all, identification::identification_problems());
  append(all, reconciliation::reconciliation_problems());
  append(all, htcds::htcds_problems());
  append(all, hsds::hsds_problems());
  return all;
}

Modules::Modules(const access::AccessContext& access, const pathway::Pack& pack, const i18n::Catalogue& catalogue,
                 const ScannerSetting& scanner, const std::filesystem::path& folder, const notice::Post& post)
    : access_{access},
      pack_{pack},
      catalogue_{catalogue},
      post_{post},
      desk_{access_.journal, pack_},
      retention_{access_.journal, pack_, folder / "erasures"} {
  if (!scanner.clamd.empty()) scanner_.emplace(scanner.clamd, scanner.required);
  access_.caseload = casefile::caseload_of;
}

void Modules::register_reactions() {
  access::register_reactions(access_.journal);
  duty::register_reactions(access_.journal);
  notice::register_reactions(notice_desk());
  casefile::register_reactions(access_.journal);
  consent::register_reactions(access_.journal);
  places::register_reactions(access_.journal);
  referral::register_reactions(desk_);
  oversight::register_reactions(access_.journal, pack_);
  attachments::register_reactions(access_.journal);
  caseteam::register_reactions(access_.journal);
  contacts::register_reactions(access_.journal);
  letters::register_reactions(access_.journal);
  handover::register_reactions(access_.journal);
  identification::register_reactions({access_.journal, pack_});
  access_.journal.on(std::string{casefile::kCaseHandedOver}, [](log::Act& act, std::string_view object) {
    const auto moved = casefile::handed_over_of(object);
    letters::move_letters(act, moved.case_id, moved.into);
  });
  access_.journal.on(std::string{casefile::kTeamMerged}, [](log::Act& act, std::string_view object) {
    const auto teams = casefile::merged_teams_of(object);
    clocks::move_team(act, teams.from, teams.into);
  });
  access_.journal.on(std::string{casefile::kTeamMerged}, caselist::move_filters);
  access_.journal.on(std::string{casefile::kTeamMerged}, htcds::move_imports);
  hsds::register_reactions(access_.journal, pack_);
  access_.journal.on(std::string{casefile::kCaseErased}, htcds::forget_imports);
  retention::register_reactions(access_.journal, pack_);
}

std::map<std::string, jobs::Handler> Modules::job_handlers() {
  auto all = referral::job_handlers(desk_);
  all.merge(notice::job_handlers(notice_desk()));
  all.merge(clocks::job_handlers(access_.journal, pack_));
  all.merge(handover::job_handlers({access_.journal, pack_}));
  all.merge(retention::job_handlers(retention_));
  all.merge(oversight::job_handlers(access_.journal));
  all.merge(access::custody_job_handlers(access_));
  all.merge(attachments::job_handlers(attachments_desk()));
  all.merge(caseteam::job_handlers(access_.journal));
  all.merge(consent::job_handlers(access_.journal));
  all.merge(access::key_job_handlers(access_.journal));
  all.merge(casefile::rekey_job_handlers(access_.journal));
  return all;
}

attachments::Desk Modules::attachments_desk() {
  return {access_.journal, access_.upkeep, types_, scanner_ ? &*scanner_ : nullptr,
          [](storage::Reader& reader, const CaseId& id) { return retention::is_held(reader, id, {"attachment"}); }};
}

// How teams answered counts for a year: whoever was slow once may have become quick.
places::PlacesContext Modules::places_context(const access::SessionResolver& resolve) {
  const auto records = [&clock = access_.journal.clock()](storage::Reader& reader, const TeamId& team) {
    const auto now = clock.now();
    return referral::answer_record(reader, team, now - std::chrono::days{365}, now);
  };
  const auto phones = [this](storage::Reader& reader, const TeamId& team) -> std::optional<std::string> {
    for (const auto& stretch : duty::on_duty(reader, pack_, team, access_.journal.clock().now()))
      if (!stretch.phone.empty()) return stretch.phone;
    return std::nullopt;
  };
  return {access_.journal, pack_, resolve, referral::reference_of, records, phones};
}

notice::Desk Modules::notice_desk() const {
  return {access_, pack_, catalogue_, post_};
}

// What each module has waiting for a team, and what for who coordinates.
work::Desk Modules::work_desk() {
  return {access_.journal,
          pack_,
          {work::case_tasks, work::ground_reviews, work::duty_gaps(pack_), referral::open_work, letters::work_of,
           handover::open_work, identification::open_work(pack_), places::open_work(pack_), reconciliation::work_of},
          {referral::queue_work(pack_), identification::coordination_work(pack_)}};
}

std::vector<http::Route> Modules::routes() {
  const auto resolve = access::make_session_resolver(access_);
  auto all = access::access_routes(access_);
  append(all, directory::directory_routes({access_.journal, pack_, resolve}));
  append(all, casefile::casefile_routes({access_.journal, pack_, resolve, referral::count_unanswered}));
  append(all, consent::consent_routes({access_.journal, pack_, resolve, is_announced}));
  append(all, notice::notice_routes(notice_desk(), resolve));
  append(all, duty::duty_routes(access_, pack_, resolve));
  append(all, work::work_routes(work_desk(), resolve));
  append(all, referral::referral_routes(desk_, resolve));
  append(all, places::places_routes(places_context(resolve)));
  append(all, oversight::oversight_routes({access_, pack_, catalogue_}, resolve));
  append(all, attachments::attachments_routes(attachments_desk(), resolve));
  append(all, caseteam::caseteam_routes(access_.journal, resolve));
  append(all, caselife::caselife_routes(access_.journal, pack_, resolve));
  append(all, contacts::contacts_routes(access_.journal, pack_, resolve));
  append(all, caselist::caselist_routes({access_.journal, pack_, catalogue_, resolve}));
  append(all, retention::retention_routes(retention_, resolve));
  append(all, handover::handover_routes(handover_desk(access_.journal, pack_), resolve));
  append(all, identification::identification_routes({access_.journal, pack_}, resolve));
  append(all, letters::letters_routes({access_.journal, access_.upkeep, pack_, catalogue_}, resolve));
  append(all, reconciliation::reconciliation_routes({access_.journal, pack_, known_between}, resolve));
  append(all, supervision::supervision_routes({access_.journal, pack_}, resolve));
  append(all, hsds::hsds_routes({access_.journal, pack_, catalogue_, country_rules(pack_), resolve}));
  append(all, log::log_routes(access_.journal, as_auditor(access_, resolve)));
  all = http::with_idempotency(std::move(all), access::make_idempotency_store(access_));
  return with_duty_phone(std::move(all), resolve, access_.journal, pack_);
}

}  // namespace nrm::app
