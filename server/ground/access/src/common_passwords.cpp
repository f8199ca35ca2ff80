#include "common_passwords.hpp"

#include <array>

namespace nrm::access {
namespace {

constexpr std::array<std::string_view, 52> kLong{"correcthorsebatterystaple",
                                                 "thequickbrownfox",
                                                 "thequickbrownfoxjumpsoverthelazydog",
                                                 "passwordpassword",
                                                 "passwordpassword1",
                                                 "thisismypassword",
                                                 "thisismypassword1",
                                                 "thisisapassword",
                                                 "thisisnotapassword",
                                                 "mypasswordismypassword",
                                                 "iforgotmypassword",
                                                 "ihatepasswords",
                                                 "ihatepasswords1",
                                                 "letmeinletmeinletmein",
                                                 "letmeinplease123",
                                                 "iloveyouiloveyou",
                                                 "iloveyouforever",
                                                 "iloveyousomuch",
                                                 "iloveyousomuch1",
                                                 "iloveyou1234567",
                                                 "jesuschristislord",
                                                 "jesuslovesme123",
                                                 "godisgoodallthetime",
                                                 "ilovejesuschrist",
                                                 "maytheforcebewithyou",
                                                 "tobeornottobethatisthequestion",
                                                 "tobeornottobe123",
                                                 "supercalifragilisticexpialidocious",
                                                 "onceuponatimethere",
                                                 "administrator123",
                                                 "administrator1234",
                                                 "administratoradministrator",
                                                 "welcometotheworld",
                                                 "welcomewelcome1",
                                                 "qwertyuiopasdfghjkl",
                                                 "qwertyuiopasdfghjklzxcvbnm",
                                                 "qazwsxedcrfvtgb",
                                                 "qazwsxedcrfvtgbyhnujm",
                                                 "1qaz2wsx3edc4rfv",
                                                 "1qaz2wsx3edc4rfv5tgb",
                                                 "q1w2e3r4t5y6u7i8",
                                                 "q1w2e3r4t5y6u7i8o9p0",
                                                 "a1b2c3d4e5f6g7h8",
                                                 "abc123abc123abc",
                                                 "changemechangeme",
                                                 "changeme1234567",
                                                 "everythingwillbefine",
                                                 "onetwothreefourfive",
                                                 "parolparolparol",
                                                 "йцукенгшщзхъфывапролджэ",
                                                 "парольпарольпароль",
                                                 "япомнючудноемгновенье"};

constexpr std::array<std::string_view, 38> kPieces{
    "password", "passwort", "passw0rd", "p4ssword", "qwertyuiop", "qwerty",   "asdfghjkl", "asdfgh",
    "zxcvbnm",  "zxcvbn",   "letmein",  "welcome",  "iloveyou",   "admin",    "changeme",  "secret",
    "login",    "monkey",   "dragon",   "football", "sunshine",   "princess", "spring",    "summer",
    "autumn",   "winter",   "opennrm",  "referral", "пароль",     "йцукен",   "фывапр",    "ячсмить",
    "привет",   "любовь",   "parol",    "privet",   "trustno1",   "master"};

}  // namespace

std::span<const std::string_view> common_long_passwords() {
  return kLong;
}
std::span<const std::string_view> common_pieces() {
  return kPieces;
}

}  // namespace nrm::access
