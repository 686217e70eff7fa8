// prelude.h
// This component provides the functions that features.sql may call beyond the SQL that
// all engines share, to every SQLite database that runs it. The DuckDB prelude defines
// the same; a test holds the two together.
//
//   days_between(a, b)  b - a in days                      integer
//   add_days(d, n)      the date n days after d            date
//   year_of(d)          2026                               integer
//   month_of(d)         1 to 12                            integer
//   floor_of(x)         largest integer not above x        integer
//   greater_of(a, b)    the greater of two numbers, dates or texts; on a tie `a`
//   lesser_of(a, b)     the lesser; an integer beside a real becomes a real
//
// Every one is missing when an argument is. What is not a date, and a result that does
// not fit, stops the statement with an error.
#pragma once

#include "base/result.h"

struct sqlite3;

namespace credence::sqlite {

Result<> add_prelude(sqlite3* database);

}  // namespace credence::sqlite
