// sql_analysis.h
// This component provides the types and ranges of a query's columns and what in it
// engines would disagree on, to the rules for SQL and to the overflow proof.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portfolio/sql_relation.h"

namespace credence::portfolio {

// What is wrong and, where one can say it, what to write instead.
struct SqlFinding {
  int line = 0;
  std::string problem;
};

// "line 12: ..."
std::string text_of(const SqlFinding& finding);

struct SqlAnalysis {
  std::vector<SqlColumn> columns;        // of the result
  std::vector<SqlFinding> broken_rules;  // engines could give different values
  std::vector<SqlFinding> unproven;      // whole numbers that may pass 2^63
};

// Fails with "line 3: ..." on what is not a query of the common SQL.
Result<SqlAnalysis> analyse_sql(std::string_view sql, const Portfolio& portfolio);

}  // namespace credence::portfolio
