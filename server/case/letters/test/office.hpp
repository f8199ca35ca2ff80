// A border team that writes to a hospital without a team here, on the pack of Belarus, with a clock that runs.
#pragma once

#include <filesystem>

#include "nrm/access/forget_notices.hpp"
#include "nrm/access/testing.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/casefile/sealing.hpp"
#include "nrm/clocks/clocks.hpp"
#include "nrm/consent/record.hpp"
#include "nrm/directory/directory.hpp"
#include "nrm/letters/answer.hpp"
#include "nrm/letters/figures.hpp"
#include "nrm/letters/moving.hpp"
#include "nrm/letters/testing.hpp"

namespace nrm::letters::testing {

using access::testing::must;

inline pathway::Pack belarus() {
  auto pack = pathway::load_pack(std::filesystem::path{NRM_SOURCE_DIR} / "packs" / "by");
  if (!pack) throw std::logic_error{"the pack of Belarus does not load"};
  return std::move(*pack);
}

// This module's own words, in every language that has them.
inline i18n::Catalogue own_words() {
  namespace fs = std::filesystem;
  const auto from = fs::path{NRM_SOURCE_DIR} / "strings";
  const fs::path folder{storage::testing::create_scratch_directory()};
  fs::copy_file(from / "languages.toml", folder / "languages.toml");
  for (const auto& language : fs::directory_iterator{from}) {
    if (!fs::exists(language.path() / "letters.json")) continue;
    const auto into = folder / language.path().filename();
    fs::create_directory(into);
    fs::copy_file(language.path() / "letters.json", into / "letters.json");
  }
  auto out = i18n::Catalogue::load(folder);
  fs::remove_all(folder);
  return out;
}

class Office {
 public:
  explicit Office(storage::Kind kind)
      : world{{.kind = kind,
               .schemas = {clocks::schema(), casefile::schema(), consent::schema(), schema()},
               .pack = belarus(),
               .start = *parse_rfc3339("2026-02-02T09:00:00Z")}} {
    casefile::register_reactions(world.journal());
    register_reactions(world.journal());
    world.journal().on("team.noticed", [this](log::Act&, std::string_view object) { noticed.emplace_back(object); });
    world.journal().on("team.notices-moved", [this](log::Act&, std::string_view what) { moved.emplace_back(what); });
    world.journal().on(std::string{access::kNoticesForgotten},
                       [this](log::Act&, std::string_view object) { forgotten.emplace_back(object); });
  }

  access::testing::World world;
  i18n::Catalogue catalogue = own_words();
  storage::Upkeep upkeep{world.database.get(), {"letter_try"}};
  std::vector<std::string> noticed, moved, forgotten;  // objects of the moments that module notice hears
  OrganisationId hospital = add_organisation("test-hospital", "Clinical Hospital No. 3");

  Desk desk() { return {world.journal(), upkeep, world.pack, catalogue}; }
  access::Session sender() { return world.session(world.officer); }
  access::Session stranger() { return world.session(world.provider); }

  OrganisationId add_organisation(const std::string& code, const std::string& name) {
    directory::NewOrganisation organisation;
    organisation.code = code;
    organisation.name = name;
    organisation.names = {{"en", name}, {"ru", name + ", по-русски"}};
    organisation.kind = "ngo";
    return by_system<OrganisationId>("directory.add-organisation", [&](log::Act& act) {
      return directory::add_organisation(act, world.pack, organisation);
    });
  }
  template <class T>
  T by_system(const std::string& action, const std::function<Result<T>(log::Act&)>& work) {
    const log::Header header{{log::Actor::Kind::system, {}, {}, {}, "test"}, action, {}, {}, {}, {}};
    return must(world.journal().act<T>(header, work));
  }
  void react(std::string_view moment, const std::string& object) {
    by_system<int>("directory.add-team", [&](log::Act& act) -> Result<int> {
      act.react(moment, object);
      return 0;
    });
  }

  CaseId open_case() {
    const auto session = sender();
    const auto header = session.header("case.open", "assist", {std::nullopt, session.organisation, {}});
    return must(world.journal().act<CaseId>(header, [&](log::Act& act) -> Result<CaseId> {
      const auto permit = access::decide(act, session, access::Relation::own_team);
      if (!permit) return tl::unexpected(permit.error());
      return must(casefile::open_case(act, *permit, casefile::new_case_under(world.pack, {}, act.now()))).id;
    }));
  }
  NewLetter to_hospital(const CaseId& id) const {
    return {id, hospital, "", "medical-help", "Duty desk, room 4", "+375 17 000 00 00", Agreed::person};
  }
  Sent send_one() { return must(send(desk(), sender(), to_hospital(open_case()))); }

  static constexpr const char* kAddress = "https://help.example/answer";
  Bytes copy_of(const LetterId& id, const std::vector<std::string>& languages = {"en"}) {
    return must(make_copy(desk(), sender(), id, languages, kAddress));
  }
  static std::string paper_of(const Bytes& bytes) { return read_paper(text_of(bytes)); }
  std::string new_code(const LetterId& id) { return code_on(paper_of(copy_of(id))); }

  Submission saying_yes(const Sent& sent, const std::string& code) const {
    return {sent.reference, code, true, "", "192.0.2.0/24"};
  }
  View seen(const LetterId& id) { return must(read(desk(), sender(), id)); }
  std::vector<work::Item> waiting() {
    const auto session = sender();
    return must(world.journal().act<std::vector<work::Item>>(
        session.header("work.list", "refer", {std::nullopt, session.organisation, {}}),
        [&](log::Act& act) -> Result<std::vector<work::Item>> { return work_of(act, session, {session.team}); }));
  }
  int run_jobs() {
    jobs::Runner runner{world.database.get(), world.clock, clocks::job_handlers(world.journal(), world.pack),
                        [](std::string_view) {}};
    return runner.run_due();
  }
};

template <class T>
std::string refusal(const Result<T>& answer) {
  if (answer) return "granted";
  std::string out{answer.error().type.slug};
  for (const auto& field : answer.error().fields) out += " " + field.pointer + "=" + field.code;
  return out;
}

}  // namespace nrm::letters::testing
