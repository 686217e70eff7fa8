// gbm_splits.h
// This component provides `SplitSearch`, which finds the best split of a node, in two
// kinds, to the trees of gradient boosting.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "learner/gbm_columns.h"
#include "learner/gbm_tally.h"

namespace credence::learner {

// Left when the value is at most the threshold; a missing one when `missing_left`.
struct Split {
  double gain = -1;  // as Cut::gain; below 0: there is none
  std::size_t column = 0;
  double threshold = 0;
  bool missing_left = false;
  std::uint32_t last_left = 0;  // the bin or the rank, of the search's columns
};

// A node that is to be split, with its rows in ascending order. `sums` belongs to the
// search.
struct OpenNode {
  std::span<const std::uint32_t> rows;
  Tally total;  // of the rows
  std::int32_t sums = -1;
};

struct SplitTerms {
  ClassWeights weights;
  std::int64_t min_rows = 1;                     // on either side
  std::span<const std::int8_t> directions = {};  // as Learner::bind takes them

  std::int8_t direction(std::size_t column) const {
    return directions.empty() ? std::int8_t{0} : directions[column];
  }
};

// For one fit, by one thread. `begin` starts a tree; then nodes are opened, root first,
// each after its parent.
class SplitSearch {
 public:
  virtual ~SplitSearch() = default;
  // `tallies`: one per row of the matrix.
  virtual void begin(std::span<const Tally> tallies) = 0;
  virtual void open_root(OpenNode& root) = 0;
  // Opens those of the children that are to be split themselves (others are null), of
  // which `left_rows` and `right_rows` are all rows, and closes their parent.
  virtual void open_children(OpenNode& parent, std::span<const std::uint32_t> left_rows,
                             OpenNode* left, std::span<const std::uint32_t> right_rows,
                             OpenNode* right) = 0;
  // The better of `best` and the best split by one of `columns`; of equal ones that of
  // the first column.
  virtual Split better_split(const OpenNode& node, std::span<const std::size_t> columns,
                             const SplitTerms& terms, Split best) = 0;
  virtual void close(OpenNode& node) = 0;
  // Puts the rows of a node that `split` sends left before the others, each in their
  // order, and returns how many they are.
  virtual std::size_t divide(std::span<std::uint32_t> rows, const Split& split) = 0;
};

// As SplitSearch::divide, by the code that each row has in the split's column.
template <class Code>
std::size_t divide_by_code(std::span<std::uint32_t> rows, const Code* codes,
                           std::size_t missing_code, const Split& split,
                           std::vector<std::uint32_t>& right) {
  right.resize(rows.size());
  std::size_t left_count = 0, right_count = 0;
  for (const std::uint32_t row : rows) {
    const std::uint32_t code = codes[row];
    const bool left =
        code <= split.last_left || (split.missing_left && code == missing_code);
    rows[left_count] = row;
    right[right_count] = row;
    left_count += left;
    right_count += !left;
  }
  std::copy_n(right.begin(), right_count,
              rows.begin() + static_cast<std::ptrdiff_t>(left_count));
  return left_count;
}

// Between all distinct values of a node.
std::unique_ptr<SplitSearch> exact_search(const RankedColumns& columns);

// Between bins. When nodes mostly try most columns (`whole`), sums by bin are made for
// all columns at once, and the larger child's are its parent's minus its sibling's.
std::unique_ptr<SplitSearch> histogram_search(const BinnedColumns& columns, bool whole);

}  // namespace credence::learner
