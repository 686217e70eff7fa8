// The search by histogram: sums over the rows of each bin in the node.
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "learner/gbm_cut.h"
#include "learner/gbm_splits.h"

namespace credence::learner {
namespace {

using Rows = std::span<const std::uint32_t>;

class HistogramSearch : public SplitSearch {
 public:
  HistogramSearch(const BinnedColumns& columns, bool whole)
      : columns_(columns), whole_(whole), one_column_(BinnedColumns::most_bins + 1) {}

  void begin(std::span<const Tally> tallies) override { tallies_ = tallies; }

  void open_root(OpenNode& root) override {
    if (whole_) root.sums = build(root.rows);
  }

  void open_children(OpenNode& parent, Rows left_rows, OpenNode* left, Rows right_rows,
                     OpenNode* right) override {
    if (!whole_) return;
    if (left_rows.size() > right_rows.size()) {
      std::swap(left, right);
      std::swap(left_rows, right_rows);
    }
    OpenNode *const small = left, *const large = right;
    const std::int32_t small_sums = small || large ? build(left_rows) : -1;
    if (large) {
      large->sums = std::exchange(parent.sums, -1);
      subtract(large->sums, small_sums);
    }
    if (small)
      small->sums = small_sums;
    else if (small_sums >= 0)
      spare_.push_back(small_sums);
    close(parent);
  }

  void try_column(const OpenNode& node, std::size_t column, const SplitTerms& terms,
                  Split& best) override {
    const Tally* sums = one_column_.data();
    const std::size_t bins = columns_.bins(column);
    if (node.sums >= 0)
      sums = histogram(node.sums) + columns_.first_bin(column);
    else
      build_one(node.rows, column);
    const auto cut = best_cut({sums, bins}, sums[bins], terms.weights, terms.min_rows);
    if (!cut || cut->gain < best.gain ||
        (cut->gain == best.gain && column > best.column))
      return;
    best = {cut->gain, column, threshold_of(column, cut->last_left, {sums, bins}),
            cut->missing_left};
  }

  void close(OpenNode& node) override {
    if (node.sums >= 0) spare_.push_back(std::exchange(node.sums, -1));
  }

 private:
  Tally* histogram(std::int32_t which) {
    return histograms_[static_cast<std::size_t>(which)].data();
  }

  // Between the last value on the left and the first on the right, of this node or of
  // the bins that they lie in; +infinity when only missing values are on the right.
  double threshold_of(std::size_t column, std::size_t last_left,
                      std::span<const Tally> sums) const {
    for (std::size_t bin = last_left + 1; bin < sums.size(); ++bin)
      if (sums[bin].rows() > 0)
        return middle(columns_.highest(column, last_left),
                      columns_.lowest(column, bin));
    return std::numeric_limits<double>::infinity();
  }

  std::int32_t build(Rows rows) {
    if (spare_.empty()) {
      spare_.push_back(static_cast<std::int32_t>(histograms_.size()));
      histograms_.emplace_back(columns_.all_bins());
    }
    const std::int32_t made = spare_.back();
    spare_.pop_back();
    Tally* sums = histogram(made);
    std::fill_n(sums, columns_.all_bins(), Tally{});
    gather(rows);
    for (std::size_t column = 0; column < columns_.columns(); ++column)
      add_rows(rows, column, sums + columns_.first_bin(column));
    return made;
  }

  void build_one(Rows rows, std::size_t column) {
    std::fill_n(one_column_.data(), columns_.bins(column) + 1, Tally{});
    const std::uint8_t* bin = columns_.of(column);
    for (const std::uint32_t row : rows) one_column_[bin[row]] += tallies_[row];
  }

  void gather(Rows rows) {
    gathered_.clear();
    for (const std::uint32_t row : rows) gathered_.push_back(tallies_[row]);
  }

  void add_rows(Rows rows, std::size_t column, Tally* sums) const {
    const std::uint8_t* bin = columns_.of(column);
    for (std::size_t i = 0; i < rows.size(); ++i) sums[bin[rows[i]]] += gathered_[i];
  }

  void subtract(std::int32_t from, std::int32_t what) {
    Tally* sums = histogram(from);
    const Tally* taken = histogram(what);
    for (std::size_t i = 0; i < columns_.all_bins(); ++i) sums[i] -= taken[i];
  }

  const BinnedColumns& columns_;
  bool whole_;
  std::span<const Tally> tallies_;
  std::vector<std::vector<Tally>> histograms_;
  std::vector<std::int32_t> spare_;  // histograms that no node holds
  std::vector<Tally> one_column_, gathered_;
};

}  // namespace

std::unique_ptr<SplitSearch> histogram_search(const BinnedColumns& columns,
                                              bool whole) {
  return std::make_unique<HistogramSearch>(columns, whole);
}

}  // namespace credence::learner
