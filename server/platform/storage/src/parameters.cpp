#include "parameters.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "nrm/kernel/text.hpp"
#include "statement_text.hpp"

namespace nrm::storage {
namespace {

const Value& value_of(std::string_view name, const Params& params, std::string_view sql) {
  const auto named = [&](const Param& param) { return param.name == name; };
  const auto found = std::find_if(params.begin(), params.end(), named);
  if (found == params.end()) fail_statement(fmt::format("parameter ${} is not given", name), sql);
  if (std::find_if(found + 1, params.end(), named) != params.end())
    fail_statement(fmt::format("parameter ${} is given twice", name), sql);
  return found->value;
}

void check_text(std::string_view name, const Value& value, std::string_view sql) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return;
  if (text->find('\0') != std::string::npos || !is_valid_utf8(*text))
    fail_statement(fmt::format("parameter ${} is not UTF-8 without NUL", name), sql);
}

}  // namespace

void fail_statement(std::string_view what, std::string_view sql) {
  throw std::logic_error{fmt::format("SQL: {} in: {}", what, sql)};
}

std::vector<const Value*> match_parameters(const std::vector<std::string>& names, const Params& params,
                                           std::string_view sql) {
  std::vector<const Value*> out;
  out.reserve(names.size());
  for (const auto& name : names) {
    out.push_back(&value_of(name, params, sql));
    check_text(name, *out.back(), sql);
  }
  for (const auto& param : params)
    if (std::find(names.begin(), names.end(), param.name) == names.end())
      fail_statement(fmt::format("parameter ${} is given but not used", param.name), sql);
  return out;
}

void check_statement(std::string_view sql, bool may_write) {
  const auto kind = kind_of(sql);
  if (kind == StatementKind::control) fail_statement("transactions are not a behaviour's to control", sql);
  if (!may_write && kind != StatementKind::select && kind != StatementKind::with)
    fail_statement("a reader cannot write", sql);
}

}  // namespace nrm::storage
