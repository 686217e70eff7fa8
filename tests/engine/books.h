// books.h
// This component provides a small lender's portfolio and its files, made anew for each
// test, to the tests of the engines.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/file.h"
#include "engine/engine.h"
#include "portfolio/schema_sql.h"
#include "tests/base/hardship.h"

namespace credence::engine {

inline constexpr const char* books_schema = R"(
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer TEXT NOT NULL,
  kind TEXT CHECK (kind IN ('Home', 'Gold')),
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000),
  rate DOUBLE CHECK (rate BETWEEN 0 AND 40),
  months BIGINT,
  emi BIGINT,
  applied_on DATE NOT NULL
);
CREATE TABLE instalments (
  loan_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  paid DOUBLE,
  due_on DATE,
  PRIMARY KEY (loan_id, number)
);
)";

inline portfolio::Portfolio books() {
  portfolio::Portfolio portfolio;
  portfolio.name = "books";
  portfolio.application = {"loans", "loan_id", "applied_on", "customer"};
  portfolio.tables = *portfolio::parse_schema(books_schema);
  portfolio.tables[1].link = portfolio::Link{"loan_id", "loans", "loan_id"};
  portfolio.tables[1].known_on = "due_on";
  portfolio.computed = {{"loans", "emi", "emi", {"amount", "rate", "months"}}};
  portfolio.missing_marks = {"NA", "?"};
  return portfolio;
}

inline portfolio::Portfolio loans_alone() {
  portfolio::Portfolio portfolio = books();
  portfolio.tables.pop_back();
  return portfolio;
}

// The same with `emi` read, not computed.
inline portfolio::Portfolio one_table() {
  portfolio::Portfolio portfolio = loans_alone();
  portfolio.computed.clear();
  return portfolio;
}

inline constexpr const char* loans_header =
    "loan_id,customer,kind,amount,rate,months,applied_on\n";
inline constexpr const char* good_loans =
    "loan_id,customer,kind,amount,rate,months,applied_on\n"
    "7,ann,Home,500000,12,36,2024-01-31\n"
    "3,bob,,1000,NA,12,2024-02-29\n"
    "5,ann,Gold,12.0,-0,?,2023-12-01\n";
inline constexpr const char* good_instalments =
    "loan_id,number,paid,due_on\n"
    "7,1,16607.15,2024-03-01\n"
    "7,2,,2024-04-01\n"
    "3,1,84.25,\n";

// A folder of this test's own, gone afterwards.
class Books : public testing::Test {
 protected:
  std::filesystem::path file(const std::string& name, std::string_view text) const {
    EXPECT_TRUE(write_file(folder_ / name, text));
    return folder_ / name;
  }

  Source good_folder() const {
    file("loans.csv", good_loans);
    file("instalments.csv", good_instalments);
    return {SourceKind::folder, folder_};
  }

  // Loads loans.csv alone, of which this is the text, and gives what the user sees of
  // the error, the folder's name left out, or "loaded".
  std::string error_of(std::string_view loans,
                       portfolio::Portfolio portfolio = one_table(),
                       const LoadOptions& options = {}) const {
    return error_of(Source{SourceKind::csv, file("loans.csv", loans)},
                    std::move(portfolio), options);
  }

  std::string error_of(const Source& source, portfolio::Portfolio portfolio,
                       const LoadOptions& options = {}) const {
    auto engine = open_duckdb({});
    const auto loaded = (*engine)->load(portfolio, source, options);
    return loaded ? "loaded" : without_folder(loaded.error().message);
  }

  std::string without_folder(std::string message) const {
    const std::string place = folder_.string() + "/";
    for (std::size_t at; (at = message.find(place)) != message.npos;)
      message.erase(at, place.size());
    return message;
  }

  TemporaryFolder own_;
  const std::filesystem::path folder_ = own_.path();
};

// A table as lines of text, missing as "-".
inline std::string shown(const table::Table& table) {
  std::string text;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (const table::Column& column : table.columns) {
      if (&column != &table.columns.front()) text += " ";
      if (column.is_missing(row))
        text += "-";
      else if (column.type == table::Type::text)
        text += column.text(row);
      else if (column.type == table::Type::date)
        text += format_date(column.integers[row]);
      else if (column.type == table::Type::real)
        text += fmt::format("{}", column.reals[row]);
      else
        text += fmt::format("{}", column.integers[row]);
    }
    text += "\n";
  }
  return text;
}

}  // namespace credence::engine
