#include "prepare/pipeline.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "tests/prepare/sample.h"

namespace credence::prepare {
namespace {

Pipeline fitted(const portfolio::Portfolio& portfolio, const Table& features,
                const Rows& rows, const FitOptions& options = {}) {
  auto pipeline = Pipeline::fit(portfolio, features, rows, options);
  EXPECT_TRUE(pipeline.has_value()) << pipeline.error().message;
  return std::move(pipeline).value();
}

// A portfolio of one feature and its table.
struct One {
  portfolio::Portfolio portfolio;
  Table table;

  One(portfolio::Feature feature, Type type, const std::vector<Value>& values) {
    table.columns.push_back(column(feature.name, type, values));
    portfolio.features.push_back(std::move(feature));
  }
  std::string error() const {
    const auto result =
        Pipeline::fit(portfolio, table, all_rows(table.rows()), FitOptions{});
    return result ? "no error" : result.error().message;
  }
  Pipeline fit() const { return fitted(portfolio, table, all_rows(table.rows())); }
};

std::vector<double> row_of(const Pipeline& pipeline, const std::vector<Value>& values,
                           Form form) {
  std::vector<double> row(pipeline.names().size(), -99);
  pipeline.transform(values, form, row);
  return row;
}

std::vector<std::uint64_t> bits_of(std::span<const double> numbers) {
  std::vector<std::uint64_t> bits;
  for (const double x : numbers) bits.push_back(std::bit_cast<std::uint64_t>(x));
  return bits;
}

Value value_of(const Json& json) {
  if (json.is_null()) return {};
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  return json.get<double>();
}

Type type_of(const std::vector<Value>& values) {
  for (const Value& value : values) {
    if (std::holds_alternative<std::string>(value)) return Type::text;
    if (std::holds_alternative<double>(value)) return Type::real;
  }
  return Type::integer;
}

template <class Enum>
Enum choice(const std::string& name,
            std::initializer_list<std::pair<const char*, Enum>> all) {
  for (const auto& [each, value] : all)
    if (name == each) return value;
  ADD_FAILURE() << name;
  return {};
}

Scaling scaling_of(const std::string& name) {
  return choice<Scaling>(name, {{"none", Scaling::none},
                                {"standard", Scaling::standard},
                                {"robust", Scaling::robust}});
}

void expect_equal(const table::Matrix& matrix, const Json& golden) {
  ASSERT_EQ(matrix.rows, golden.size());
  for (std::size_t i = 0; i < matrix.rows; ++i)
    for (std::size_t j = 0; j < matrix.columns(); ++j) {
      const double expected = golden[i][j].get<double>();
      EXPECT_NEAR(matrix.row(i)[j], expected, 1e-12 * std::max(1.0, std::abs(expected)))
          << "row " << i << ", column " << matrix.names[j];
    }
}

}  // namespace

// tests/oracle/prepare.py: SimpleImputer, MissingIndicator, OrdinalEncoder,
// OneHotEncoder, StandardScaler, RobustScaler and log1p on the same rows.
TEST(Pipeline, EqualsScikitLearn) {
  const Json golden =
      *parse_json(*read_file("tests/prepare/golden/pipeline.json"), "pipeline.json");
  portfolio::Portfolio portfolio;
  Table table;
  for (const Json& each : golden["features"]) {
    const auto name = each["name"].get<std::string>();
    const auto kind =
        choice<Kind>(each["kind"].get<std::string>(), {{"number", Kind::number},
                                                       {"flag", Kind::flag},
                                                       {"ordinal", Kind::ordinal},
                                                       {"nominal", Kind::nominal}});
    portfolio.features.push_back(
        feature(name, kind, scaling_of(each["scaling"].get<std::string>())));
    if (kind == Kind::ordinal)
      portfolio.features.back().order =
          golden["education"].get<std::vector<std::string>>();
    if (const Json& log = each["logarithm"]; !log.is_null())
      portfolio.logarithms.push_back(
          {log[0].get<std::string>(), name, scaling_of(log[1].get<std::string>())});
    std::vector<Value> values;
    for (const Json& value : golden["columns"][name]) values.push_back(value_of(value));
    table.columns.push_back(column(name, type_of(values), values));
  }
  const Rows train = all_rows(golden["fit_rows"].get<std::size_t>());
  const Pipeline pipeline = fitted(portfolio, table, train);
  EXPECT_EQ(pipeline.names(), golden["names"].get<std::vector<std::string>>());
  const Rows rows = all_rows(table.rows());
  expect_equal(pipeline.transform(table, rows, Form::unscaled), golden["unscaled"]);
  expect_equal(pipeline.transform(table, rows, Form::scaled), golden["scaled"]);
}

TEST(Pipeline, GivesASingleRowTheBitsOfItsMatrixRow) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const Table table =
        random_table(130, *rc::gen::elementOf(std::vector{0.05, 0.5}), random);
    const auto pipeline =
        Pipeline::fit(sample_portfolio(), table, all_rows(80), FitOptions{});
    RC_ASSERT(pipeline.has_value());
    for (const Form form : {Form::unscaled, Form::scaled}) {
      const table::Matrix matrix = pipeline->transform(table, all_rows(130), form);
      RC_ASSERT(matrix.names == pipeline->names());
      for (std::uint32_t i = 0; i < 130; ++i) {
        std::vector<Value> values;
        for (const Column& each : table.columns) values.push_back(each.value(i));
        RC_ASSERT(bits_of(row_of(*pipeline, values, form)) == bits_of(matrix.row(i)));
      }
    }
  }));
}

