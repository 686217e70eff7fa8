// One definition, every path: what training reads from DuckDB over all rows and what
// scoring computes on SQLite from one applicant's rows alone are the same bits.
#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <filesystem>
#include <map>

#include "applicant/applicant.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"
#include "synthesis/lending.h"

namespace credence {
namespace {

using table::Column;
using table::Table;
using table::Value;

class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("credence_parity_{}", getpid())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

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
struct Books {
  Table customers, loans, pulls, instalments;
  RowsByKey customer_rows, loan_rows, pull_rows, instalment_rows;

  static Result<Books> read(engine::Engine& engine) {
    Books books;
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
  const TemporaryFolder folder;
  synthesis::LendingOptions options;
  options.database = false;
  const auto made = synthesis::generate_lending(folder.path() / "data", options);
  ASSERT_TRUE(made) << made.error().message;
  const auto portfolio = portfolio::read_portfolio("portfolios/retail_lending");
  ASSERT_TRUE(portfolio) << portfolio.error().message;
  auto engine = engine::open_duckdb({});
  ASSERT_TRUE(engine) << engine.error().message;
  const auto loaded = (*engine)->load(
      *portfolio, {engine::SourceKind::folder, folder.path() / "data"}, {});
  ASSERT_TRUE(loaded) << loaded.error().message;

  const auto set = features::build(**engine, *portfolio);
  ASSERT_TRUE(set) << set.error().message;
  const auto books = Books::read(**engine);
  ASSERT_TRUE(books) << books.error().message;
  auto alone = applicant::Applicant::open(*portfolio);
  ASSERT_TRUE(alone) << alone.error().message;

  ASSERT_EQ(set->rows(), 10'000U);
  ASSERT_EQ(set->features.columns.size(), portfolio->features.size());
  std::map<std::int64_t, std::int64_t> customer_of;
  for (const auto& [customer, rows] : books->loan_rows)
    for (const std::size_t row : rows)
      customer_of[books->loans.find("loan_id")->integers[row]] = customer;
  std::vector<std::size_t> present(portfolio->features.size());
  for (std::size_t i = 0; i < set->rows(); ++i) {
    const std::int64_t id = set->application_id.integers[i];
    const auto row =
        alone->features({id, set->decided_at[i], books->about(customer_of.at(id))});
    ASSERT_TRUE(row) << row.error().message;
    for (std::size_t j = 0; j < row->size(); ++j) {
      const Value together = set->features.columns[j].value(i);
      ASSERT_TRUE(same_bits(together, (*row)[j]))
          << "application " << id << ", " << portfolio->features[j].name << ": DuckDB "
          << shown(together) << ", SQLite " << shown((*row)[j]);
      present[j] += !table::is_missing(together);
    }
  }
  // Equal by both being missing would prove little.
  for (std::size_t j = 0; j < present.size(); ++j)
    EXPECT_GE(present[j], 300U) << portfolio->features[j].name;
}

}  // namespace
}  // namespace credence
