// small_folds.h
// This component provides prepared folds over rows drawn at random, to the tests of
// search.
#pragma once

#include <vector>

#include "search/search.h"
#include "tests/learner/random_rows.h"

namespace credence::search {

inline table::Matrix take(const table::Matrix& matrix,
                          const std::vector<std::uint32_t>& rows) {
  table::Matrix taken{matrix.names, rows.size(), {}};
  for (const std::uint32_t row : rows) {
    const auto values = matrix.row(row);
    taken.values.insert(taken.values.end(), values.begin(), values.end());
  }
  return taken;
}

// `count` folds by row number, `repeats` times over, each time shifted by a row. The
// scaled matrices hold a tenth of the unscaled ones.
inline std::vector<Fold> small_folds(std::uint64_t seed, std::size_t rows = 400,
                                     std::size_t count = 4, std::size_t repeats = 1) {
  const learner::LabelledRows data = learner::random_rows(seed, rows, 5);
  std::vector<Fold> folds;
  for (std::size_t f = 0; f < count * repeats; ++f) {
    Fold fold;
    for (std::uint32_t i = 0; i < rows; ++i) {
      const bool is_test = (f < count ? i : i * 7 / 3) % count == f % count;
      (is_test ? fold.test_rows : fold.train_rows).push_back(i);
      (is_test ? fold.test_labels : fold.train_labels).push_back(data.labels[i]);
    }
    fold.train_unscaled = take(data.matrix, fold.train_rows);
    fold.test_unscaled = take(data.matrix, fold.test_rows);
    fold.train_scaled = fold.train_unscaled;
    fold.test_scaled = fold.test_unscaled;
    for (table::Matrix* matrix : {&fold.train_scaled, &fold.test_scaled})
      for (double& value : matrix->values) value /= 10;
    folds.push_back(std::move(fold));
  }
  return folds;
}

}  // namespace credence::search
