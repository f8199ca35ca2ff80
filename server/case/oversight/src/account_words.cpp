#include <fmt/format.h>

#include "nrm/oversight/account.hpp"

namespace nrm::oversight {
namespace {

class Words {
 public:
  Words(const Desk& desk, std::string_view language) : desk_{desk}, language_{language} {}

  std::string body(const std::string& code) const {
    const auto* list = desk_.pack.find_list("organisation-kind");
    const auto* found = list == nullptr ? nullptr : list->find(code);
    return found == nullptr ? text("account.some-body") : pathway::label_in(found->labels, language_);
  }
  std::string joined(std::string_view prefix, const std::vector<std::string>& codes) const {
    std::string out;
    for (const auto& code : codes) out += (out.empty() ? "" : ", ") + text(fmt::format("{}.{}", prefix, code));
    return out;
  }
  std::string text(const std::string& key, const i18n::Params& params = {}) const {
    return desk_.catalogue.text(language_, key, params);
  }

 private:
  const Desk& desk_;
  std::string_view language_;
};

}  // namespace

// "Police (identifying officer): opened what you told about who you are, to identify you; 3 times."
std::string sentence_of(const Desk& desk, const AccountLine& line, std::string_view language) {
  const Words words{desk, language};
  auto who = words.body(line.body);
  if (!line.roles.empty()) who += fmt::format(" ({})", words.joined("account.role", line.roles));
  auto what = words.text("account.what." + line.what);
  if (!line.kinds.empty()) what += ": " + words.joined("account.kind", line.kinds);
  const auto why =
      line.purpose.empty() ? words.text("account.no-purpose") : words.text("account.purpose." + line.purpose);
  return words.text("account.sentence",
                    {{"who", who}, {"what", what}, {"why", why}, {"times", std::to_string(line.times)}});
}

const std::vector<std::string>& account_languages() {
  static const std::vector<std::string> languages{"be", "en", "ru"};
  return languages;
}

}  // namespace nrm::oversight
