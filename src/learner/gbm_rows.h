// gbm_rows.h
// This component provides the choice of rows that gradient boosting trains on, watches,
// and grows each tree from, to its rounds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace credence::learner {

// Ascending.
using RowList = std::vector<std::uint32_t>;

struct Division {
  RowList training, validation;
};

// `fraction` of the rows, rounded up, for validation, drawn so that both parts have bad
// rows in the same share, to the nearest row. 0: none. Fails with `bad_input` when a
// part would lack good or bad rows.
Result<Division> divide_rows(std::span<const std::int8_t> labels, double fraction,
                             Random& random);

// floor(share x n) of the rows, at least 1, drawn without replacement (Friedman 2002);
// selection sampling (Knuth, volume 2, 3.4.2, algorithm S).
RowList sample_rows(std::span<const std::uint32_t> rows, double share, Random& random);

}  // namespace credence::learner
