// two_engines.h
// This component provides the same random rows of a small lender in DuckDB and in
// SQLite, to the tests of the rules for SQL.
#pragma once

#include <fmt/format.h>

#include <bit>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

#include "base/date.h"
#include "engine/engine.h"
#include "portfolio/portfolio.h"
#include "tests/portfolio/sample.h"

namespace credence::testing {

// Its draws are those of the C++ standard, the same on every machine.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}

  std::int64_t from(std::int64_t low, std::int64_t high) {
    const auto width =
        static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const std::uint64_t drawn = width == 0 ? engine_() : engine_() % width;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + drawn);
  }
  bool one_in(std::int64_t count) { return from(1, count) == 1; }
  template <class Values>
  auto of(const Values& values) {
    return *(std::begin(values) + from(0, std::ssize(values) - 1));
  }

 private:
  std::mt19937_64 engine_;
};

// The four texts of a value, so that a difference in type or in the last bit shows.
inline std::string exact(const table::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&value))
    return fmt::format("real {:.17g} {:x}", *real, std::bit_cast<std::uint64_t>(*real));
  if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
  return "missing";
}

// Every value of a query's last column by row, or the error.
inline std::string outcome(engine::Engine& engine, const std::string& sql) {
  const auto table = engine.query(sql);
  if (!table) return "error: " + table.error().message;
  std::string all;
  for (std::size_t row = 0; row < table->rows(); ++row)
    all += (row == 0 ? "" : "; ") + exact(table->columns.back().value(row));
  return all;
}

class TwoEngines {
 public:
  explicit TwoEngines(std::uint64_t seed) {
    auto portfolio = portfolio::parse_portfolio(portfolio::sample::texts(), "sample");
    if (!portfolio) throw std::runtime_error(portfolio.error().message);
    portfolio_ = std::move(*portfolio);
    Draws draws(seed);
    const table::Table loans = random_loans(draws);
    const table::Table payments = random_payments(draws);
    using Named = std::pair<const char*, const table::Table*>;
    table::Table decisions;
    decisions.columns = {*loans.find("loan_id"), *loans.find("applied")};
    decisions.columns[0].name = "application_id";
    decisions.columns[1].name = "decided_at";
    for (const char* name : {"duckdb", "sqlite"}) {
      auto engine = engine::open_engine(name, {});
      if (!engine) throw std::runtime_error(engine.error().message);
      for (const auto& [table, rows] :
           {Named{"loans", &loans}, Named{"payments", &payments},
            Named{"decisions", &decisions}})
        if (auto put = (*engine)->put(table, *rows); !put)
          throw std::runtime_error(put.error().message);
      (std::string(name) == "duckdb" ? duckdb_ : sqlite_) = std::move(*engine);
    }
  }

  const portfolio::Portfolio& portfolio() const { return portfolio_; }
  std::string on_duckdb(const std::string& sql) { return outcome(*duckdb_, sql); }
  std::string on_sqlite(const std::string& sql) { return outcome(*sqlite_, sql); }

 private:
  static table::Table empty_table(const char* name) {
    table::Table table;
    const auto schema = portfolio::parse_portfolio(portfolio::sample::texts(), "");
    for (const auto& column : schema->find_table(name)->columns) {
      table.columns.emplace_back();
      table.columns.back().name = column.name;
      table.columns.back().type = column.type;
    }
    return table;
  }

  static table::Value maybe(Draws& draws, table::Value value) {
    return draws.one_in(5) ? table::Value{} : value;
  }

  // Within the bounds of schema.sql, their ends more often than chance would have it.
  static table::Table random_loans(Draws& draws) {
    table::Table loans = empty_table("loans");
    constexpr std::int64_t branches[] = {0,
                                         -1,
                                         9007199254740992,
                                         9007199254740993,
                                         -9007199254740993,
                                         4611686018427387905};
    for (std::int64_t id = 1; id <= 30; ++id) {
      const std::int64_t amount = draws.of(std::array<std::int64_t, 5>{
          1, 2, 5'000'000'000, draws.from(1, 5'000'000'000), draws.from(1, 100'000)});
      const double rate = draws.of(std::array<double, 4>{
          0.0, 40.0, static_cast<double>(draws.from(0, 400)) / 10,
          static_cast<double>(draws.from(0, 1LL << 53)) * 0x1p-53 * 40});
      const std::vector<table::Value> row{
          id,
          draws.from(1, 12),
          std::string(draws.one_in(2) ? "Home" : "Personal"),
          amount,
          maybe(draws, rate),
          maybe(draws, draws.from(1, 360)),
          maybe(draws, draws.from(0, 5'000'000'000)),
          maybe(draws, draws.of(branches)),
          days(2015, 2025, draws),
          maybe(draws, draws.from(0, 1)),
          maybe(draws, days(2015, 2025, draws))};
      for (std::size_t i = 0; i < row.size(); ++i) loans.columns[i].append(row[i]);
    }
    return loans;
  }

  static table::Table random_payments(Draws& draws) {
    table::Table payments = empty_table("payments");
    for (std::int64_t id = 1; id <= 150; ++id) {
      const std::vector<table::Value> row{
          id, draws.from(1, 30), days(2024, 2024, draws),
          maybe(draws, days(1900, 2199, draws)),
          maybe(draws, draws.one_in(3) ? 10'000'000'000 : draws.from(0, 1000))};
      for (std::size_t i = 0; i < row.size(); ++i) payments.columns[i].append(row[i]);
    }
    return payments;
  }

  static std::int64_t days(int from, int to, Draws& draws) {
    return draws.from(*parse_date(fmt::format("{}-01-01", from)),
                      *parse_date(fmt::format("{}-12-31", to)));
  }

  portfolio::Portfolio portfolio_;
  std::unique_ptr<engine::Engine> duckdb_, sqlite_;
};

}  // namespace credence::testing
