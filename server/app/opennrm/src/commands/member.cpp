#include "nrm/access/members.hpp"

#include <fmt/format.h>

#include "../cli.hpp"
#include "../operator_session.hpp"

namespace nrm::app {
namespace {

struct Wanted {
  std::string folder;
  SignInWanted sign_in;
  std::string team;
  std::vector<std::string> roles;
  std::string account;
  bool despite_last_key = false;
};

void list(const Terminal& terminal, const Wanted& wanted) {
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  std::vector<std::vector<std::string>> rows;
  for (const auto& member : or_refuse(access::list_members(instance.access(), *session, TeamId::parse(wanted.team)))) {
    std::string roles;
    for (const auto role : member.roles) roles += fmt::format("{}{}", roles.empty() ? "" : " ", access::name_of(role));
    rows.push_back({member.account, member.name, roles, member.state, member.team.text()});
  }
  terminal.table({"account", "name", "roles", "state", "team"}, rows);
}

void invite(const Terminal& terminal, const Wanted& wanted) {
  const auto team = TeamId::parse(wanted.team);
  if (!team) throw Refused{"--team takes the team's identifier"};
  access::Roles roles;
  for (const auto& name : wanted.roles) {
    const auto role = access::parse_role(name);
    if (!role) throw Refused{"no role is called " + name};
    roles.insert(*role);
  }
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  const auto invitation = or_refuse(access::invite(instance.access(), *session, *team, roles));
  terminal.facts({{"invitation", invitation.code.expose()}, {"good_until", to_rfc3339(invitation.expires)}});
}

void suspend(const Terminal& terminal, const Wanted& wanted, bool end) {
  Instance instance{wanted.folder};
  const OperatorSession session{instance, wanted.sign_in};
  for (const auto& member : or_refuse(access::list_members(instance.access(), *session, std::nullopt))) {
    if (member.account != wanted.account) continue;
    const auto done = end ? access::unsuspend(instance.access(), *session, member.id)
                          : access::suspend(instance.access(), *session, member.id, wanted.despite_last_key);
    if (!done) throw Refused{sentence_of(done.error())};
    return terminal.facts({{"account", member.account}, {"state", end ? "active" : "suspended"}});
  }
  throw Refused{"no member has the account " + wanted.account};
}

CLI::App* add_command(CLI::App& parent, const char* name, const char* what, Wanted& wanted) {
  auto* command = parent.add_subcommand(name, what);
  command->add_option("folder", wanted.folder, "The instance")->required();
  add_sign_in_options(*command, wanted.sign_in);
  return command;
}

}  // namespace

void add_member(CLI::App& app, Terminal& terminal) {
  auto* member = app.add_subcommand("member", "Members: list, invite, suspend; signs in as one who may");
  member->require_subcommand(1);
  auto wanted = std::make_shared<Wanted>();

  auto* listed = add_command(*member, "list", "The members that you may see", *wanted);
  listed->add_option("--team", wanted->team, "One team only");
  listed->callback([&terminal, wanted] { list(terminal, *wanted); });

  auto* invited = add_command(*member, "invite", "A one-use invitation, good for a day", *wanted);
  invited->add_option("--team", wanted->team, "The team's identifier")->required();
  invited->add_option("--role", wanted->roles, "A role; may be given several times")->required();
  invited->callback([&terminal, wanted] { invite(terminal, *wanted); });

  auto* suspended = add_command(*member, "suspend", "Suspend at once; every session ends", *wanted);
  suspended->add_option("--member", wanted->account, "The member's account")->required();
  suspended->add_flag("--despite-last-key", wanted->despite_last_key,
                      "Although nobody else can open the team's data: only custodians can give it back");
  suspended->callback([&terminal, wanted] { suspend(terminal, *wanted, false); });

  auto* ended = add_command(*member, "unsuspend", "End a suspension", *wanted);
  ended->add_option("--member", wanted->account, "The member's account")->required();
  ended->callback([&terminal, wanted] { suspend(terminal, *wanted, true); });
}

}  // namespace nrm::app
