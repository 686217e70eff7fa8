// gbm_columns.h
// This component provides `BinnedColumns` and `RankedColumns`, a training matrix by
// columns, laid out once for all fits of gradient boosting, to its searches for splits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "table/matrix.h"

namespace credence::learner {

// Every column in at most 255 bins of about equally many rows, or of one value each
// when there are no more values than that; a value that many rows share has a bin to
// itself.
class BinnedColumns {
 public:
  static constexpr std::size_t most_bins = 255;

  explicit BinnedColumns(const table::Matrix& matrix);

  std::size_t columns() const { return first_bin_.size() - 1; }
  // Bins of a column that hold values; the one behind them is for missing values.
  std::size_t bins(std::size_t column) const {
    return first_bin_[column + 1] - first_bin_[column] - 1;
  }
  // Where a column's bins begin when all columns' bins stand in one row.
  std::size_t first_bin(std::size_t column) const { return first_bin_[column]; }
  std::size_t all_bins() const { return first_bin_.back(); }
  // One per row.
  const std::uint8_t* of(std::size_t column) const {
    return bin_.data() + column * rows_;
  }
  // The smallest and the largest value in a bin.
  double lowest(std::size_t column, std::size_t bin) const {
    return lowest_[first_bin_[column] + bin];
  }
  double highest(std::size_t column, std::size_t bin) const {
    return highest_[first_bin_[column] + bin];
  }

 private:
  std::size_t rows_;
  std::vector<std::size_t> first_bin_;    // p + 1
  std::vector<std::uint8_t> bin_;         // p x n
  std::vector<double> lowest_, highest_;  // one per bin
};

// Every column's distinct values, and which of them each row has.
class RankedColumns {
 public:
  explicit RankedColumns(const table::Matrix& matrix);

  std::size_t rows() const { return rows_; }
  // Ascending; the rank of a missing value is their number.
  std::span<const double> values(std::size_t column) const {
    return {values_.data() + first_value_[column],
            values_.data() + first_value_[column + 1]};
  }
  // One per row.
  const std::uint32_t* ranks(std::size_t column) const {
    return rank_.data() + column * rows_;
  }
  // Rows by rank, rows of one rank in their order.
  std::span<const std::uint32_t> order(std::size_t column) const {
    return {order_.data() + column * rows_, rows_};
  }

 private:
  std::size_t rows_;
  std::vector<std::size_t> first_value_;  // p + 1
  std::vector<double> values_;
  std::vector<std::uint32_t> rank_, order_;  // p x n
};

// The middle of two neighbours a < b, as scikit-learn computes it, and in any case not
// below a and below b.
double middle(double a, double b);

}  // namespace credence::learner
