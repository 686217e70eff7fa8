#include "prepare/directions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/prepare/sample.h"

namespace credence::prepare {
namespace {

using portfolio::Direction;

portfolio::Feature& feature_of(portfolio::Portfolio& portfolio, std::string_view name) {
  return *std::ranges::find(portfolio.features, name, &portfolio::Feature::name);
}

// By matrix column; rows miss values, so that there are indicators.
std::map<std::string, int> directions_by_name(const portfolio::Portfolio& portfolio) {
  Random random(4);
  Table table;
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 200; ++i) rows.push_back(random_row(random, 0.2));
  const Type types[] = {Type::integer, Type::integer, Type::real,   Type::integer,
                        Type::text,    Type::text,    Type::integer};
  for (std::size_t f = 0; f < portfolio.features.size(); ++f) {
    std::vector<Value> values;
    for (const auto& row : rows) values.push_back(row[f]);
    table.columns.push_back(column(portfolio.features[f].name, types[f], values));
  }
  const auto pipeline = Pipeline::fit(portfolio, table, all_rows(200), {});
  EXPECT_TRUE(pipeline) << pipeline.error().message;
  const auto directions = directions_of(*pipeline, portfolio);
  EXPECT_EQ(directions.size(), pipeline->names().size());
  std::map<std::string, int> by_name;
  for (std::size_t j = 0; j < directions.size(); ++j)
    by_name[pipeline->names()[j]] = directions[j];
  return by_name;
}

TEST(DirectionsOf, AreThoseOfTheFeatureInItsValueAndItsLogarithmAlone) {
  portfolio::Portfolio portfolio = sample_portfolio();
  feature_of(portfolio, "income").direction = Direction::decreasing;
  feature_of(portfolio, "is_secured").direction = Direction::decreasing;
  feature_of(portfolio, "education").direction = Direction::increasing;
  const std::map<std::string, int> wanted = {
      {"income", -1}, {"log_income", -1}, {"is_secured", -1}, {"education", 1}};
  const auto found = directions_by_name(portfolio);
  EXPECT_TRUE(found.contains("income_missing"));
  EXPECT_TRUE(found.contains("education_missing"));
  EXPECT_TRUE(found.contains("loan_type=Home"));
  for (const auto& [name, direction] : found)
    EXPECT_EQ(direction, wanted.contains(name) ? wanted.at(name) : 0) << name;
}

TEST(DirectionsOf, AreAllNoneWhereThePortfolioDeclaresNone) {
  for (const auto& [name, direction] : directions_by_name(sample_portfolio()))
    EXPECT_EQ(direction, 0) << name;
}

}  // namespace
}  // namespace credence::prepare
