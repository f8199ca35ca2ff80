// Who may do what: the whole table. A row allows an action to any of its roles in any of its relations.
#include <algorithm>
#include <array>

#include "nrm/access/decide.hpp"

namespace nrm::access {
namespace {

constexpr std::array<std::string_view, 12> kPurposes{
    "assist",           "protect", "identify",   "refer",     "health-care",    "legal-aid", "criminal-investigation",
    "child-protection", "return",  "statistics", "oversight", "subject-request"};

using enum Role;
using enum Relation;

// Each writes its leaf; the first opening of a key or a parcel also notes that it was opened.
constexpr auto kReading = std::to_array<std::string_view>({
    "case.list",
    "case.view",
    "case.search",
    "case.timeline",
    "compartment.open",
    "work.list",
    "work.list-organisation",
    "work.list-coordination",
    "access.list-leaves",
    "notice.list",
    "notice.read-mail-setting",
    "basis.list",
    "referral.preview",
    "referral.list",
    "referral.view",
    "referral.open",
    "log.read-entries",
    "access.list-members",
    "access.list-sessions",
    "access.list-key-requests",
    "export.htcds",
    "export.cases",
    "access.list-notices",
    "custody.view",
    "access.view-instance",
    "attachment.list",
    "attachment.open",
    "case.preview-closure",
    "case-team.list",
    "contact.list",
    "contact.summarise",
    "case-filter.list",
    "break-glass.view",
    "break-glass.list",
    "break-glass.read-setting",
    "anomaly.list",
    "canary.list",
    "access-account.read",
    "referral.list-corrections",
    "referral.list-of-case",
    "coordination.list",
    "basis.view",
    "basis.print",
    "basis.list-other",
    "basis.withdrawal-preview",
    "access.view-keys",
    "retention.view",
    "retention.list",
    "erasure.list",
    "reconciliation.list",
    "reconciliation.view",
    "supervision.view",
    "letter.list",
    "letter.view",
    "handover.preview",
    "handover.list",
    "handover.view",
    "places.view",
    "pathway.view",
});

const Roles kCaseworkers{first_responder, identifying_officer, case_manager, service_provider};
const Roles kEveryone{kRoles.begin(), kRoles.end()};
const Roles kAdministrator{administrator};
const Roles kCaseManager{case_manager};
// A post may have no case manager: who identifies there also ends what was opened there.
const Roles kCaseDeciders{case_manager, identifying_officer};
const Roles kAuditor{auditor};
const Roles kDataProtectionOfficer{data_protection_officer};
constexpr bool kWithPurpose = true;

void add(std::vector<ActionRule>& to, const std::vector<ActionRule>& rules) {
  to.insert(to.end(), rules.begin(), rules.end());
}

std::vector<ActionRule> casework() {
  return {
      {"case.open", kCaseworkers, {own_team}},
      {"case.list", kCaseworkers, {own_team}},
      {"case.view", kCaseworkers, {own_team}},
      {"case.write", kCaseworkers, {own_team}},
      {"case.search", kCaseworkers, {own_team}},
      {"case.timeline", kCaseworkers, {own_team}},
      {"compartment.open", kCaseworkers, {own_team}, kWithPurpose},
      {"work.list", kEveryone, {own_account, own_team}},
      {"basis.record", kCaseworkers, {own_team}},
      {"basis.list", kCaseworkers, {own_team}},
      {"basis.withdraw", kCaseworkers, {own_team}},
      {"notice.record", kCaseworkers, {own_team}},
      {"import.htcds", kCaseManager, {own_team}},
      {"export.htcds", kCaseManager, {own_team}},
      {"import.cases", kCaseManager, {own_team}},
      {"export.cases", kCaseManager, {own_team}},
  };
}

std::vector<ActionRule> attached() {
  return {
      {"attachment.begin", kCaseworkers, {own_team}},  {"attachment.receive", kCaseworkers, {own_team}},
      {"attachment.finish", kCaseworkers, {own_team}}, {"attachment.refuse", kCaseworkers, {own_team}},
      {"attachment.list", kCaseworkers, {own_team}},   {"attachment.open", kCaseworkers, {own_team}, kWithPurpose},
      {"attachment.remove", kCaseworkers, {own_team}},
  };
}

std::vector<ActionRule> bases() {
  return {
      {"basis.view", kCaseworkers, {own_team}},
      {"basis.print", kCaseworkers, {own_team}},
      {"basis.pause", kCaseworkers, {own_team}},
      {"basis.resume", kCaseworkers, {own_team}},
      {"basis.withdrawal-preview", kCaseworkers, {own_team}},
      {"basis.end-by-age", kCaseworkers, {own_team}},
      {"basis.suspect-representative", kCaseworkers, {own_team}},
      {"basis.record-other", kCaseworkers, {own_team}},
      {"basis.confirm", kCaseworkers, {own_team}},
      {"basis.list-other", {data_protection_officer, coordinator}, {own_organisation}},
      {"basis.review-other", {data_protection_officer}, {own_organisation}},
  };
}

std::vector<ActionRule> referrals() {
  return {
      {"referral.preview", kCaseworkers, {own_team, sender}},
      {"referral.send", kCaseworkers, {own_team, sender}},
      {"referral.list", kCaseworkers, {own_team, sender, receiver}},
      {"referral.view", kCaseworkers, {sender, receiver}},
      {"referral.recall", kCaseworkers, {sender}},
      {"referral.open", kCaseworkers, {sender, receiver}, kWithPurpose},
      {"referral.accept", kCaseworkers, {receiver}},
      {"referral.decline", kCaseworkers, {receiver}},
      {"referral.first-contact", kCaseworkers, {receiver}},
      {"referral.begin-help", kCaseworkers, {receiver}},
      {"referral.complete", kCaseworkers, {receiver}},
      {"referral.end", kCaseworkers, {receiver}},
      {"referral.ask", kCaseworkers, {sender, receiver}},
      {"referral.answer", kCaseworkers, {sender, receiver}},
  };
}

// What is asked of a body that is not connected.
std::vector<ActionRule> letters() {
  return {
      {"letter.send", kCaseworkers, {own_team}},          {"letter.list", kCaseworkers, {own_team}},
      {"letter.view", kCaseworkers, {own_team}},          {"letter.copy", kCaseworkers, {own_team}},
      {"letter.record-answer", kCaseworkers, {own_team}}, {"letter.recall", kCaseworkers, {own_team}},
      {"letter.tell-partner", kCaseworkers, {own_team}},
  };
}

// On to somebody else, and who helps to find one.
std::vector<ActionRule> chains() {
  return {
      {"referral.redirect", kCaseworkers, {sender}},    {"referral.pause", kCaseworkers, {receiver}},
      {"referral.resume", kCaseworkers, {receiver}},    {"referral.list-of-case", kCaseworkers, {own_team}},
      {"coordination.list", {coordinator}, {instance}}, {"coordination.suggest", {coordinator}, {instance}},
  };
}

std::vector<ActionRule> corrections() {
  return {
      {"referral.correct", kCaseworkers, {sender}},
      {"referral.dismiss-correction", kCaseworkers, {sender}},
      {"referral.list-corrections", kCaseworkers, {own_team}},
  };
}

// What becomes of a case, and with whom it is held: weighty, so by few.
std::vector<ActionRule> case_life() {
  return {
      {"case.preview-closure", kCaseworkers, {own_team}}, {"case.close", kCaseDeciders, {own_team}},
      {"case.reopen", kCaseDeciders, {own_team}},         {"case.mark-error", kCaseDeciders, {own_team}},
      {"case.merge", kCaseDeciders, {own_team}},          {"case.unmerge", kCaseDeciders, {own_team}},
      {"case-team.list", kCaseworkers, {own_team}},       {"case-team.add", kCaseDeciders, {own_team}},
      {"case-team.end", kCaseDeciders, {own_team}},       {"contact.record", kCaseworkers, {own_team}},
      {"contact.correct", kCaseworkers, {own_team}},      {"contact.link", kCaseworkers, {own_team}},
      {"contact.list", kCaseworkers, {own_team}},         {"contact.summarise", kCaseworkers, {own_team}},
      {"case-filter.save", kCaseworkers, {own_team}},     {"case-filter.list", kCaseworkers, {own_team}},
      {"case-filter.delete", kCaseworkers, {own_team}},   {"case-list.take", kCaseworkers, {own_team}, kWithPurpose},
  };
}

std::vector<ActionRule> retention() {
  return {
      {"retention.view", kCaseworkers, {own_team}}, {"retention.list", kCaseworkers, {own_team}},
      {"erasure.ask", kCaseworkers, {own_team}},    {"erasure.take-back", kCaseworkers, {own_team}},
      {"case.erase", kCaseDeciders, {own_team}},    {"hold.place", kCaseworkers, {own_team}},
      {"hold.lift", kCaseworkers, {own_team}},      {"erasure.list", kDataProtectionOfficer, {own_organisation}},
  };
}

std::vector<ActionRule> accounts() {
  return {
      {"access.list-sessions", kEveryone, {own_account}},    {"access.end-session", kEveryone, {own_account}},
      {"access.sign-out", kEveryone, {own_account}},         {"access.change-password", kEveryone, {own_account}},
      {"access.invite", kAdministrator, {instance}},         {"access.invite", kCaseManager, {own_team}},
      {"access.list-members", kAdministrator, {instance}},   {"access.list-members", kEveryone, {own_team}},
      {"access.suspend", kAdministrator, {instance}},        {"access.suspend", kCaseManager, {own_team}},
      {"access.unsuspend", kAdministrator, {instance}},      {"access.change-team", kAdministrator, {instance}},
      {"access.leave-cover", kAdministrator, {instance}},    {"access.leave-cover", kCaseManager, {own_team}},
      {"access.leave-cover", kEveryone, {own_account}},      {"access.hand-over-caseload", kCaseManager, {own_team}},
      {"access.list-key-requests", kEveryone, {own_team}},   {"access.confirm-keys", kCaseworkers, {own_team}},
      {"access.confirm-keys", kAuditor, {own_organisation}},
  };
}

// Who is there, what waits for whom, and how she hears of it.
std::vector<ActionRule> presence() {
  return {
      {"work.list-organisation", kCaseManager, {own_organisation}},
      {"work.list-coordination", {coordinator}, {own_team}},
      {"access.list-leaves", kEveryone, {own_team}},
      {"access.end-leave", kAdministrator, {instance}},
      {"access.end-leave", kCaseManager, {own_team}},
      {"access.end-leave", kEveryone, {own_account}},
      {"duty.set", kCaseManager, {own_team}},
      {"notice.list", kEveryone, {own_account}},
      {"notice.see", kEveryone, {own_account}},
      {"notice.read-mail-setting", kEveryone, {own_account}},
      {"notice.set-mail", kEveryone, {own_account}},
      {"notice.confirm-address", kEveryone, {own_account}},
  };
}

// Giving a lost key back is the team's own affair: no administrator takes part.
std::vector<ActionRule> custody() {
  return {
      {"access.sign-in", kEveryone, {own_account}},
      {"access.list-notices", kEveryone, {own_account}},
      {"access.view-instance", kAdministrator, {instance}},
      {"access.see-notice", kEveryone, {own_account}},
      {"custody.view", kEveryone, {own_team}},
      {"custody.propose", kCaseManager, {own_team}},
      {"custody.accept", kCaseworkers, {own_team}},
      {"custody.decline", kCaseworkers, {own_team}},
      {"custody.request", kCaseworkers, {own_team}},
      {"custody.approve", kCaseworkers, {own_team}},
      {"custody.cancel", kCaseworkers, {own_team}},
      {"custody.cancel", kEveryone, {own_account}},
      {"custody.take", kCaseworkers, {own_team}},
  };
}

// Who watches over reading: the team among itself, and the data protection officer of its body, who holds no key.
std::vector<ActionRule> oversight() {
  const Roles officer{data_protection_officer};
  return {
      {"case.restrict", kCaseworkers, {own_team}},
      {"case.lift-restriction", kCaseworkers, {own_team}},
      {"break-glass.start", kCaseworkers, {own_team}, kWithPurpose},
      {"break-glass.view", kCaseworkers, {own_team}},
      {"break-glass.review", kCaseworkers, {own_team}},
      {"break-glass.list", officer, {own_organisation}},
      {"break-glass.restore-right", officer, {own_organisation}},
      {"break-glass.read-setting", kCaseworkers, {own_team}},
      {"break-glass.set-emergency-keys", kCaseManager, {own_team}},
      {"anomaly.list", officer, {own_organisation}},
      {"anomaly.review", officer, {own_organisation}},
      {"canary.plant", kCaseManager, {own_team}},
      {"canary.confirm", officer, {own_organisation}},
      {"canary.list", officer, {own_organisation}},
      {"canary.list", kCaseManager, {own_team}},
      {"access-account.read", kCaseworkers, {own_team}},
      {"access-export.make", kCaseManager, {own_team}, kWithPurpose},
  };
}

std::vector<ActionRule> keys() {
  return {
      {"case.rekey", kCaseworkers, {own_team}},
      {"team.merge", kCaseManager, {own_team}},
      {"access.rotate-own-key", kEveryone, {own_account}},
      {"access.rotate-keys", kCaseManager, {own_team}},
      {"access.rewrap-keys", kCaseworkers, {own_team}},
      {"access.view-keys", kCaseworkers, {own_team}},
      {"access.view-keys", {administrator, data_protection_officer}, {instance}},
  };
}

// What a team has free, and what of it is promised: whoever takes people in.
std::vector<ActionRule> places() {
  const Roles providers{case_manager, service_provider};
  return {
      {"places.view", providers, {own_team}},
      {"places.state", providers, {own_team}},
  };
}

// A case's way along the tracks of the pathway. Which steps are whose is the pack's to say.
std::vector<ActionRule> ways() {
  return {
      {"pathway.view", kCaseworkers, {own_team}},
      {"pathway.move", kCaseworkers, {own_team}},
      {"pathway.pause", kCaseworkers, {own_team}},
      {"pathway.resume", kCaseworkers, {own_team}},
  };
}

// The directory as other directories tell it.
std::vector<ActionRule> imported_directory() {
  return {{"hsds.import", kAdministrator, {instance}}};
}

// A whole case to another team: offered and answered by those who decide on cases; a colleague may have to add the keys
// that the first one does not open.
std::vector<ActionRule> handovers() {
  return {
      {"handover.preview", kCaseDeciders, {own_team}}, {"handover.offer", kCaseDeciders, {own_team}},
      {"handover.complete", kCaseworkers, {sender}},   {"handover.take-back", kCaseDeciders, {sender}},
      {"handover.accept", kCaseDeciders, {receiver}},  {"handover.decline", kCaseDeciders, {receiver}},
      {"handover.list", kCaseworkers, {own_team}},     {"handover.view", kCaseworkers, {sender, receiver}},
  };
}

std::vector<ActionRule> instance_wide() {
  return {
      {"directory.list", kEveryone, {instance}},
      {"directory.add-organisation", kAdministrator, {instance}},
      {"directory.confirm-organisation", kAdministrator, {instance}},
      {"directory.close-organisation", kAdministrator, {instance}},
      {"directory.add-team", kAdministrator, {instance}},
      {"directory.close-team", kAdministrator, {instance}},
      {"directory.confirm-number", kAdministrator, {instance}},
      {"directory.describe-offer", kAdministrator, {instance}},
      {"directory.describe-offer", kCaseManager, {own_team}},
      {"log.read-entries", kAuditor, {own_organisation}},
      {"log.read-status", {auditor, administrator}, {own_organisation}},
      {"log.add-witness", kAdministrator, {instance}},
  };
}

// What one body sent to another, by those two; whoever coordinates opens it and sees figures, and writes down what a
// body says that has no team here.
std::vector<ActionRule> ledger() {
  const Roles answers{case_manager, coordinator};
  const Roles coordinates{coordinator};
  return {
      {"reconciliation.open", coordinates, {instance}},
      {"reconciliation.list", coordinates, {instance}},
      {"reconciliation.list", kCaseManager, {own_organisation}},
      {"reconciliation.view", coordinates, {instance}},
      {"reconciliation.view", answers, {own_organisation}},
      {"reconciliation.declare", answers, {own_organisation}},
      {"reconciliation.declare", coordinates, {instance}},
      {"reconciliation.compare", answers, {own_organisation}},
      {"reconciliation.compare", coordinates, {instance}},
      {"reconciliation.answer", answers, {own_organisation}},
      {"reconciliation.answer", coordinates, {instance}},
      {"reconciliation.confirm", answers, {own_organisation}},
      {"reconciliation.confirm", coordinates, {instance}},
      {"reconciliation.give-back", answers, {own_organisation}},
      {"reconciliation.give-back", coordinates, {instance}},
      {"reconciliation.sign", answers, {own_organisation}},
      {"reconciliation.sign", coordinates, {instance}},
      {"supervision.view", coordinates, {instance}},
      {"supervision.view", kCaseManager, {own_organisation}},
  };
}

}  // namespace

bool only_reads(std::string_view action) {
  return std::find(kReading.begin(), kReading.end(), action) != kReading.end();
}

bool decides_cases(const Roles& roles) {
  return std::ranges::any_of(roles, [](Role role) { return kCaseDeciders.contains(role); });
}

bool is_purpose(std::string_view purpose) {
  return std::find(kPurposes.begin(), kPurposes.end(), purpose) != kPurposes.end();
}

const std::vector<ActionRule>& action_rules() {
  static const std::vector<ActionRule> rules = [] {
    std::vector<ActionRule> out;
    add(out, casework());
    add(out, attached());
    add(out, bases());
    add(out, referrals());
    add(out, chains());
    add(out, corrections());
    add(out, letters());
    add(out, case_life());
    add(out, retention());
    add(out, accounts());
    add(out, presence());
    add(out, custody());
    add(out, oversight());
    add(out, keys());
    add(out, places());
    add(out, imported_directory());
    add(out, handovers());
    add(out, ways());
    add(out, instance_wide());
    add(out, ledger());
    return out;
  }();
  return rules;
}

}  // namespace nrm::access
