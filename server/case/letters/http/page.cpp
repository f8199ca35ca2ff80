#include "page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "nrm/crypto/crypto.hpp"
#include "nrm/letters/routes.hpp"

namespace nrm::letters {
namespace {

// Plain enough for an old browser in a hospital, wide enough for a telephone. Logical sides: it reads either way.
constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}*{box-sizing:border-box}"
    "body{margin:0 auto;padding:1rem;max-inline-size:34rem;font:1.0625rem/1.5 'Noto Sans',system-ui,sans-serif;"
    "color:#1b1f24;background:#fff}"
    "h1{font-size:1.375rem;line-height:1.3;margin-block:.5rem 1rem}"
    "nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;margin:0;padding:0}"
    "nav a{display:inline-flex;align-items:center;min-block-size:2.75rem}"
    "a{color:#0b4f8a}"
    "label,legend{display:block;font-weight:600;padding:0}"
    ".hint{margin-block:0 .25rem;color:#444c56}"
    "input[type=text],select{inline-size:100%;min-block-size:2.75rem;padding:.5rem;font:inherit;color:inherit;"
    "background:#fff;border:1px solid #57606a;border-radius:4px}"
    "input[type=text]{font-family:'DejaVu Sans Mono',monospace;direction:ltr;text-align:start}"
    "p,fieldset,.field{margin-block:0 1.25rem}"
    "fieldset{border:0;padding:0;min-inline-size:0;margin-inline:0}"
    ".choice{display:flex;gap:.625rem;align-items:center;min-block-size:2.75rem;font-weight:400}"
    "input[type=radio]{inline-size:1.25rem;block-size:1.25rem;flex:none;margin:0}"
    "button{min-block-size:2.75rem;padding-inline:1.5rem;font:inherit;font-weight:600;color:#fff;background:#0b4f8a;"
    "border:0;border-radius:4px}"
    ":focus-visible{outline:3px solid #b35900;outline-offset:2px}"
    ".problem{border-inline-start:4px solid #a40e26;padding:.5rem .75rem;background:#fff1f2}"
    "@media(prefers-color-scheme:dark){body{color:#e6e9ed;background:#14181d}a{color:#8cc2f2}.hint{color:#b4bcc6}"
    "input[type=text],select{background:#1f252c;border-color:#8b949e}.problem{background:#3b1219}"
    "button{color:#08233c;background:#8cc2f2}}";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '&')
      out += "&amp;";
    else if (letter == '<')
      out += "&lt;";
    else if (letter == '>')
      out += "&gt;";
    else if (letter == '"')
      out += "&quot;";
    else
      out.push_back(letter);
  }
  return out;
}

class Writer {
 public:
  Writer(const Desk& desk, const std::string& language) : desk_{desk}, language_{language} {}

  std::string write(Shown shown) {
    out_ = fmt::format(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex, nofollow\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
        language_, is_right_to_left(language_) ? "rtl" : "ltr", text("title"), kStyle);
    write_languages();
    out_ += fmt::format("<main>\n<h1>{}</h1>\n", text("title"));
    if (shown == Shown::thanks)
      out_ += fmt::format("<p role=\"status\">{}</p>\n", text("thanks"));
    else
      write_form(shown == Shown::refused);
    return out_ + "</main>\n</body>\n</html>\n";
  }

 private:
  std::string text(std::string_view key) const {
    return escaped(desk_.catalogue.text(language_, fmt::format("answer-page.{}", key)));
  }

  void write_languages() {
    out_ += fmt::format("<nav aria-label=\"{}\">\n<ul>\n", text("languages"));
    for (const auto& other : languages_of(desk_.catalogue))
      out_ += fmt::format("<li><a href=\"{0}?language={1}\" hreflang=\"{1}\" lang=\"{1}\"{2}>{3}</a></li>\n", kPagePath,
                          other, other == language_ ? " aria-current=\"true\"" : "",
                          escaped(desk_.catalogue.text(other, "paper.language")));
    out_ += "</ul>\n</nav>\n";
  }

