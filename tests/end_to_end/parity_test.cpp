// One definition, every path: what training reads from DuckDB over all rows and what
// scoring computes on SQLite from one applicant's rows alone are the same bits.
#include <gtest/gtest.h>

#include <bit>
#include <map>

#include "applicant/applicant.h"
#include "tests/end_to_end/generated_books.h"

namespace credence {
namespace {

using table::Column;
using table::Table;
using table::Value;

// The numbers of the rows that hold each value of a key.
using RowsByKey = std::map<std::int64_t, std::vector<std::size_t>>;

RowsByKey rows_by(const Table& table, std::string_view key) {
  RowsByKey rows;
  const Column& column = *table.find(key);
  for (std::size_t row = 0; row < table.rows(); ++row)
    rows[column.integers[row]].push_back(row);
  return rows;
}

// The books in memory, from which one customer's rows are taken by plain lookups.
struct RawRows {
  Table customers, loans, pulls, instalments;
  RowsByKey customer_rows, loan_rows, pull_rows, instalment_rows;

  static Result<RawRows> read(engine::Engine& engine) {
    RawRows books;
    books.customers = TRY(engine.query("SELECT * FROM customers"));
    books.loans = TRY(engine.query("SELECT * FROM loan_applications"));
    books.pulls = TRY(engine.query("SELECT * FROM credit_history"));
    books.instalments = TRY(engine.query("SELECT * FROM repayment_history"));
    books.customer_rows = rows_by(books.customers, "customer_id");
    books.loan_rows = rows_by(books.loans, "customer_id");
    books.pull_rows = rows_by(books.pulls, "loan_id");
    books.instalment_rows = rows_by(books.instalments, "loan_id");
    return books;
  }

  // Everything about the customer, what came after the decision too: it is the SQL that
  // may not look at it.
  std::vector<applicant::TableRows> about(std::int64_t customer) const {
    std::vector<applicant::TableRows> result{
        empty("customers", customers), empty("loan_applications", loans),
        empty("credit_history", pulls), empty("repayment_history", instalments)};
    add(result[0], customers, customer_rows, customer);
    add(result[1], loans, loan_rows, customer);
    for (const std::size_t row : loan_rows.at(customer)) {
      const std::int64_t loan = loans.find("loan_id")->integers[row];
      add(result[2], pulls, pull_rows, loan);
      add(result[3], instalments, instalment_rows, loan);
    }
    return result;
  }

 private:
  static applicant::TableRows empty(std::string name, const Table& table) {
    applicant::TableRows rows{std::move(name), {}, {}};
    for (const Column& column : table.columns) rows.columns.push_back(column.name);
    return rows;
  }

  static void add(applicant::TableRows& to, const Table& from, const RowsByKey& index,
                  std::int64_t key) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    for (const std::size_t row : found->second) {
      to.rows.emplace_back();
      for (const Column& column : from.columns)
        to.rows.back().push_back(column.value(row));
    }
  }
};

// Equal in kind and in every bit: -0 is not 0.
bool same_bits(const Value& a, const Value& b) {
  const auto* left = std::get_if<double>(&a);
  const auto* right = std::get_if<double>(&b);
  if (left && right)
    return std::bit_cast<std::uint64_t>(*left) == std::bit_cast<std::uint64_t>(*right);
  return a == b;
}

std::string shown(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return fmt::format("integer {}", *whole);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "missing";
}

TEST(Parity, EveryApplicationOfTheDefaultDataGivesTheSameBitsOnDuckDbAndSqlite) {
  const testing::TemporaryFolder folder("parity");
  const auto made = testing::generate(folder.path() / "data", 10'000);
  ASSERT_TRUE(made) << made.error().message;
  const auto loaded =
      testing::load_books(folder.path() / "data", "portfolios/retail_lending");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const portfolio::Portfolio& portfolio = loaded->portfolio;
  const features::FeatureSet& set = loaded->set;
  const auto books = RawRows::read(*loaded->engine);
  ASSERT_TRUE(books) << books.error().message;
  auto alone = applicant::Applicant::open(portfolio);
  ASSERT_TRUE(alone) << alone.error().message;

  ASSERT_EQ(set.rows(), 10'000U);
  ASSERT_EQ(set.features.columns.size(), portfolio.features.size());
  std::map<std::int64_t, std::int64_t> customer_of;
  for (const auto& [customer, rows] : books->loan_rows)
    for (const std::size_t row : rows)
      customer_of[books->loans.find("loan_id")->integers[row]] = customer;
  std::vector<std::size_t> present(portfolio.features.size());
  for (std::size_t i = 0; i < set.rows(); ++i) {
    const std::int64_t id = set.application_id.integers[i];
    const auto row =
        alone->features({id, set.decided_at[i], books->about(customer_of.at(id))});
    ASSERT_TRUE(row) << row.error().message;
    for (std::size_t j = 0; j < row->size(); ++j) {
      const Value together = set.features.columns[j].value(i);
      ASSERT_TRUE(same_bits(together, (*row)[j]))
          << "application " << id << ", " << portfolio.features[j].name << ": DuckDB "
          << shown(together) << ", SQLite " << shown((*row)[j]);
      present[j] += !table::is_missing(together);
    }
  }
  // Equal by both being missing would prove little.
  for (std::size_t j = 0; j < present.size(); ++j)
    EXPECT_GE(present[j], 300U) << portfolio.features[j].name;
}

TEST(Parity, TheSqliteEngineGivesTheSameFeaturesAndOutcomesAsDuckDb) {
  const testing::TemporaryFolder folder("engines");
  const auto made = testing::generate(folder.path() / "data", 2'000);
  ASSERT_TRUE(made) << made.error().message;
  const auto load = [&](std::string_view engine) {
    return testing::load_books(folder.path() / "data", "portfolios/retail_lending",
                               engine);
  };
  const auto duckdb = load("duckdb");
  ASSERT_TRUE(duckdb) << duckdb.error().message;
  const auto sqlite = load("sqlite");
  ASSERT_TRUE(sqlite) << sqlite.error().message;
  EXPECT_EQ(duckdb->set.outcomes, sqlite->set.outcomes);
  EXPECT_EQ(duckdb->set.groups, sqlite->set.groups);
  for (std::size_t j = 0; j < duckdb->set.features.columns.size(); ++j)
    for (std::size_t i = 0; i < duckdb->set.rows(); ++i) {
      const Value expected = duckdb->set.features.columns[j].value(i);
      const Value found = sqlite->set.features.columns[j].value(i);
      ASSERT_TRUE(same_bits(expected, found))
          << duckdb->set.features.columns[j].name << ", row " << i << ": DuckDB "
          << shown(expected) << ", SQLite " << shown(found);
    }
}

}  // namespace
}  // namespace credence
