#include "sqlite/prelude.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <cmath>

#include "sqlite/database.h"

namespace credence::sqlite {
namespace {

// The value of one SQL expression as text, "missing", or the error's message.
std::string evaluate(const std::string& expression) {
  auto database = Database::in_memory();
  auto statement = database->prepare("SELECT " + expression);
  if (!statement) return statement.error().message;
  const auto row = statement->step();
  if (!row) return row.error().message;
  if (statement->is_missing(0)) return "missing";
  if (statement->is_real(0)) return fmt::format("{:.1f}", statement->real(0));
  return std::string(statement->text(0));
}

struct Case {
  const char *expression, *expected;
};

class SqlitePrelude : public testing::TestWithParam<Case> {};

TEST_P(SqlitePrelude, GivesWhatItsPageSays) {
  EXPECT_EQ(evaluate(GetParam().expression), GetParam().expected)
      << GetParam().expression;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, SqlitePrelude,
    testing::Values(
        Case{"days_between('2024-02-28', '2024-03-01')", "2"},
        Case{"days_between('2024-03-01', '2023-03-01')", "-366"},
        Case{"days_between(NULL, '2024-03-01')", "missing"},
        Case{"days_between('2024-03-01', NULL)", "missing"},
        Case{"days_between('2024-3-1', '2024-03-01')",
             "SQLite: '2024-3-1' is not a date; expected one like 2026-03-01"},
        Case{"add_days('2023-12-31', 1)", "2024-01-01"},
        Case{"add_days('2024-03-01', -1)", "2024-02-29"},
        Case{"add_days(NULL, 1)", "missing"},
        Case{"add_days('2024-03-01', NULL)", "missing"},
        Case{"add_days('9999-12-31', 1)",
             "SQLite: add_days: the date is not within the years 0 to 9999"},
        Case{"add_days('2024-03-01', 9223372036854775807)",
             "SQLite: add_days: the date is beyond the year 9999"},
        Case{"add_days('2024-03-01', 1.5)",
             "SQLite: add_days: the number of days is not an integer"},
        Case{"year_of('1999-12-31')", "1999"}, Case{"month_of('1999-12-31')", "12"},
        Case{"year_of(NULL)", "missing"}, Case{"month_of(NULL)", "missing"},
        Case{"floor_of(2.9)", "2"}, Case{"floor_of(-2.1)", "-3"},
        Case{"floor_of(7)", "7"}, Case{"floor_of(NULL)", "missing"},
        Case{"floor_of(1e19)", "SQLite: floor_of: the number does not fit in 64 bits"},
        Case{"floor_of('a')", "SQLite: floor_of: the argument is not a number"},
        Case{"greater_of(1, 2)", "2"}, Case{"lesser_of(1, 2)", "1"},
        Case{"greater_of(9007199254740993, 9007199254740992)", "9007199254740993"},
        Case{"greater_of(1, 0.5)", "1.0"}, Case{"lesser_of(1, 0.5)", "0.5"},
        Case{"greater_of(1, NULL)", "missing"}, Case{"lesser_of(NULL, 1)", "missing"},
        Case{"greater_of('2024-01-02', '2024-01-10')", "2024-01-10"},
        Case{"lesser_of('b', 'a')", "a"},
        Case{"greater_of('a', 1)",
             "SQLite: greater_of, lesser_of: a number is compared with a text"}));

RC_GTEST_PROP(SqlitePrelude, DateArithmeticAgreesWithTheCalendarLibrary, ()) {
  const auto first = *rc::gen::inRange<Day>(day_of(1, 1, 1), day_of(9999, 12, 31));
  const auto second = *rc::gen::inRange<Day>(day_of(1, 1, 1), day_of(9999, 12, 31));
  auto database = Database::in_memory();
  auto statement = database->prepare(
      "SELECT days_between(?1, ?2), add_days(?1, ?3), year_of(?2), month_of(?2)");
  statement->bind_date(1, first);
  statement->bind_date(2, second);
  statement->bind_integer(3, second - first);
  RC_ASSERT(*statement->step());
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(second))};
  RC_ASSERT(statement->integer(0) == second - first);
  RC_ASSERT(statement->text(1) == format_date(second));
  RC_ASSERT(statement->integer(2) == int(date.year()));
  RC_ASSERT(statement->integer(3) == unsigned(date.month()));
}

}  // namespace
}  // namespace credence::sqlite
