// The search by histogram: sums over the rows of each bin in the node.
#include <algorithm>
#include <array>
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
      : columns_(columns),
        whole_(whole),
        few_columns_(at_once * (BinnedColumns::most_bins + 1)) {}

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

  Split better_split(const OpenNode& node, std::span<const std::size_t> columns,
                     const SplitTerms& terms, Split best) override {
    if (node.sums >= 0) {
      const Tally* all = histogram(node.sums);
      for (const std::size_t column : columns)
        try_column(node, column, all + columns_.first_bin(column), terms, best);
      return best;
    }
    gather(node.rows);
    for (; columns.size() >= at_once; columns = columns.subspan(at_once))
      build_and_try<at_once>(node, columns.first<at_once>(), terms, best);
    for (; !columns.empty(); columns = columns.subspan(1))
      build_and_try<1>(node, columns.first<1>(), terms, best);
    return best;
  }

  void close(OpenNode& node) override {
    if (node.sums >= 0) spare_.push_back(std::exchange(node.sums, -1));
  }

  std::size_t divide(std::span<std::uint32_t> rows, const Split& split) override {
    return divide_by_code(rows, columns_.of(split.column), columns_.bins(split.column),
                          split, right_rows_);
  }

 private:
  // Columns whose sums are made in one pass, which so need not wait for each other.
  static constexpr std::size_t at_once = 4;

  void try_column(const OpenNode& node, std::size_t column, const Tally* sums,
                  const SplitTerms& terms, Split& best) const {
    const std::size_t bins = columns_.bins(column);
    const auto cut =
        best_cut({sums, bins}, sums[bins], node.total, terms.weights, terms.min_rows,
                 std::max(best.gain, 0.0), terms.direction(column));
    if (!cut || (cut->gain == best.gain && column > best.column)) return;
    best = {cut->gain, column, threshold_of(column, cut->last_left, {sums, bins}),
            cut->missing_left, static_cast<std::uint32_t>(cut->last_left)};
  }

  template <std::size_t count>
  void build_and_try(const OpenNode& node, std::span<const std::size_t, count> columns,
                     const SplitTerms& terms, Split& best) {
    std::array<Tally*, count> sums;
    for (std::size_t k = 0; k < count; ++k) {
      sums[k] = few_columns_.data() + k * (BinnedColumns::most_bins + 1);
      std::fill_n(sums[k], columns_.bins(columns[k]) + 1, Tally{});
    }
    add_rows(node.rows, columns, sums);
    for (std::size_t k = 0; k < count; ++k)
      try_column(node, columns[k], sums[k], terms, best);
  }

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
    std::size_t column = 0;
    for (; column + at_once <= columns_.columns(); column += at_once)
      add_columns<at_once>(rows, column, sums);
    for (; column < columns_.columns(); ++column) add_columns<1>(rows, column, sums);
    return made;
  }

  template <std::size_t count>
  void add_columns(Rows rows, std::size_t first, Tally* sums) const {
    std::array<std::size_t, count> columns;
    std::array<Tally*, count> of_column;
    for (std::size_t k = 0; k < count; ++k) {
      columns[k] = first + k;
      of_column[k] = sums + columns_.first_bin(first + k);
    }
    add_rows(rows, std::span<const std::size_t, count>(columns), of_column);
  }

  void gather(Rows rows) {
    gathered_.clear();
    for (const std::uint32_t row : rows) gathered_.push_back(tallies_[row]);
  }

  // Adds the gathered rows to the sums of each of `columns`.
  template <std::size_t count>
  void add_rows(Rows rows, std::span<const std::size_t, count> columns,
                std::array<Tally*, count> sums) const {
    std::array<const std::uint8_t*, count> bins;
    for (std::size_t k = 0; k < count; ++k) bins[k] = columns_.of(columns[k]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Tally tally = gathered_[i];
      const std::uint32_t row = rows[i];
#pragma GCC unroll 4
      for (std::size_t k = 0; k < count; ++k) sums[k][bins[k][row]] += tally;
    }
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
  std::vector<Tally> few_columns_, gathered_;
  std::vector<std::uint32_t> right_rows_;
};

}  // namespace

std::unique_ptr<SplitSearch> histogram_search(const BinnedColumns& columns,
                                              bool whole) {
  return std::make_unique<HistogramSearch>(columns, whole);
}

}  // namespace credence::learner
