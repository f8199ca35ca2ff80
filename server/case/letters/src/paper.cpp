#include "paper.hpp"

#include <algorithm>
#include <array>

#include "telling_words.hpp"

namespace nrm::letters {
namespace {

constexpr std::array<std::string_view, 8> kRightToLeft{"ar", "dv", "fa", "he", "ku-Arab", "ps", "ur", "yi"};

class Page {
 public:
  Page(const Desk& desk, const Facts& facts, const std::string& language)
      : desk_{desk}, facts_{facts}, page_{language, is_right_to_left(language), {}} {}

  pdf::Page write(const SecretText& code) {
    using pdf::Style;
    const i18n::Params of_phone{{"phone", pdf::isolated_left_to_right(facts_.lines.phone)}};
    add(Style::small, "paper.date", {{"date", date_text(facts_.sent_at)}});
    add(Style::body, "paper.from", {{"sender", pdf::isolated(facts_.lines.sender)}});
    add(Style::body, "paper.phone", of_phone);
    if (const auto to = addressee(); !to.empty()) add(Style::body, "paper.to", {{"partner", pdf::isolated(to)}});
    add(Style::heading, "paper.title", {{"reference", pdf::isolated_left_to_right(facts_.reference)}});
    add(Style::body, "paper.ask", {});
    add(Style::strong, "paper.need", {{"need", pdf::isolated(need_text())}});
    add(Style::body, "paper.until", {{"date", last_day_text()}});
    // An address whose name tells what the program is for is not printed: the answer then comes by phone.
    const bool by_page = !find_telling_word(facts_.page_address);
    if (by_page) add_page(code);
    add(Style::body, "paper.by-phone", of_phone);
    add(Style::body, "paper.details", {});
    if (by_page) add(Style::small, "paper.code-note", {});
    return std::move(page_);
  }

 private:
  void add(pdf::Style style, std::string_view key, const i18n::Params& params) {
    page_.paragraphs.push_back({style, desk_.catalogue.text(page_.language, key, params)});
  }

  void add_page(const SecretText& code) {
    using pdf::Style;
    add(Style::body, "paper.by-page", {{"address", pdf::isolated_left_to_right(facts_.page_address)}});
    add(Style::body, "paper.number", {{"reference", pdf::isolated_left_to_right(facts_.reference)}});
    page_.paragraphs.push_back({Style::code, pdf::isolated_left_to_right(code.expose())});
  }

  // Where the name of the body itself would tell, the envelope is addressed by hand.
  std::string addressee() const {
    const auto own = facts_.partner_names.find(page_.language);
    const auto& name = own != facts_.partner_names.end() ? own->second
                       : facts_.partner.empty()          ? facts_.lines.partner_name
                                                         : facts_.partner;
    return find_telling_word(name) ? std::string{} : name;
  }

  // A kind of help whose label tells why it is needed is not named: the partner asks by phone.
  std::string need_text() const {
    const auto* list = desk_.pack.find_list(kNeeds);
    const auto* need = list == nullptr ? nullptr : list->find(facts_.need);
    auto label = need == nullptr ? std::string{} : pathway::label_in(need->labels, page_.language);
    const auto tells = need == nullptr || std::ranges::any_of(need->labels, [](const auto& in_language) {
                         return find_telling_word(in_language.second).has_value();
                       });
    return tells ? desk_.catalogue.text(page_.language, "paper.need-by-phone") : label;
  }

  std::string date_text(UtcTime at) const {
    const auto iso = to_iso(desk_.pack.calendar->local_date(at));
    return pdf::isolated(
        desk_.catalogue.text(page_.language, "paper.day",
                             {{"year", iso.substr(0, 4)}, {"month", iso.substr(5, 2)}, {"day", iso.substr(8, 2)}}));
  }
  // The clock names the first moment that is too late; people go by the last day that is not.
  std::string last_day_text() const { return date_text(facts_.until - std::chrono::microseconds{1}); }

  const Desk& desk_;
  const Facts& facts_;
  pdf::Page page_;
};

bool tells(const pdf::Document& document) {
  return std::ranges::any_of(document.pages, [](const auto& page) {
    return std::ranges::any_of(page.paragraphs,
                               [](const auto& paragraph) { return find_telling_word(paragraph.text).has_value(); });
  });
}

}  // namespace

std::vector<std::string> languages_of(const i18n::Catalogue& catalogue) {
  std::vector<std::string> out;
  for (const auto& language : catalogue.languages())
    if (language == "en" || catalogue.text(language, "paper.language") != catalogue.text("en", "paper.language"))
      out.push_back(language);
  return out;
}

bool is_right_to_left(std::string_view language) {
  return std::ranges::find(kRightToLeft, language) != kRightToLeft.end();
}

Result<Bytes> print(const Desk& desk, const Facts& facts, const std::vector<std::string>& languages,
                    const SecretText& code) {
  pdf::Document document{facts.reference, desk.pack.calendar->local_date(facts.sent_at), {}};
  for (const auto& language : languages) document.pages.push_back(Page{desk, facts, language}.write(code));
  if (tells(document)) fail_bug("a letter would tell what it must not");
  auto bytes = pdf::write(document);
  if (!bytes) return fail(problems::kCannotBePrinted);
  return std::move(*bytes);
}

}  // namespace nrm::letters