TEST(Pipeline, LearnsNothingFromOtherRowsButThatAValueMayBeMissing) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    std::vector<std::vector<Value>> rows;
    for (int i = 0; i < 60; ++i) rows.push_back(random_row(random, 0.2));
    const Table before = table_of(rows);
    for (int i = 40; i < 60; ++i) rows[std::size_t(i)] = random_row(random, 0.2);
    const Table after = table_of(rows);
    const auto pipeline_of = [&](const Table& table) {
      auto steps = Pipeline::fit(sample_portfolio(), table, all_rows(40), {})->steps();
      for (Step& step : steps) step.missing_seen = false;
      return steps;
    };
    RC_ASSERT(pipeline_of(before) == pipeline_of(after));
  }));
}

TEST(Pipeline, TakesTheRowsAskedForInTheirOrder) {
  Random random(1);
  const Table table = random_table(100, 0.1, random);
  const Pipeline pipeline = fitted(sample_portfolio(), table, all_rows(100));
  const table::Matrix all = pipeline.transform(table, all_rows(100), Form::scaled);
  const table::Matrix some = pipeline.transform(table, Rows{70, 3, 99}, Form::scaled);
  ASSERT_EQ(some.rows, 3u);
  EXPECT_EQ(bits_of(some.row(0)), bits_of(all.row(70)));
  EXPECT_EQ(bits_of(some.row(1)), bits_of(all.row(3)));
  EXPECT_EQ(bits_of(some.row(2)), bits_of(all.row(99)));
}

TEST(Pipeline, KnowsTheStepOfEveryColumn) {
  Random random(2);
  const Table table = random_table(100, 0.2, random);
  const Pipeline pipeline = fitted(sample_portfolio(), table, all_rows(100));
  ASSERT_EQ(pipeline.step_of_column().size(), pipeline.names().size());
  std::vector<std::string> names;
  for (std::uint32_t s = 0; s < pipeline.steps().size(); ++s)
    for (const std::string& name : columns_of(pipeline.steps()[s])) {
      EXPECT_EQ(pipeline.step_of_column()[names.size()], s) << name;
      names.push_back(name);
    }
  EXPECT_EQ(names, pipeline.names());
}

TEST(Pipeline, FillsWithTheMedianOfTheMiddleTwo) {
  const One one(feature("x", Kind::number), Type::integer,
                {Value(std::int64_t{9}), Value(std::int64_t{1}), Value(std::int64_t{4}),
                 Value(std::int64_t{2}), Value()});
  EXPECT_EQ(one.fit().steps()[0].fill, 3);
  EXPECT_EQ(row_of(one.fit(), {Value()}, Form::unscaled), (std::vector<double>{1, 3}));
}

TEST(Pipeline, FillsCategoriesWithTheModeAndTiesWithTheSmallestText) {
  const std::vector<Value> values{text_of("b"), text_of("a"), text_of("c"),
                                  text_of("b"), text_of("a"), Value()};
  const One nominal(feature("x", Kind::nominal), Type::text, values);
  EXPECT_EQ(nominal.fit().steps()[0].fill_text, "a");
  const One ordinal(feature("x", Kind::ordinal, Scaling::none, {"c", "b", "a"}),
                    Type::text, values);
  EXPECT_EQ(ordinal.fit().steps()[0].fill_text, "a");
  EXPECT_EQ(row_of(ordinal.fit(), {Value()}, Form::unscaled),
            (std::vector<double>{1, 2}));
  const One flag(feature("x", Kind::flag), Type::integer,
                 {Value(std::int64_t{1}), Value(std::int64_t{0}), Value()});
  EXPECT_EQ(flag.fit().steps()[0].fill, 0);
}

