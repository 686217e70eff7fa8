#include "learner/gbm_columns.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace credence::learner {
namespace {

struct SortedColumn {
  std::vector<std::uint32_t> order;  // rows by value, missing ones last
  std::size_t present = 0;           // rows that have a value
  std::vector<double> values;        // of all rows, in that order
};

SortedColumn sort_column(const table::Matrix& matrix, std::size_t column) {
  SortedColumn sorted;
  std::vector<std::pair<double, std::uint32_t>> present;
  std::vector<std::uint32_t> missing;
  for (std::uint32_t row = 0; row < matrix.rows; ++row) {
    const double value = matrix.values[row * matrix.columns() + column];
    if (std::isnan(value))
      missing.push_back(row);
    else
      present.emplace_back(value, row);
  }
  std::ranges::sort(present);  // 0 and -0 are equal: their rows stay in order
  sorted.present = present.size();
  for (const auto& [value, row] : present) {
    sorted.order.push_back(row);
    sorted.values.push_back(value);
  }
  sorted.order.insert(sorted.order.end(), missing.begin(), missing.end());
  return sorted;
}

// How many of the sorted values each distinct one has.
std::vector<std::size_t> repetitions(const SortedColumn& sorted) {
  std::vector<std::size_t> counts;
  for (std::size_t i = 0; i < sorted.present; ++i) {
    if (i == 0 || sorted.values[i] != sorted.values[i - 1]) counts.push_back(0);
    ++counts.back();
  }
  return counts;
}

// How many rows each bin takes.
std::vector<std::size_t> fill_bins(const std::vector<std::size_t>& counts,
                                   std::size_t rows) {
  constexpr std::size_t most = BinnedColumns::most_bins;
  if (counts.size() <= most) return counts;
  std::vector<std::size_t> bins;
  std::size_t rest = rows, open = 0;  // rows not yet in a closed bin; in the open one
  const auto close = [&] {
    bins.push_back(open);
    rest -= open;
    open = 0;
  };
  for (const std::size_t count : counts) {
    const auto is_full = [&](std::size_t size) {
      return bins.size() + 1 < most && size * (most - bins.size()) >= rest;
    };
    if (open > 0 && is_full(count)) close();
    open += count;
    if (is_full(open)) close();
  }
  if (open > 0) close();
  return bins;
}

}  // namespace

BinnedColumns::BinnedColumns(const table::Matrix& matrix)
    : rows_(matrix.rows), first_bin_{0}, bin_(matrix.rows * matrix.columns()) {
  for (std::size_t column = 0; column < matrix.columns(); ++column) {
    const SortedColumn sorted = sort_column(matrix, column);
    const auto bins = fill_bins(repetitions(sorted), sorted.present);
    std::uint8_t* bin_of_row = bin_.data() + column * rows_;
    std::size_t place = 0;
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
      lowest_.push_back(sorted.values[place]);
      highest_.push_back(sorted.values[place + bins[bin] - 1]);
      for (const std::size_t end = place + bins[bin]; place < end; ++place)
        bin_of_row[sorted.order[place]] = static_cast<std::uint8_t>(bin);
    }
    for (; place < rows_; ++place)
      bin_of_row[sorted.order[place]] = static_cast<std::uint8_t>(bins.size());
    lowest_.push_back(0);
    highest_.push_back(0);
    first_bin_.push_back(lowest_.size());
  }
}

RankedColumns::RankedColumns(const table::Matrix& matrix)
    : rows_(matrix.rows), first_value_{0}, rank_(matrix.rows * matrix.columns()) {
  for (std::size_t column = 0; column < matrix.columns(); ++column) {
    const SortedColumn sorted = sort_column(matrix, column);
    std::uint32_t* rank_of_row = rank_.data() + column * rows_;
    std::uint32_t distinct = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      const bool is_new =
          i < sorted.present && (i == 0 || sorted.values[i] != sorted.values[i - 1]);
      if (is_new) {
        values_.push_back(sorted.values[i]);
        ++distinct;
      }
      rank_of_row[sorted.order[i]] = i < sorted.present ? distinct - 1 : distinct;
    }
    order_.insert(order_.end(), sorted.order.begin(), sorted.order.end());
    first_value_.push_back(values_.size());
  }
}

double middle(double a, double b) {
  const double halves = a / 2 + b / 2;
  return halves < b ? std::max(a, halves) : a;
}

}  // namespace credence::learner
