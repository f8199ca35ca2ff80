#include "telling_words.hpp"

#include <unicode/unistr.h>

#include <array>

namespace nrm::letters {
namespace {

// Beginnings of words, so that every ending is caught. In lower case.
constexpr auto kStems = std::to_array<std::string_view>({
    // English
    "traffick",
    "victim",
    "exploit",
    "slave",
    "prostitut",
    "sex work",
    "sexual",
    "forced lab",
    "forced marriage",
    "pimp",
    "brothel",
    // Russian
    "торговл",
    "трафик",
    "траффик",
    "жертв",
    "эксплуатац",
    "рабств",
    "проститу",
    "сексуал",
    "принудит",
    "невольн",
    "сутен",
    "бордел",
    "потерпевш",
    // Belarusian
    "гандл",
    "трафік",
    "ахвяр",
    "эксплуатац",
    "рабств",
    "прастыту",
    "сэксуал",
    "прымусов",
    "нявольн",
    "пацярпел",
    // Arabic
    "الاتجار",
    "اتجار",
    "ضحية",
    "ضحايا",
    "استغلال",
    "دعارة",
    "بغاء",
    "استرقاق",
    "عبودية",
    "جنسي",
    // Chinese
    "贩运",
    "贩卖",
    "人口贩",
    "受害",
    "被害",
    "剥削",
    "卖淫",
    "奴役",
    "强迫劳动",
    "性工作",
    // Spanish
    "trata de",
    "víctima",
    "victima",
    "explotaci",
    "prostituci",
    "esclav",
    "tráfico",
    "trafico",
    "trabajo forzoso",
});

}  // namespace

std::optional<std::string_view> find_telling_word(std::string_view text) {
  std::string folded;
  icu::UnicodeString::fromUTF8(text).foldCase().toUTF8String(folded);
  for (const auto stem : kStems)
    if (folded.find(stem) != std::string::npos) return stem;
  return std::nullopt;
}

}  // namespace nrm::letters
