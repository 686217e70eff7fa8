// sql_rules.h
// This component provides the rules under which one SQL text means the same on every
// engine, to the reading of portfolios and to `credence portfolio check`.
#pragma once

#include <string_view>
#include <vector>

#include "portfolio/portfolio.h"
#include "portfolio/sql_analysis.h"

namespace credence::portfolio {

// What in features.sql or target.sql breaks a rule, by line; each says what to write
// instead. A text that cannot be read at all is one finding.
std::vector<SqlFinding> check_sql(std::string_view sql, const Portfolio& portfolio);

// Whole numbers that the declared bounds do not keep below 2^63, by line; each says
// what to declare.
std::vector<SqlFinding> unproven_sums(std::string_view sql, const Portfolio& portfolio);

// Features whose type in features.sql does not fit what portfolio.toml says of them,
// and features that read what target.sql makes the outcome of, where no dates guard it.
std::vector<SqlFinding> check_features(const Portfolio& portfolio);

}  // namespace credence::portfolio
