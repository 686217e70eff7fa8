// univariate.h
// This component provides what one feature alone says about the outcome, to the audit
// and the feature dictionary.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "table/table.h"

namespace credence::features {

struct Univariate {
  double missing_share = 0;  // of all rows given
  double auc = 0.5;          // of the feature as a score, in its better direction
  double information_value =
      0;  // sum over bins of (g - b) ln(g / b), shares of good, bad
};

// `rows` have an outcome. Numbers are cut into at most ten bins of equal count, a
// category is a bin, missing is one of its own; half a row is added to either side of a
// bin so that an empty one stays finite (Siddiqi 2006). The AUC orders bins by bad rate
// for categories and for missing against present, numbers by value.
Univariate univariate(const table::Column& column, std::span<const std::uint32_t> rows,
                      std::span<const std::int8_t> outcomes);

}  // namespace credence::features
