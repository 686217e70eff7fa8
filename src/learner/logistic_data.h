// logistic_data.h
// This component provides `LogisticData`, a training matrix laid out for the sums that
// logistic regression needs, and those sums, to its solver. Every sum has one order of
// summation, whatever the processor or the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "table/matrix.h"

namespace credence::learner {

// Rows are put together in blocks of one class each, so that class weight and sign are
// constant in a block; within a block a column's values stand together. Margins, slopes
// and curvatures have one place per row and per place of padding.
class LogisticData {
 public:
  static constexpr std::size_t block_rows = 256;

  LogisticData(const table::Matrix& matrix, std::span<const std::int8_t> labels);

  std::size_t columns() const { return columns_; }
  std::size_t places() const { return blocks_.size() * block_rows; }
  // Rows of class 0 and 1.
  const std::array<std::size_t, 2>& class_rows() const { return class_rows_; }

  // margins[i] = intercept + sum over columns of coefficient x value
  void margins(double intercept, std::span<const double> coefficients,
               std::span<double> margins) const;

  // The weighted sum of log(1 + exp(-y m)) over rows; its first and second derivative
  // by each margin, 0 on padding.
  double loss(std::span<const double> margins,
              const std::array<double, 2>& class_weights, std::span<double> slopes,
              std::span<double> curvatures) const;

  // X'slopes, with the intercept's sum in front: 1 + p numbers.
  std::vector<double> gradient(std::span<const double> slopes) const;

  // (1, X)'diag(curvatures)(1, X): (1 + p) x (1 + p), both triangles.
  std::vector<double> gram(std::span<const double> curvatures) const;

 private:
  struct Block {
    int label;
    std::size_t rows;
  };
  const double* column(std::size_t block, std::size_t j) const {
    return values_.data() + (block * columns_ + j) * block_rows;
  }

  std::size_t columns_;
  std::array<std::size_t, 2> class_rows_{};
  std::vector<Block> blocks_;
  std::vector<double> values_;
};

}  // namespace credence::learner
