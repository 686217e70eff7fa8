// names.h
// This component provides names that SQL takes for columns that a file calls otherwise,
// to the drafting of a portfolio.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace credence::draft {

// Lower-case letters, digits and single underscores, starting with a letter; no word
// that an engine keeps for itself. `plain` is the name without accents; what has no
// letter or digit left becomes `otherwise`.
std::string sql_name(std::string_view plain, std::string_view otherwise);

// One name a column, in their order. Each is unlike the others and unlike what the
// program itself calls columns: application_id, and x_missing where x is a column.
std::vector<std::string> sql_names(const std::vector<std::string>& plain);

// `wanted`, or with a number behind it, so that it is none of `taken`.
std::string unlike(std::string wanted, const std::vector<std::string>& taken);

}  // namespace credence::draft
