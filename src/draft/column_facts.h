// column_facts.h
// This component provides what the texts of one column have in common, its type above
// all, to the drafting of a portfolio.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "draft/raw_file.h"
#include "table/value.h"

namespace credence::draft {

// Of the values that are there. Numbers written 007 are texts: their zeros would go.
struct ColumnFacts {
  table::Type type = table::Type::text;
  std::string date_format;            // strptime; empty: ISO
  bool is_day_first_guessed = false;  // 03/04/2024 throughout: no day above 12
  bool looks_like_number = false;     // a text such as 1.234,50 or $12 or 7%
  std::int64_t present = 0, distinct = 0;
  std::int64_t unlike_numbers = 0;  // texts that no number is, one of them:
  std::string no_number;
  std::optional<double> minimum, maximum;  // of numbers
  // Of numbers with more than one value; the shares of a normal distribution's tails
  // have 0 (Bowley's skewness at 5 and 95 percent).
  double skewness = 0;
  std::string example;  // the least text
};

// `as_date`: whole numbers are read as dates if they are, 20240131.
Result<ColumnFacts> facts_of(RawFile& file, std::size_t column, bool as_date);

struct Counted {
  std::string value;
  std::int64_t rows = 0;
};

// The distinct values, the most frequent first, at most `most`. Whole numbers are
// written as such (1 for 1.0).
Result<std::vector<Counted>> values_of(RawFile& file, std::size_t column,
                                       table::Type type, std::size_t most);

}  // namespace credence::draft
