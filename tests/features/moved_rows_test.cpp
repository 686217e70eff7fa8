// Moving a raw input through the applicant's SQL, against the offline engine on tables
// in which the same cells were changed.
#include "features/moved_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "features/moved_values.h"
#include "features/movements.h"
#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

using portfolio::Direction;

constexpr const char* monotone = R"(
[monotone]
"loans.amount" = "increasing"
"instalments.days_late" = "increasing"
)";

std::vector<std::uint32_t> all_rows(const FeatureSet& set) {
  std::vector<std::uint32_t> rows(set.rows());
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

std::string moved_toml() { return std::string(small_bank_toml) + monotone; }

class MoveInputs : public testing::Test {
 protected:
  void SetUp() override {
    auto bank = open_small_bank(small_bank_features, loans_csv, moved_toml());
    ASSERT_TRUE(bank) << bank.error().message;
    bank_ = std::make_unique<SmallBank>(std::move(*bank));
    auto set = build(*bank_->engine, bank_->portfolio);
    ASSERT_TRUE(set) << set.error().message;
    set_ = std::move(*set);
  }
  std::vector<MovedInput> moved(const MoveOptions& options) {
    auto inputs =
        move_inputs(*bank_->engine, bank_->portfolio, set_, all_rows(set_), options);
    EXPECT_TRUE(inputs) << inputs.error().message;
    return inputs ? std::move(*inputs) : std::vector<MovedInput>{};
  }
  // The row of an application after a change to the tables, which is undone.
  table::Table features_after(const std::string& change, const std::string& undo,
                              const table::Value& application) {
    EXPECT_TRUE(bank_->engine->execute(change));
    const auto changed = build(*bank_->engine, bank_->portfolio);
    EXPECT_TRUE(changed) << changed.error().message;
    EXPECT_TRUE(bank_->engine->execute(undo));
    for (std::uint32_t row = 0; row < changed->rows(); ++row)
      if (changed->application_id.value(row) == application)
        return changed->features.take({row});
    return {};
  }
  void expect_same(const MovedInput& input, std::size_t row, const table::Table& wanted,
                   const std::string& what) {
    for (std::size_t f = 0; f < wanted.columns.size(); ++f)
      EXPECT_EQ(input.features.columns[f].value(row), wanted.columns[f].value(0))
          << what << ": " << wanted.columns[f].name;
  }

  std::unique_ptr<SmallBank> bank_;
  FeatureSet set_;
};

TEST_F(MoveInputs, GivesWhatTheOfflineEngineMakesOfTheSameCellsChanged) {
  const auto inputs = moved({.values = 3, .seed = 5});
  ASSERT_EQ(inputs.size(), 2u);
  const MovedInput& amount = inputs[0];
  EXPECT_EQ(amount.input.table, "loans");
  ASSERT_EQ(amount.applications(), 5u);
  ASSERT_EQ(amount.features.rows(), 5 * amount.values.size());
  for (std::size_t a = 0; a < amount.applications(); ++a) {
    const auto id = std::get<std::int64_t>(amount.application_id.value(a));
    const std::string where = fmt::format(" WHERE loan_id = {}", id);
    for (const std::size_t k : {std::size_t{0}, amount.values.size() - 1})
      expect_same(
          amount, a * amount.values.size() + k,
          features_after(
              fmt::format("UPDATE loans SET amount = {}{}", amount.values[k], where),
              fmt::format("UPDATE loans SET amount = {}{}", id * 100, where), id),
          fmt::format("loan {} with {}", id, amount.values[k]));
  }
}

// Of another table, the rows that were known alone, and only those with a value.
TEST_F(MoveInputs, MovesAllRowsOfTheApplicantWhereTheApplicationHasNone) {
  const auto inputs = moved({.seed = 5});
  const MovedInput& late = inputs[1];
  ASSERT_EQ(late.applications(), 2u);
  for (std::size_t a = 0; a < 2; ++a) {
    const auto id = std::get<std::int64_t>(late.application_id.value(a));
    EXPECT_TRUE(id == 2 || id == 5) << id;
    for (std::size_t k = 0; k < late.values.size(); ++k) {
      const std::size_t row = a * late.values.size() + k;
      EXPECT_EQ(late.features.columns[3].value(row),
                table::Value(static_cast<std::int64_t>(late.values[k])));
      // What is not made of the column stays as it was.
      const auto own = static_cast<std::size_t>(id - 1);
      for (const std::size_t f : {0, 1, 2})
        EXPECT_EQ(late.features.columns[f].value(row),
                  set_.features.columns[f].value(own));
    }
  }
}

TEST_F(MoveInputs, DrawsTheSameApplicationsForTheSameSeedOnAnyNumberOfThreads) {
  const auto ids = [&](const MoveOptions& options) {
    std::vector<table::Value> drawn;
    const auto inputs = moved(options);
    for (std::size_t a = 0; a < inputs[0].applications(); ++a)
      drawn.push_back(inputs[0].application_id.value(a));
    return drawn;
  };
  const auto drawn = ids({.applications = 2, .seed = 1, .threads = 1});
  EXPECT_EQ(drawn.size(), 2u);
  EXPECT_EQ(ids({.applications = 2, .seed = 1, .threads = 3}), drawn);
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 12; ++seed)
    differs = differs || ids({.applications = 2, .seed = seed}) != drawn;
  EXPECT_TRUE(differs);
}

