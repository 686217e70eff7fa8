// random_rows.h
// This component provides labelled matrices drawn at random, of the kinds of columns
// that credit data has, to the tests of learner and search.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"
#include "table/matrix.h"

namespace credence::learner {

struct LabelledRows {
  table::Matrix matrix;
  std::vector<std::int8_t> labels;
};

// Columns in turn: symmetric, heavy-tailed, flag, count with many zeros, repeated.
inline LabelledRows random_rows(std::uint64_t seed, std::size_t rows,
                                std::size_t columns) {
  Random random(seed);
  LabelledRows data;
  data.matrix.rows = rows;
  for (std::size_t j = 0; j < columns; ++j)
    data.matrix.names.push_back("x" + std::to_string(j));
  for (std::size_t i = 0; i < rows; ++i) {
    const double hidden = random.normal();
    std::vector<double> row(columns);
    for (std::size_t j = 0; j < columns; ++j) {
      const double x = 0.5 * hidden + random.normal();
      row[j] = j % 5 == 0   ? x
               : j % 5 == 1 ? std::exp(x)
               : j % 5 == 2 ? (x > 0.3 ? 1.0 : 0.0)
               : j % 5 == 3 ? std::floor(std::abs(x))
                            : row[j - 4];
    }
    data.matrix.values.insert(data.matrix.values.end(), row.begin(), row.end());
    const double log_odds =
        1.2 * hidden + (row[0] > 1 && columns > 1 ? row[1] : 0) - 1.5;
    data.labels.push_back(random.chance(1 / (1 + std::exp(-log_odds))) ? 1 : 0);
  }
  data.labels[0] = 0;
  data.labels[1] = 1;
  return data;
}

}  // namespace credence::learner
