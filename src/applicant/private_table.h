// private_table.h
// This component provides `PrivateTable`, the way of one applicant's rows of one table
// into the private database and out again, to the applicant room.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "applicant/applicant.h"
#include "base/result.h"
#include "portfolio/portfolio.h"
#include "sqlite/database.h"

namespace credence::applicant {

class PrivateTable {
 public:
  // `spec` and `portfolio` have to outlive it.
  static Result<PrivateTable> prepare(sqlite::Database& database,
                                      const portfolio::Portfolio& portfolio,
                                      const portfolio::TableSpec& spec);

  const std::string& name() const { return spec_->name; }

  // Checks and inserts every row; computed columns are worked out, whatever was given.
  // Fails with `bad_input` when the rows since `clear` are more than most_rows.
  Result<> insert(const TableRows& given);

  Result<> clear();

 private:
  struct Computed {
    std::size_t column;
    const portfolio::ComputedColumn* spec;
    std::vector<std::size_t> arguments;  // columns
  };

  PrivateTable(const portfolio::TableSpec& spec, sqlite::Statement insertion,
               sqlite::Statement deletion);
  Result<> find_places(const TableRows& given);
  Result<> insert_row(const std::vector<table::Value>& row);

  const portfolio::TableSpec* spec_;
  std::vector<Computed> computed_;
  std::vector<bool> is_computed_;
  sqlite::Statement insertion_, deletion_;
  std::vector<std::size_t> places_;  // of each column in the rows given
  std::size_t rows_ = 0;             // since the last clear
};

}  // namespace credence::applicant
