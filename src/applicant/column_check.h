// column_check.h
// This component provides the check of one value against what schema.sql declares, to
// the applicant room: SQLite itself is not asked, so that the error is ours to word.
#pragma once

#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "portfolio/portfolio.h"
#include "table/value.h"

namespace credence::applicant {

// Type, NOT NULL, bounds and categories. Fails with `bad_input`, "loans.amount: found
// 12, expected 100 to 500".
Result<> check(const portfolio::TableSpec& table, const portfolio::ColumnSpec& column,
               const table::Value& value);

// A day that tables may hold; "`place`: found 1899-12-31, expected ...".
Result<> check_day(std::string_view place, Day day);

// A key column may not be missing, whatever else is declared.
bool may_be_missing(const portfolio::TableSpec& table,
                    const portfolio::ColumnSpec& column);

}  // namespace credence::applicant
