// sample.h
// This component provides a portfolio and feature tables built by hand, to the tests of
// the preparation.
#pragma once

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "portfolio/portfolio.h"
#include "table/table.h"

namespace credence::prepare {

using portfolio::Kind;
using portfolio::Scaling;
using table::Column;
using table::Table;
using table::Type;
using table::Value;
using Rows = std::vector<std::uint32_t>;

inline Rows all_rows(std::size_t count) {
  Rows rows(count);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

inline portfolio::Feature feature(std::string name, Kind kind,
                                  Scaling scaling = Scaling::none,
                                  std::vector<std::string> order = {}) {
  portfolio::Feature made;
  made.name = std::move(name);
  made.kind = kind;
  made.scaling = scaling;
  made.order = std::move(order);
  return made;
}

inline Column column(std::string name, Type type, const std::vector<Value>& values) {
  Column made;
  made.name = std::move(name);
  made.type = type;
  for (const Value& value : values) made.append(value);
  return made;
}

inline portfolio::Portfolio sample_portfolio() {
  portfolio::Portfolio portfolio;
  portfolio.features = {
      feature("age", Kind::number, Scaling::standard),
      feature("income", Kind::number, Scaling::robust),
      feature("score", Kind::number, Scaling::standard),
      feature("is_secured", Kind::flag),
      feature("education", Kind::ordinal, Scaling::standard,
              {"None", "School", "Master"}),
      feature("loan_type", Kind::nominal),
      feature("region", Kind::nominal),
  };
  portfolio.logarithms = {{"log_income", "income", Scaling::standard}};
  return portfolio;
}

inline Value text_of(const char* text) { return std::string(text); }

// One value of each of the portfolio's features, missing with the given chance.
inline std::vector<Value> random_row(Random& random, double missing) {
  const char* const education[] = {"None", "School", "Master"};
  const char* const loan_type[] = {"Personal", "Home", "Auto"};
  std::vector<Value> row{
      std::int64_t(18 + random.below(50)), std::int64_t(random.below(100'000'000)),
      random.normal() * 100 + 650,         std::int64_t(random.below(2)),
      text_of(education[random.below(3)]), text_of(loan_type[random.below(3)]),
      std::int64_t(random.below(4))};
  for (Value& value : row)
    if (random.chance(missing)) value = {};
  return row;
}

inline Table table_of(const std::vector<std::vector<Value>>& rows) {
  const Type types[] = {Type::integer, Type::integer, Type::real,   Type::integer,
                        Type::text,    Type::text,    Type::integer};
  Table table;
  const portfolio::Portfolio portfolio = sample_portfolio();
  for (std::size_t place = 0; place < portfolio.features.size(); ++place) {
    Column& made = table.columns.emplace_back();
    made.name = portfolio.features[place].name;
    made.type = types[place];
    for (const auto& row : rows) made.append(row[place]);
  }
  return table;
}

inline Table random_table(std::size_t rows, double missing, Random& random) {
  std::vector<std::vector<Value>> values;
  for (std::size_t i = 0; i < rows; ++i) values.push_back(random_row(random, missing));
  return table_of(values);
}

}  // namespace credence::prepare
