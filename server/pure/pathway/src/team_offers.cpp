#include "team_offers.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace nrm::pathway {
namespace {

std::string answer(Loader& loader, const CsvTable& table, const CsvRow& row, std::string_view column) {
  const auto& text = table.cell(row, column);
  if (!text.empty() && text != "yes" && text != "no")
    loader.fault(table.file, row.line, "unknown-answer",
                 fmt::format("\"{}\" in \"{}\" is neither yes nor no; empty where nobody has said", text, column));
  return text;
}

bool is_language_shape(std::string_view code) {
  const auto is_letter = [](char letter) { return letter >= 'a' && letter <= 'z'; };
  return (code.size() == 2 || code.size() == 3) && std::ranges::all_of(code, is_letter);
}

std::set<std::string> languages(Loader& loader, const CsvTable& table, const CsvRow& row) {
  std::set<std::string> out;
  for (auto& code : split_list(table.cell(row, "languages"))) {
    if (!is_language_shape(code))
      loader.fault(table.file, row.line, "bad-language",
                   fmt::format("\"{}\" in \"languages\" is no code of ISO 639", code));
    out.insert(std::move(code));
  }
  return out;
}

std::set<std::string> regions(Loader& loader, const CsvTable& table, const CsvRow& row) {
  std::set<std::string> out;
  for (auto& code : split_list(table.cell(row, "regions"))) {
    if (std::ranges::find(loader.pack.regions, code, &Region::code) == loader.pack.regions.end())
      loader.fault(table.file, row.line, "unknown-region",
                   fmt::format("\"{}\" in \"regions\" is not a region of this pack", code));
    out.insert(std::move(code));
  }
  return out;
}

std::string hours(Loader& loader, const CsvTable& table, const CsvRow& row) {
  const auto& text = table.cell(row, "hours");
  if (!text.empty() && std::ranges::find(kOpeningHours, text) == std::ranges::end(kOpeningHours))
    loader.fault(table.file, row.line, "unknown-hours", fmt::format("\"{}\" in \"hours\" is not known", text));
  return text;
}

}  // namespace

std::vector<std::string> offer_columns() {
  return {"sexes",     "age_classes", "with_children", "without_documents", "disability_access", "asks_residence",
          "languages", "regions",     "hours",         "confidential"};
}

TeamOffer read_offer(Loader& loader, const CsvTable& table, const CsvRow& row) {
  return {table.cell(row, "id"),
          loader.listed_set(table, row, "sexes", "sex"),
          loader.listed_set(table, row, "age_classes", "age-class"),
          answer(loader, table, row, "with_children"),
          answer(loader, table, row, "without_documents"),
          answer(loader, table, row, "disability_access"),
          answer(loader, table, row, "asks_residence"),
          languages(loader, table, row),
          regions(loader, table, row),
          hours(loader, table, row),
          answer(loader, table, row, "confidential") == "yes"};
}

tl::expected<std::vector<TeamOffer>, PackFaults> load_team_offers(const std::filesystem::path& folder,
                                                                  const Pack& pack) {
  Loader loader;
  loader.folder = folder;
  loader.pack = pack;
  std::vector<TeamOffer> out;
  if (const auto table = teams_table(loader))
    for (const auto& row : table->rows) out.push_back(read_offer(loader, *table, row));
  if (!loader.faults.empty()) return tl::unexpected(std::move(loader.faults));
  return out;
}

}  // namespace nrm::pathway