  void write_form(bool refused) {
    if (refused) out_ += fmt::format("<p class=\"problem\" role=\"alert\">{}</p>\n", text("refused"));
    out_ +=
        fmt::format("<p>{}</p>\n<form method=\"post\" action=\"{}\" autocomplete=\"off\">\n", text("lead"), kPagePath);
    out_ += fmt::format("<input type=\"hidden\" name=\"language\" value=\"{}\">\n", language_);
    write_input("reference", 20);
    write_input("code", 40);
    out_ += fmt::format("<fieldset>\n<legend>{}</legend>\n", text("answer"));
    for (const std::string_view answer : {"accept", "decline"})
      out_ += fmt::format(
          "<label class=\"choice\"><input type=\"radio\" name=\"answer\" value=\"{}\" required>{}</label>\n", answer,
          text(answer));
    out_ += "</fieldset>\n";
    write_reasons();
    out_ += fmt::format("<button type=\"submit\">{}</button>\n</form>\n", text("send"));
  }

  void write_input(std::string_view name, int length) {
    out_ += fmt::format(
        "<div class=\"field\">\n<label for=\"{0}\">{1}</label>\n<p class=\"hint\" id=\"{0}-hint\">{2}</p>\n<input "
        "type=\"text\" id=\"{0}\" name=\"{0}\" maxlength=\"{3}\" required aria-describedby=\"{0}-hint\" "
        "autocapitalize=\"characters\" spellcheck=\"false\">\n</div>\n",
        name, text(name), text(fmt::format("{}-hint", name)), length);
  }

  void write_reasons() {
    out_ += fmt::format(
        "<div class=\"field\">\n<label for=\"reason\">{}</label>\n<select id=\"reason\" name=\"reason\">\n<option "
        "value=\"\">{}</option>\n",
        text("reason"), text("no-reason"));
    if (const auto* reasons = desk_.pack.find_list(kDeclineReasons))
      for (const auto& reason : reasons->codes)
        out_ += fmt::format("<option value=\"{}\">{}</option>\n", escaped(reason.code),
                            escaped(pathway::label_in(reason.labels, language_)));
    out_ += "</select>\n</div>\n";
  }

  const Desk& desk_;
  const std::string& language_;
  std::string out_;
};

std::string policy() {
  const auto digest = crypto::sha256(view_of(kStyle));
  return fmt::format(
      "default-src 'none'; style-src 'sha256-{}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      to_base64(digest));
}

// "be;q=0.8" of the header, as thousandths.
int quality_of(std::string_view element) {
  const auto at = element.find("q=");
  if (at == element.npos) return 1000;
  const auto digits = element.substr(at + 2);
  if (digits.starts_with("1")) return 1000;
  int thousandths = 0, weight = 100;
  for (const char digit : digits.substr(std::min<std::size_t>(2, digits.size()), 3)) {
    if (digit < '0' || digit > '9') break;
    thousandths += (digit - '0') * weight;
    weight /= 10;
  }
  return thousandths;
}

std::string preferred(std::string_view header, const std::vector<std::string>& known) {
  std::string best = known.front();
  int best_quality = 0;
  while (!header.empty()) {
    auto element = header.substr(0, header.find(','));
    header.remove_prefix(std::min(header.size(), element.size() + 1));
    element.remove_prefix(std::min(element.find_first_not_of(' '), element.size()));
    const auto range = element.substr(0, element.find_first_of(";- "));
    const auto found = std::ranges::find(known, range);
    if (found == known.end() || quality_of(element) <= best_quality) continue;
    best = *found;
    best_quality = quality_of(element);
  }
  return best;
}

}  // namespace

http::Response page(const Desk& desk, const std::string& language, Shown shown) {
  http::Response out;
  out.status = shown == Shown::refused ? 422 : 200;
  out.content_type = "text/html; charset=utf-8";
  out.headers["Content-Security-Policy"] = policy();
  // Its own form says where it comes from, so that others' can be told from it; other sites learn nothing.
  out.headers["Referrer-Policy"] = "same-origin";
  out.headers["Content-Language"] = language;
  out.body = Writer{desk, language}.write(shown);
  return out;
}

std::string page_language(const Desk& desk, const std::optional<std::string>& asked, const http::Request& request) {
  auto known = languages_of(desk.catalogue);
  // The country's own first, for a browser that says nothing we know.
  std::stable_partition(known.begin(), known.end(), [&](const auto& one) {
    return !desk.pack.languages.empty() && one == desk.pack.languages.front();
  });
  if (asked && std::ranges::find(known, *asked) != known.end()) return *asked;
  return preferred(request.header("accept-language").value_or(""), known);
}

}  // namespace nrm::letters
