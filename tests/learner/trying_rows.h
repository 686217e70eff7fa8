// trying_rows.h
// This component provides rows on which a wrong forest would show, to the tests that
// hold forests against their libraries.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "model/forest.h"
#include "tests/learner/random_rows.h"

namespace credence::learner {

// Training rows with missing values in every other column, if wanted.
inline LabelledRows rows_with(double missing_share, std::uint64_t seed = 1) {
  LabelledRows data = random_rows(seed, 700, 8);
  Random random(seed + 1);
  for (std::size_t i = 0; i < data.matrix.rows; ++i)
    for (std::size_t j = 0; j < 8; j += 2)
      if (random.chance(missing_share))
        data.matrix.row(i)[j] = std::numeric_limits<double>::quiet_NaN();
  return data;
}

// Rows that no training saw: for every split of the forest one exactly on its threshold
// and one on either side, in double and in single precision, and rows with the values
// of `extremes`.
inline table::Matrix trying_rows(const model::Forest& forest,
                                 const table::Matrix& usual,
                                 const std::vector<double>& extremes) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  table::Matrix rows{usual.names, 0, {}};
  std::size_t next = 0;
  const auto add = [&](std::size_t column, double value) {
    const auto row = usual.row(next++ % usual.rows);
    rows.values.insert(rows.values.end(), row.begin(), row.end());
    ++rows.rows;
    rows.row(rows.rows - 1)[column] = value;
  };
  for (const model::Node& node : forest.nodes) {
    if (node.feature < 0) continue;
    const auto column = static_cast<std::size_t>(node.feature);
    const auto single = static_cast<float>(node.value);
    for (const double value :
         {node.value, std::nextafter(node.value, infinity),
          std::nextafter(node.value, -infinity),
          static_cast<double>(std::nextafterf(single, static_cast<float>(infinity))),
          static_cast<double>(std::nextafterf(single, static_cast<float>(-infinity)))})
      add(column, value);
  }
  for (std::size_t column = 0; column < usual.columns(); ++column)
    for (const double value : extremes) add(column, value);
  return rows;
}

}  // namespace credence::learner
