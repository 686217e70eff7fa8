// The overflow proof against brute force: random whole-number expressions over random
// columns within their declared bounds, worked out in 128 bits, never leave the
// interval that is proven, and reach its ends where each column is used once.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <string>

#include "portfolio/sql_analysis.h"
#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

using Wide = __int128;
using Maybe = std::optional<Wide>;

// An expression as text and as a value for one row, written side by side.
struct Drawn {
  std::string text;
  Maybe value;
};

struct Row {
  Maybe months, amount, flag;
};

class Author {
 public:
  explicit Author(std::uint64_t seed) : random_(seed) {}

  std::int64_t from(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() %
                                           static_cast<std::uint64_t>(high - low + 1));
  }

  // Ends of the bounds as often as what lies between.
  std::int64_t within(std::int64_t low, std::int64_t high) {
    const std::int64_t drawn = from(0, 3);
    return drawn == 0 ? low : drawn == 1 ? high : from(low, high);
  }

  Row row() {
    return {from(0, 4) == 0 ? Maybe{} : Maybe{within(1, 360)},
            Maybe{within(1, 5'000'000'000)},
            from(0, 4) == 0 ? Maybe{} : Maybe{within(0, 1)}};
  }

  Drawn leaf(const Row& row) {
    switch (from(0, 3)) {
      case 0:
        return {"a.months", row.months};
      case 1:
        return {"a.amount", row.amount};
      case 2:
        return {"a.is_default", row.flag};
      default: {
        const std::int64_t number = from(0, 100'000);
        return {"CAST(" + std::to_string(number) + " AS BIGINT)", Wide{number}};
      }
    }
  }

  Drawn whole(const Row& row, int depth) {
    if (depth == 0) return leaf(row);
    const Drawn a = whole(row, depth - 1);
    const Drawn b = whole(row, static_cast<int>(from(0, depth - 1)));
    const bool both = a.value && b.value;
    const auto of = [&](const char* sign, auto&& operation) {
      return Drawn{"(" + a.text + sign + b.text + ")",
                   both ? Maybe{operation(*a.value, *b.value)} : Maybe{}};
    };
    switch (from(0, 8)) {
      case 0:
        return of(" + ", std::plus<>{});
      case 1:
        return of(" - ", std::minus<>{});
      case 2:
        return of(" * ", std::multiplies<>{});
      case 3:
        return {"(- " + a.text + ")", a.value ? Maybe{-*a.value} : Maybe{}};
      case 4:
        return {"abs(" + a.text + ")",
                a.value ? Maybe{*a.value < 0 ? -*a.value : *a.value} : Maybe{}};
      case 5:
        return {"COALESCE(" + a.text + ", " + b.text + ")",
                a.value ? a.value : b.value};
      case 6:
        return {"lesser_of(" + a.text + ", " + b.text + ")",
                both ? Maybe{std::min(*a.value, *b.value)} : Maybe{}};
      case 7:
        return {"greater_of(" + a.text + ", " + b.text + ")",
                both ? Maybe{std::max(*a.value, *b.value)} : Maybe{}};
      default:
        return {"CASE WHEN " + a.text + " < " + b.text + " THEN " + a.text +
                    " ELSE NULLIF(" + b.text + ", " + a.text + ") END",
                both && *a.value < *b.value    ? a.value
                : both && *a.value == *b.value ? Maybe{}
                                               : b.value};
    }
  }

 private:
  std::mt19937_64 random_;
};

SqlAnalysis analysed(const std::string& expression, const Portfolio& portfolio) {
  const auto analysis = analyse_sql(
      "SELECT d.application_id, " + expression +
          " AS x FROM decisions AS d JOIN loans AS a ON a.loan_id = d.application_id",
      portfolio);
  EXPECT_TRUE(analysis) << analysis.error().message;
  return *analysis;
}

TEST(OverflowProof, HoldsEveryValueThatBruteForceFinds) {
  const Portfolio portfolio = *parse_portfolio(sample::texts(), "sample");
  int proven = 0, refused = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    Author author(seed);
    const int depth = static_cast<int>(author.from(1, 4));
    const std::string text = Author(author).whole(Row{}, depth).text;
    const SqlAnalysis analysis = analysed(text, portfolio);
    if (!analysis.unproven.empty()) {
      ++refused;
      continue;
    }
    ++proven;
    const SqlValue& column = analysis.columns[1].value;
    for (int trial = 0; trial < 50; ++trial) {
      Row row;
      {
        Author rows(seed * 1'000 + static_cast<std::uint64_t>(trial));
        row = rows.row();
      }
      // The same draws write the same expression, over another row.
      const Drawn drawn = Author(author).whole(row, depth);
      ASSERT_EQ(drawn.text, text);
      if (!drawn.value) {
        EXPECT_TRUE(column.nullable) << text;
        continue;
      }
      EXPECT_LE(column.range.low, *drawn.value) << text;
      EXPECT_GE(column.range.high, *drawn.value) << text;
    }
  }
  // Both sides of the proof were met.
  EXPECT_GE(proven, 500);
  EXPECT_GE(refused, 50);
}

// Of sums over an applicant's rows: the most that declared bounds and rows allow.
TEST(OverflowProof, OfASumIsTheMostThatItsRowsCanReach) {
  for (const std::int64_t most_rows : {1, 2, 7, 1000}) {
    Texts texts = sample::texts();
    texts.toml = sample::with(
        texts.toml, "known_on = \"due\"\n",
        "known_on = \"due\"\nmost_rows = " + std::to_string(most_rows) + "\n");
    const Portfolio portfolio = *parse_portfolio(texts, "sample");
    const SqlAnalysis analysis = analysed(
        "(SELECT SUM(r.amount - 1) FROM payments AS r WHERE r.loan_id = a.loan_id)",
        portfolio);
    const SqlValue& value = analysis.columns[1].value;
    EXPECT_EQ(static_cast<std::int64_t>(value.range.high),
              most_rows * (10'000'000'000 - 1));
    EXPECT_EQ(static_cast<std::int64_t>(value.range.low), -most_rows);
  }
}

}  // namespace
}  // namespace credence::portfolio