TEST(Pipeline, EncodesUnseenCategoriesAsMinusOneOrAllZeros) {
  Random random(3);
  const Table table = random_table(100, 0, random);
  const Pipeline pipeline = fitted(sample_portfolio(), table, all_rows(100));
  std::vector<Value> row = random_row(random, 0);
  row[4] = text_of("Doctor");
  row[5] = text_of("Yacht");
  row[6] = std::int64_t{77};
  const std::vector<double> encoded = row_of(pipeline, row, Form::unscaled);
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const std::string& name = pipeline.names()[i];
    const bool one_hot = name.starts_with("loan_type=") || name.starts_with("region=");
    if (name == "education" || one_hot) {
      EXPECT_EQ(encoded[i], one_hot ? 0 : -1) << name;
    }
  }
  EXPECT_EQ(pipeline.names().size(), 6u + 3u + 4u);
}

TEST(Pipeline, ReadsACategoryAlikeFromTextIntegerAndReal) {
  const One one(feature("code", Kind::nominal), Type::real,
                {Value(1.0), Value(2.0), Value(2.5), Value(2.0)});
  EXPECT_EQ(one.fit().names(),
            (std::vector<std::string>{"code=1", "code=2", "code=2.5"}));
  const std::vector<double> two{0, 1, 0};
  EXPECT_EQ(row_of(one.fit(), {Value(2.0)}, Form::unscaled), two);
  EXPECT_EQ(row_of(one.fit(), {Value(std::int64_t{2})}, Form::unscaled), two);
  EXPECT_EQ(row_of(one.fit(), {text_of("2")}, Form::unscaled), two);
}

TEST(Pipeline, HasColumnsForDeclaredCategoriesThatOccurInDeclaredOrder) {
  const One one(feature("type", Kind::nominal, Scaling::none, {"Home", "Gold", "Auto"}),
                Type::text, {text_of("Auto"), text_of("Home"), text_of("Auto")});
  EXPECT_EQ(one.fit().names(), (std::vector<std::string>{"type=Home", "type=Auto"}));
}

TEST(Pipeline, MakesAnIndicatorOnlyWhereTrainingRowsDiffer) {
  Table table;
  const Value one = std::int64_t{1}, two = std::int64_t{2};
  table.columns = {column("never", Type::integer, {one, two, one, two}),
                   column("later", Type::integer, {one, two, one, {}}),
                   column("here", Type::integer, {one, two, {}, one}),
                   column("always", Type::integer, {{}, {}, {}, one})};
  portfolio::Portfolio portfolio;
  for (const Column& each : table.columns)
    portfolio.features.push_back(feature(each.name, Kind::number));
  const Pipeline pipeline = fitted(portfolio, table, all_rows(3));
  EXPECT_EQ(pipeline.names(),
            (std::vector<std::string>{"never", "later", "here_missing", "here"}));
  ASSERT_EQ(pipeline.steps().size(), 3u);
  EXPECT_FALSE(pipeline.steps()[0].missing_seen);
  EXPECT_TRUE(pipeline.steps()[1].missing_seen);
  EXPECT_TRUE(pipeline.steps()[2].missing_seen);
  EXPECT_DOUBLE_EQ(pipeline.steps()[2].missing_share, 1.0 / 3);
  EXPECT_EQ(
      pipeline.dropped(),
      (std::vector<Pipeline::Dropped>{{"always", "missing in every training row"}}));
}

TEST(Pipeline, SharesOneIndicatorAmongFeaturesMissingTogether) {
  Table table;
  const Value one = std::int64_t{1}, two = std::int64_t{2};
  table.columns = {column("score", Type::integer, {one, {}, two, {}}),
                   column("other", Type::integer, {one, two, {}, {}}),
                   column("enquiries", Type::integer, {two, {}, one, {}})};
  portfolio::Portfolio portfolio;
  for (const Column& each : table.columns)
    portfolio.features.push_back(feature(each.name, Kind::number));
  const Pipeline pipeline = fitted(portfolio, table, all_rows(4));
  EXPECT_EQ(pipeline.names(),
            (std::vector<std::string>{"score_missing", "score", "other_missing",
                                      "other", "enquiries"}));
  EXPECT_EQ(pipeline.steps()[2].indicator_shared_with, "score");
}

