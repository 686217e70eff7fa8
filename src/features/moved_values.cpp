#include "features/moved_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <set>

#include "portfolio/sql_tokens.h"

namespace credence::features {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Of a portfolio that was read, so that its SQL has tokens.
std::vector<double> written_numbers(std::string_view sql) {
  std::vector<double> numbers;
  const auto tokens = portfolio::tokens_of(sql);
  if (!tokens) return numbers;
  for (const portfolio::SqlToken& token : *tokens) {
    if (token.kind != portfolio::SqlKind::number) continue;
    double number = 0;
    const char* end = token.text.data() + token.text.size();
    if (std::from_chars(token.text.data(), end, number).ptr == end)
      numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

std::vector<double> moved_values(const portfolio::ColumnSpec& column,
                                 std::span<const double> present,
                                 std::string_view features_sql, std::size_t count) {
  const std::set<double> distinct(present.begin(), present.end());
  const std::vector<double> ranked(distinct.begin(), distinct.end());
  std::set<double> values;
  for (std::size_t i = 0; i < count && !ranked.empty(); ++i)
    values.insert(ranked[i * (ranked.size() - 1) / (count > 1 ? count - 1 : 1)]);
  for (const auto& bound : {column.minimum, column.maximum})
    if (bound) values.insert(*bound);
  if (ranked.empty()) return {values.begin(), values.end()};
  const bool whole = column.type == table::Type::integer;
  const double least = ranked.front(), greatest = ranked.back();
  for (const double number : written_numbers(features_sql)) {
    const double nearest = whole ? std::floor(number) : number;
    for (const double value :
         {whole ? nearest - 1 : std::nextafter(nearest, -infinity), nearest,
          whole ? nearest + 1 : std::nextafter(nearest, infinity)})
      if (value >= least && value <= greatest) values.insert(value);
  }
  return {values.begin(), values.end()};
}

}  // namespace credence::features
