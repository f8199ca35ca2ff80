#include "public_terms.hpp"

#include "nrm/crypto/crypto.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::hsds {
namespace {

constexpr std::string_view kMarks[] = {kReferralOnly, kPlaceWithheld};
constexpr std::string_view kSupport = "spl_Type";

std::string support_term_id(std::string_view support) {
  return published_id("support", support);
}

json::object taxonomy_document(const Words& words, std::string_view uri, std::string_view key) {
  return {{"id", published_id("taxonomy", uri)},
          {"name", words.text(fmt::format("hsds.{}.name", key))},
          {"description", words.text(fmt::format("hsds.{}.description", key))},
          {"uri", uri},
          {"version", "1"}};
}

json::object service_taxonomy(const Words& words) {
  return taxonomy_document(words, kServiceTaxonomy, "service-kinds");
}

json::object mark_taxonomy(const Words& words) {
  return taxonomy_document(words, kMarkTaxonomy, "nrm-profile");
}

// Of HTCDS, whose words are English in every country.
json::object support_term(const Words& words, std::string_view support) {
  return {{"id", support_term_id(support)},
          {"code", support},
          {"name", support},
          {"description", fmt::format("HTCDS 2.0: spl_Type {}", support)},
          {"taxonomy", kServiceTaxonomy},
          {"taxonomy_detail", service_taxonomy(words)},
          {"language", "en"}};
}

void add_taxonomy(Edition& edition, const json::object& taxonomy) {
  Published out;
  out.id = text_at(taxonomy, "id");
  out.summary = out.full = out.minimal = json::serialize(taxonomy);
  out.folded = fold_for_search(text_at(taxonomy, "name") + " " + text_at(taxonomy, "description"));
  edition.taxonomies.push_back(std::move(out));
}

void add_term(Edition& edition, const json::object& term) {
  Published out;
  out.id = text_at(term, "id");
  out.summary = out.full = out.minimal = json::serialize(term);
  out.folded = fold_for_search(text_at(term, "name") + " " + text_at(term, "code"));
  out.parent = text_at(term, "parent_id");
  out.taxonomy = text_at(term.at("taxonomy_detail").as_object(), "id");
  edition.terms.push_back(std::move(out));
}

}  // namespace

std::string published_id(std::string_view what, std::string_view part, std::string_view other) {
  const std::string_view end{"\0", 1};
  const auto digest = crypto::sha256(
      {view_of("nrm hsds id"), view_of(end), view_of(what), view_of(end), view_of(part), view_of(end), view_of(other)});
  Uuid uuid{};
  std::copy_n(digest.begin(), uuid.size(), uuid.begin());
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0FU) | 0x80U);  // version 8 and variant of RFC 9562
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3FU) | 0x80U);
  return to_text(uuid);
}

std::string Words::kind(std::string_view code) const {
  return label("service", code);
}

std::string Words::label(std::string_view list, std::string_view code) const {
  const auto* found = pack.find_list(list);
  const auto* entry = found ? found->find(code) : nullptr;
  if (entry == nullptr || entry->labels.empty()) return std::string{code};
  return pathway::label_in(entry->labels, language);
}

std::string kind_term_id(std::string_view kind) {
  return published_id("kind", kind);
}

std::string mark_term_id(std::string_view mark) {
  return published_id("mark", mark);
}

json::object kind_term(const Words& words, const pathway::Code& kind) {
  const auto name = words.kind(kind.code);
  json::object out{{"id", kind_term_id(kind.code)}, {"code", kind.code}, {"name", name}, {"description", name}};
  if (kind.htcds_key == kSupport) out["parent_id"] = support_term_id(kind.htcds_value);
  out["taxonomy"] = kServiceTaxonomy;
  out["taxonomy_detail"] = service_taxonomy(words);
  out["language"] = words.language;
  return out;
}

json::object mark_term(const Words& words, std::string_view mark) {
  return {{"id", mark_term_id(mark)},
          {"code", mark},
          {"name", words.text(fmt::format("hsds.{}.name", mark))},
          {"description", words.text(fmt::format("hsds.{}.description", mark))},
          {"taxonomy", kMarkTaxonomy},
          {"taxonomy_detail", mark_taxonomy(words)},
          {"language", words.language}};
}

json::object attribute_of(const std::string& bearer, json::object term) {
  const auto id = published_id("attribute", bearer, text_at(term, "id"));
  return {{"id", id}, {"link_type", "taxonomy_term"}, {"link_entity", "service"}, {"taxonomy_term", std::move(term)}};
}

void publish_terms(const Words& words, Edition& edition) {
  add_taxonomy(edition, service_taxonomy(words));
  add_taxonomy(edition, mark_taxonomy(words));
  std::set<std::string> supports;
  if (const auto* kinds = words.pack.find_list("service")) {
    for (const auto& kind : kinds->codes) {
      if (kind.htcds_key == kSupport && supports.insert(kind.htcds_value).second)
        add_term(edition, support_term(words, kind.htcds_value));
      add_term(edition, kind_term(words, kind));
    }
  }
  for (const auto mark : kMarks) add_term(edition, mark_term(words, mark));
}

}  // namespace nrm::hsds
