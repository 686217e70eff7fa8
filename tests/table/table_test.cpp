#include "table/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "table/matrix.h"

namespace credence::table {
namespace {

// A column's cells as they were put in; `Value` itself is the oracle.
Column column_of(Type type, const std::vector<Value>& values) {
  Column column;
  column.name = "x";
  column.type = type;
  for (const Value& value : values) column.append(value);
  return column;
}

rc::Gen<Value> cell_of(Type type) {
  const auto missing = rc::gen::just(Value());
  switch (type) {
    case Type::real:
      return rc::gen::weightedOneOf<Value>(
          {{1, missing}, {4, rc::gen::map(rc::gen::arbitrary<int>(), [](int x) {
                            return Value(x / 16.0);
                          })}});
    case Type::text:
      return rc::gen::weightedOneOf<Value>(
          {{1, missing}, {4, rc::gen::map(rc::gen::inRange(0, 5), [](int x) {
                            return Value(std::string(x, 'a'));
                          })}});
    default:
      return rc::gen::weightedOneOf<Value>(
          {{1, missing},
           {4, rc::gen::map(rc::gen::arbitrary<std::int32_t>(),
                            [](std::int32_t x) { return Value(std::int64_t{x}); })}});
  }
}

const std::vector<Type> types = {Type::integer, Type::real, Type::text, Type::date};

RC_GTEST_PROP(Column, GivesBackTheValuesPutIn, ()) {
  const Type type = *rc::gen::elementOf(types);
  const auto values = *rc::gen::container<std::vector<Value>>(cell_of(type));
  const Column column = column_of(type, values);
  RC_ASSERT(column.size() == values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    RC_ASSERT(column.value(row) == values[row]);
    RC_ASSERT(column.is_missing(row) == is_missing(values[row]));
  }
}

RC_GTEST_PROP(Column, TakingRowsGivesThoseRowsInThatOrder, ()) {
  Table table;
  std::vector<std::vector<Value>> cells;
  const auto rows = *rc::gen::inRange<std::size_t>(1, 20);
  for (const Type type : types) {
    cells.push_back(*rc::gen::container<std::vector<Value>>(rows, cell_of(type)));
    table.columns.push_back(column_of(type, cells.back()));
  }
  const auto chosen = *rc::gen::container<std::vector<std::uint32_t>>(
      rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(rows)));
  Table taken = table.take(chosen);
  RC_ASSERT(taken.rows() == chosen.size());
  for (std::size_t c = 0; c < cells.size(); ++c)
    for (std::size_t i = 0; i < chosen.size(); ++i)
      RC_ASSERT(taken.columns[c].value(i) == cells[c][chosen[i]]);
  // What was taken can be added to: its texts still get the codes that they had.
  taken.columns[2].append_text("aa");
  RC_ASSERT(taken.columns[2].text(chosen.size()) == "aa");
}

TEST(Column, NumbersEachDistinctTextOnceInOrderOfAppearance) {
  const Column column = column_of(
      Type::text,
      {std::string("b"), std::string("a"), {}, std::string("b"), std::string()});
  EXPECT_EQ(column.levels, (std::vector<std::string>{"b", "a", ""}));
  EXPECT_EQ(column.codes, (std::vector<std::int32_t>{0, 1, -1, 0, 2}));
  EXPECT_EQ(column.text(1), "a");
  EXPECT_EQ(column.text(2), "");
  EXPECT_TRUE(column.is_missing(2));
  EXPECT_FALSE(column.is_missing(4));  // the empty text is a value
}

TEST(Column, ContinuesLevelsThatWereFilledBeforehand) {
  Column column;
  column.type = Type::text;
  column.levels = {"low", "high"};
  column.append_text("high");
  column.append_text("other");
  EXPECT_EQ(column.codes, (std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(column.levels, (std::vector<std::string>{"low", "high", "other"}));
}

TEST(Column, ReadsIntegersAndDatesAsNumbersAndWhatIsMissingAsNaN) {
  for (const Type type : {Type::integer, Type::date}) {
    const Column column = column_of(type, {std::int64_t{-3}, {}});
    EXPECT_EQ(column.number(0), -3);
    EXPECT_TRUE(std::isnan(column.number(1)));
  }
  const Column real = column_of(Type::real, {std::int64_t{2}, 0.5, {}});
  EXPECT_EQ(real.number(0), 2);
  EXPECT_EQ(real.value(1), Value(0.5));
  EXPECT_TRUE(std::isnan(real.number(2)));
}

TEST(Table, FindsColumnsByNameAndCountsRows) {
  Table table;
  EXPECT_EQ(table.rows(), 0u);
  table.columns.push_back(column_of(Type::integer, {std::int64_t{1}, {}}));
  EXPECT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.find("x"), &table.columns[0]);
  EXPECT_EQ(table.find("X"), nullptr);
}

TEST(Type, HasTheNamesThatMessagesUse) {
  EXPECT_EQ(name_of(Type::integer), "integer");
  EXPECT_EQ(name_of(Type::real), "real");
  EXPECT_EQ(name_of(Type::text), "text");
  EXPECT_EQ(name_of(Type::date), "date");
}

TEST(Matrix, LiesRowByRow) {
  Matrix matrix{{"a", "b"}, 2, {1, 2, 3, 4}};
  matrix.row(1)[0] = 7;
  const Matrix& read = matrix;
  EXPECT_EQ(std::vector(read.row(1).begin(), read.row(1).end()),
            (std::vector<double>{7, 4}));
  EXPECT_EQ(read.columns(), 2u);
}

}  // namespace
}  // namespace credence::table