TEST(Pipeline, LeavesOutWhatSaysNothingAndSaysWhy) {
  Table table;
  const Value five = std::int64_t{5}, one = std::int64_t{1}, two = std::int64_t{2};
  table.columns = {
      column("constant", Type::integer, {five, five, five}),
      column("empty", Type::real, {{}, {}, {}}),
      column("present", Type::integer, {five, {}, five}),
      column("copy", Type::integer, {one, {}, one}),
      column("gender", Type::text, {text_of("F"), text_of("M"), text_of("F")}),
      column("same", Type::text, {text_of("A"), text_of("A"), text_of("A")}),
      column("useful", Type::integer, {one, two, one})};
  portfolio::Portfolio portfolio;
  for (const Column& each : table.columns)
    portfolio.features.push_back(
        feature(each.name, each.type == Type::text ? Kind::nominal : Kind::number));
  portfolio.features[4].is_protected = true;
  portfolio.logarithms = {{"log_constant", "constant", Scaling::none}};
  const Pipeline pipeline = fitted(portfolio, table, all_rows(3));
  EXPECT_EQ(pipeline.names(), (std::vector<std::string>{"present_missing", "useful"}));
  EXPECT_EQ(pipeline.dropped(),
            (std::vector<Pipeline::Dropped>{
                {"constant", "constant: 5"},
                {"log_constant", "logarithm of constant, which is left out"},
                {"empty", "missing in every training row"},
                {"present", "constant: 5; only its missing indicator is kept"},
                {"copy", "constant: 1; missing in the same rows as present"},
                {"gender", "protected: kept for fairness reports, not given to models"},
                {"same", "constant: A"}}));
  const Pipeline with_protected =
      fitted(portfolio, table, all_rows(3), {.use_protected = true});
  EXPECT_EQ(
      with_protected.names(),
      (std::vector<std::string>{"present_missing", "gender=F", "gender=M", "useful"}));
}

TEST(Pipeline, LeavesOutANameLikeFeatureOfThousandsOfCategories) {
  std::vector<Value> values;
  for (int i = 0; i <= 1000; ++i) values.push_back(std::to_string(i));
  const One one(feature("name", Kind::nominal), Type::text, values);
  EXPECT_EQ(
      one.error(),
      "no feature is left to learn from (name: 1001 categories, which is more than the "
      "1000 that are encoded); give more data or features");
}

TEST(Pipeline, RefusesValuesThatDoNotFitTheirDeclaration) {
  const Value one = std::int64_t{1}, two = std::int64_t{2};
  EXPECT_EQ(
      One(feature("x", Kind::number), Type::text, {text_of("1"), text_of("2")}).error(),
      "feature x is declared a number, but features.sql gives text; expected a number: "
      "declare it nominal or ordinal in portfolio.toml, or CAST it in features.sql");
  EXPECT_EQ(
      One(feature("x", Kind::number), Type::real,
          {Value(1.0), Value(std::numeric_limits<double>::infinity())})
          .error(),
      "feature x is inf in a training row; expected a finite number or NULL: guard its "
      "division in features.sql with NULLIF");
  EXPECT_EQ(
      One(feature("x", Kind::flag), Type::integer, {one, two}).error(),
      "feature x is declared a flag, but is 2 in a training row; expected 0 or 1: "
      "correct features.sql, or take it out of flags in portfolio.toml");
  One negative(feature("x", Kind::number), Type::integer,
               {one, Value(std::int64_t{-3})});
  negative.portfolio.logarithms = {{"log_x", "x", Scaling::none}};
  EXPECT_EQ(
      negative.error(),
      "feature x is -3 in a training row, but log_x is declared as its logarithm, "
      "log(1 + x); expected 0 or more: correct features.sql, or take the logarithm out "
      "of portfolio.toml");
  One categories(feature("x", Kind::nominal), Type::text, {text_of("a"), text_of("b")});
  categories.portfolio.logarithms = {{"log_x", "x", Scaling::none}};
  EXPECT_EQ(
      categories.error(),
      "log_x is declared as the logarithm of x, which is nominal; expected a number: "
      "take the logarithm out of portfolio.toml");
  EXPECT_EQ(
      One(feature("x", Kind::ordinal, Scaling::none, {"low", "high"}), Type::text,
          {text_of("low"), text_of("middle"), text_of("high")})
          .error(),
      "feature x is \"middle\" in 1 training row; expected one of its declared "
      "categories (low, high): add it in portfolio.toml, or correct features.sql");
  EXPECT_EQ(
      One(feature("x", Kind::nominal), Type::text, {text_of("a"), text_of("\xff")})
          .error(),
      "feature x has a category that is not valid UTF-8 text in 1 training row; "
      "convert "
      "the raw data to UTF-8");
}