TEST_F(MoveInputs, GivesNothingWhereThePortfolioNamesNoInput) {
  bank_->portfolio.monotone.clear();
  EXPECT_TRUE(moved({}).empty());
}

TEST_F(MoveInputs, NamesTheInputWhoseFeaturesCannotBeMade) {
  // The database of one applicant refuses what is beyond the column's bounds.
  auto& tables = bank_->portfolio.tables;
  for (auto& spec : tables)
    if (spec.name == "instalments") spec.most_rows = 0;
  const auto inputs =
      move_inputs(*bank_->engine, bank_->portfolio, set_, all_rows(set_), {});
  ASSERT_FALSE(inputs);
  EXPECT_TRUE(inputs.error().message.starts_with("moving loans.amount: "))
      << inputs.error().message;
}

portfolio::ColumnSpec spec(table::Type type, std::optional<double> minimum,
                           std::optional<double> maximum) {
  portfolio::ColumnSpec column;
  column.type = type;
  column.minimum = minimum;
  column.maximum = maximum;
  return column;
}

TEST(MovedValues, AreSpreadOverThoseThatOccurWithTheDeclaredBounds) {
  std::vector<double> present;
  for (int i = 0; i <= 100; ++i) present.push_back(100 - i);
  EXPECT_EQ(moved_values(spec(table::Type::real, {}, {}), present, "", 5),
            (std::vector<double>{0, 25, 50, 75, 100}));
  EXPECT_EQ(moved_values(spec(table::Type::real, -5.0, 200.0), present, "", 3),
            (std::vector<double>{-5, 0, 50, 100, 200}));
  EXPECT_EQ(moved_values(spec(table::Type::integer, {}, {}), std::vector<double>{7, 7},
                         "", 25),
            (std::vector<double>{7}));
  EXPECT_TRUE(moved_values(spec(table::Type::real, {}, {}), {}, "SELECT 1", 5).empty());
}

// A band that begins at 0.3 or ends with it is entered between two neighbours.
TEST(MovedValues, HoldEveryWrittenThresholdWithItsNeighbours) {
  const std::string sql =
      "CASE WHEN x < 0.3 THEN 'low' -- 0.7\n WHEN x > 12 THEN 1 END";
  EXPECT_EQ(moved_values(spec(table::Type::real, {}, {}), std::vector<double>{0.0, 0.9},
                         sql, 2),
            (std::vector<double>{0, std::nextafter(0.3, 0), 0.3, std::nextafter(0.3, 1),
                                 0.9}));
  EXPECT_EQ(moved_values(spec(table::Type::integer, {}, {}),
                         std::vector<double>{10, 40}, sql, 2),
            (std::vector<double>{10, 11, 12, 13, 40}));
  // Where nothing occurs, no band is looked for.
  EXPECT_EQ(moved_values(spec(table::Type::integer, 0.0, 100.0),
                         std::vector<double>{20, 40}, sql, 2),
            (std::vector<double>{0, 20, 40, 100}));
}

// One application, its features as given for ascending values.
TEST(MovementsOf, TellHowEachFeatureMoves) {
  using table::Value;
  const auto text = [](const char* t) { return Value(std::string(t)); };
  struct Case {
    portfolio::Kind kind;
    std::vector<Value> values;
    Movement movement;
  };
  using enum portfolio::Kind;
  const std::vector<Case> cases = {
      {number, {1.0, 1.0, 1.0}, Movement::none},
      {number, {1.0, 1.0, 2.0}, Movement::up},
      {number, {3.0, 2.0, 2.0}, Movement::down},
      {number, {3.0, 2.0, 4.0}, Movement::both},
      {number, {Value{}, Value{}, Value{}}, Movement::none},
      {number, {1.0, Value{}, 2.0}, Movement::unordered},
      {ordinal, {text("low"), text("middle"), text("high")}, Movement::up},
      {ordinal, {text("high"), text("high"), text("low")}, Movement::down},
      {ordinal, {text("low"), text("other"), text("other")}, Movement::unordered},
      {nominal, {text("a"), text("a"), text("a")}, Movement::none},
      {nominal, {text("a"), text("b"), text("b")}, Movement::unordered},
  };
  portfolio::Portfolio portfolio;
  MovedInput moved{{}, {1, 2, 3}, {}, {}};
  for (const Case& c : cases) {
    portfolio::Feature feature;
    feature.kind = c.kind;
    feature.order = {"low", "middle", "high"};
    portfolio.features.push_back(feature);
    table::Column column;
    column.type = c.kind == number ? table::Type::real : table::Type::text;
    // The same application twice: the step from one to the next is none.
    for (int twice = 0; twice < 2; ++twice)
      for (const Value& value : c.values) column.append(value);
    moved.features.columns.push_back(column);
  }
  const auto movements = movements_of(moved, portfolio);
  for (std::size_t i = 0; i < cases.size(); ++i)
    EXPECT_EQ(static_cast<int>(movements[i]), static_cast<int>(cases[i].movement)) << i;
}

}  // namespace
}  // namespace credence::features
