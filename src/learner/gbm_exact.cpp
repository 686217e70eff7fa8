// The exact search: sums over the rows of each distinct value in the node.
#include <algorithm>
#include <limits>
#include <vector>

#include "learner/gbm_cut.h"
#include "learner/gbm_splits.h"

namespace credence::learner {
namespace {

class ExactSearch : public SplitSearch {
 public:
  explicit ExactSearch(const RankedColumns& columns)
      : columns_(columns), node_of_row_(columns.rows(), -1) {}

  void begin(std::span<const Tally> tallies) override {
    tallies_ = tallies;
    std::ranges::fill(node_of_row_, -1);
    opened_ = 0;
  }

  void open_root(OpenNode& root) override { open(root); }

  void open_children(OpenNode&, std::span<const std::uint32_t>, OpenNode* left,
                     std::span<const std::uint32_t>, OpenNode* right) override {
    if (left) open(*left);
    if (right) open(*right);
  }

  Split better_split(const OpenNode& node, std::span<const std::size_t> columns,
                     const SplitTerms& terms, Split best) override {
    for (const std::size_t column : columns) try_column(node, column, terms, best);
    return best;
  }

  void close(OpenNode&) override {}

  std::size_t divide(std::span<std::uint32_t> rows, const Split& split) override {
    return divide_by_code(rows, columns_.ranks(split.column),
                          columns_.values(split.column).size(), split, right_rows_);
  }

 private:
  void try_column(const OpenNode& node, std::size_t column, const SplitTerms& terms,
                  Split& best) {
    const Tally missing = group_by_value(node, column);
    const auto cut =
        best_cut(groups_, missing, node.total, terms.weights, terms.min_rows,
                 std::max(best.gain, 0.0), terms.direction(column));
    if (!cut || (cut->gain == best.gain && column > best.column)) return;
    const auto values = columns_.values(column);
    const bool only_missing_right = cut->last_left + 1 == groups_.size();
    const double threshold = only_missing_right
                                 ? std::numeric_limits<double>::infinity()
                                 : middle(values[ranks_[cut->last_left]],
                                          values[ranks_[cut->last_left + 1]]);
    best = {cut->gain, column, threshold, cut->missing_left, ranks_[cut->last_left]};
  }

  void open(OpenNode& node) {
    node.sums = opened_++;
    for (const std::uint32_t row : node.rows) node_of_row_[row] = node.sums;
  }

  // Fills `ranks_` and `groups_`; returns the rows without a value. A node of many rows
  // picks them from the column's order, one of few sorts them.
  Tally group_by_value(const OpenNode& node, std::size_t column) {
    ranks_.clear();
    groups_.clear();
    const auto missing_rank =
        static_cast<std::uint32_t>(columns_.values(column).size());
    const std::uint32_t* ranks = columns_.ranks(column);
    Tally missing;
    const auto add = [&](std::uint32_t row) {
      const std::uint32_t rank = ranks[row];
      if (rank == missing_rank) {
        missing += tallies_[row];
        return;
      }
      if (ranks_.empty() || ranks_.back() != rank) {
        ranks_.push_back(rank);
        groups_.emplace_back();
      }
      groups_.back() += tallies_[row];
    };
    if (node.rows.size() * 16 >= columns_.rows()) {
      for (const std::uint32_t row : columns_.order(column))
        if (node_of_row_[row] == node.sums) add(row);
      return missing;
    }
    keys_.clear();
    for (const std::uint32_t row : node.rows)
      keys_.push_back(std::uint64_t{ranks[row]} << 32 | row);
    std::ranges::sort(keys_);
    for (const std::uint64_t key : keys_) add(static_cast<std::uint32_t>(key));
    return missing;
  }

  const RankedColumns& columns_;
  std::span<const Tally> tallies_;
  std::vector<std::int32_t> node_of_row_;
  std::int32_t opened_ = 0;
  std::vector<std::uint32_t> ranks_;  // of the groups
  std::vector<Tally> groups_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> right_rows_;
};

}  // namespace

std::unique_ptr<SplitSearch> exact_search(const RankedColumns& columns) {
  return std::make_unique<ExactSearch>(columns);
}

}  // namespace credence::learner
