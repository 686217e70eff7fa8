// gbm_oracle_rows.h
// This component provides the rows of tests/oracle/gbm.py, number for number, and what
// is measured on them, to the tests of gradient boosting.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.h"
#include "learner/learner.h"
#include "tests/learner/random_rows.h"

namespace credence::learner {

// Two thirds of the values of a column, of four kinds, go with the label.
inline LabelledRows oracle_rows(std::uint64_t seed, std::size_t rows,
                                std::size_t columns, double missing) {
  Random random(seed);
  LabelledRows data;
  data.matrix.rows = rows;
  for (std::size_t j = 0; j < columns; ++j)
    data.matrix.names.push_back("x" + std::to_string(j));
  for (std::size_t i = 0; i < rows; ++i) {
    const double hidden = random.uniform();
    std::vector<double> row(columns);
    for (std::size_t j = 0; j < columns; ++j) {
      const double first = random.uniform();
      const double u = (first + (j % 3 == 0 ? hidden : random.uniform())) / 2;
      row[j] = j % 4 == 0   ? std::floor(u * 1024) / 1024
               : j % 4 == 1 ? std::floor(16 / (u + 0.015625)) / 16
               : j % 4 == 2 ? (u < 0.4 ? 1.0 : 0.0)
                            : std::floor(u * u * 12);
      if (random.uniform() < missing && j % 2 == 0)
        row[j] = std::numeric_limits<double>::quiet_NaN();
    }
    const double score = 6 * hidden - 4 + (row[1] > 2 ? 2 : -1);
    data.labels.push_back(random.uniform() <
                          0.5 + 0.48 * score / (1 + std::abs(score)));
    data.matrix.values.insert(data.matrix.values.end(), row.begin(), row.end());
  }
  return data;
}

inline LabelledRows part(const LabelledRows& all, std::size_t first, std::size_t rows) {
  const std::size_t p = all.matrix.columns();
  const auto value = all.matrix.values.begin() + static_cast<std::ptrdiff_t>(first * p);
  const auto label = all.labels.begin() + static_cast<std::ptrdiff_t>(first);
  return {
      {all.matrix.names, rows, {value, value + static_cast<std::ptrdiff_t>(rows * p)}},
      {label, label + static_cast<std::ptrdiff_t>(rows)}};
}

// The share of pairs of a bad and a good row in which the bad one has the larger
// margin; a tie is half a pair.
inline double auc_of(const std::vector<double>& margins,
                     const std::vector<std::int8_t>& labels) {
  std::vector<double> good, bad;
  for (std::size_t i = 0; i < margins.size(); ++i)
    (labels[i] == 1 ? bad : good).push_back(margins[i]);
  std::ranges::sort(good);
  double won = 0;
  for (const double margin : bad) {
    const auto [first, last] = std::ranges::equal_range(good, margin);
    won += static_cast<double>(first - good.begin()) +
           static_cast<double>(last - first) / 2;
  }
  return won / static_cast<double>(good.size()) / static_cast<double>(bad.size());
}

inline model::Forest fit_gbm(const LabelledRows& data, const Parameters& parameters,
                             std::uint64_t seed = 1) {
  const auto trainer = *(*find_learner("gbm"))->bind(data.matrix, data.labels, {});
  auto trained = trainer->fit(parameters, seed);
  return trained ? std::get<model::Forest>(trained->model) : model::Forest{};
}

inline bool same(const model::Forest& a, const model::Forest& b) {
  const auto equal = [](const model::Node& x, const model::Node& y) {
    return x.feature == y.feature && x.left == y.left && x.right == y.right &&
           x.missing == y.missing && x.default_left == y.default_left &&
           x.value == y.value && x.cover == y.cover;
  };
  return a.base == b.base && a.roots == b.roots && a.columns == b.columns &&
         std::ranges::equal(a.nodes, b.nodes, equal);
}

}  // namespace credence::learner
