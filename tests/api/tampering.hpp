// Every kind of stored bytes that a key or a signature protects, and how what it stands for is come by.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "walk.hpp"

namespace nrm::api {

// What the walk has made for the attempts: two cases of the officer's team and a referral that the provider has opened.
struct Subjects {
  Walk& walk;
  std::string case_id;
  std::string other_case;
  std::string referral;
};

struct Kind {
  std::string_view table;
  std::string_view column;
  std::function<std::string(const Subjects&)> where;  // SQL: the one row that is read
  std::function<bool(Subjects&)> is_shown;            // asks through the API for what the bytes stand for
};
const std::vector<Kind>& kinds();
// Columns of bytes that are no ciphertext, or are flipped by a test of their own: "table.column" and the reason.
const std::map<std::string_view, std::string_view>& without_flips();

}  // namespace nrm::api
