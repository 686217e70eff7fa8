// segments.h
// This component provides which applications belong to the segments that a portfolio
// names, to the reports that show each segment apart.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "portfolio/portfolio.h"
#include "table/table.h"

namespace credence::features {

struct SegmentRows {
  std::string name;
  std::string condition;            // "past_loans at most 0"
  std::vector<std::uint32_t> rows;  // in the order given; may be empty
};

// Of `rows`, row numbers of `features` (a column per Portfolio::features), those of
// each segment, in the portfolio's order. Segments may overlap and need not cover all;
// a missing value meets no condition but "missing".
std::vector<SegmentRows> rows_by_segment(const portfolio::Portfolio& portfolio,
                                         const table::Table& features,
                                         std::span<const std::uint32_t> rows);

}  // namespace credence::features