TEST(Pipeline, RefusesToFitOnNothing) {
  One one(feature("x", Kind::number), Type::integer,
          {Value(std::int64_t{1}), Value(std::int64_t{1})});
  EXPECT_EQ(
      one.error(),
      "no feature is left to learn from (x: constant: 1); give more data or features");
  const auto no_rows = Pipeline::fit(one.portfolio, one.table, {}, FitOptions{});
  EXPECT_EQ(no_rows.error().message,
            "there are no training rows to fit the preparation on");
  one.portfolio.features.push_back(feature("y", Kind::number));
  EXPECT_EQ(one.error(),
            "the feature table has no column y, which portfolio.toml declares");
}

TEST(Pipeline, RefusesTwoMatrixColumnsOfOneName) {
  Table table;
  const Value one = std::int64_t{1}, two = std::int64_t{2};
  table.columns = {column("x_missing", Type::integer, {one, two, one}),
                   column("x", Type::integer, {one, {}, two})};
  portfolio::Portfolio portfolio;
  for (const Column& each : table.columns)
    portfolio.features.push_back(feature(each.name, Kind::number));
  const auto result = Pipeline::fit(portfolio, table, all_rows(3), FitOptions{});
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(
      result.error().message,
      "feature x would make a second matrix column named x_missing; rename the feature "
      "in features.sql");
}

TEST(Pipeline, CountsANegativeNumberAsZeroForALogarithmOnly) {
  One one(feature("x", Kind::number), Type::integer,
          {Value(std::int64_t{0}), Value(std::int64_t{9})});
  one.portfolio.logarithms = {{"log_x", "x", Scaling::none}};
  EXPECT_EQ(row_of(one.fit(), {Value(std::int64_t{-7})}, Form::unscaled),
            (std::vector<double>{-7, 0}));
}

TEST(Pipeline, MakesFiniteNumbersOfOddValues) {
  Random random(4);
  const Table table = random_table(100, 0.2, random);
  const Pipeline pipeline = fitted(sample_portfolio(), table, all_rows(100));
  const std::vector<Value> odd{Value(),
                               Value(std::numeric_limits<double>::infinity()),
                               text_of("text"),
                               Value(1e308),
                               Value(-1e308),
                               Value(std::numeric_limits<double>::quiet_NaN()),
                               Value(std::int64_t{1}),
                               Value(std::numeric_limits<std::int64_t>::min())};
  for (const Value& value : odd)
    for (std::size_t place = 0; place < 7; ++place) {
      std::vector<Value> row = random_row(random, 0);
      row[place] = value;
      for (const Form form : {Form::unscaled, Form::scaled})
        for (const double x : row_of(pipeline, row, form))
          EXPECT_TRUE(std::isfinite(x));
    }
}

TEST(Pipeline, ChecksThatARowIsOneTheModelCanKnowAbout) {
  const One one(feature("x", Kind::number), Type::real, {Value(1.0), Value(2.0)});
  const Pipeline pipeline = one.fit();
  const auto error_of = [&](const std::vector<Value>& row) {
    const auto result = pipeline.check(row);
    return result ? "fine" : result.error().message;
  };
  EXPECT_EQ(error_of({Value(1.5)}), "fine");
  EXPECT_EQ(error_of({Value(std::int64_t{1})}), "fine");
  EXPECT_EQ(error_of({Value()}),
            "feature x is missing; it never was in the training data, so the model "
            "cannot say "
            "what that means: give the values that it is made from");
  EXPECT_EQ(error_of({text_of("one")}),
            "feature x is the text \"one\"; expected a number");
  EXPECT_EQ(error_of({Value(-std::numeric_limits<double>::infinity())}),
            "feature x is -inf; expected a finite number");
  EXPECT_EQ(error_of({}), "a feature row has 0 values; expected 1, one per feature");
  const One seen(feature("x", Kind::number), Type::real,
                 {Value(1.0), Value(2.0), Value()});
  EXPECT_TRUE(seen.fit().check(std::vector<Value>{Value()}).has_value());
}

}  // namespace credence::prepare
