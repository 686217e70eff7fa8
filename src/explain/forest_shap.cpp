#include "explain/forest_shap.h"

#include <cassert>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>

#include "model/forest_walk.h"

namespace credence::explain {
namespace {

// Two points at a time, which every processor of the kind does in one instruction.
using Pair [[gnu::vector_size(16)]] = double;

Pair load(const double* numbers) {
  Pair pair;
  std::memcpy(&pair, numbers, sizeof pair);
  return pair;
}

void store(double* numbers, Pair pair) { std::memcpy(numbers, &pair, sizeof pair); }

}  // namespace

// One row's way through one tree, for `width` points t of the quadrature. At each of
// them `reach` is the probability to come to an edge, and `expected` the expectation
// below it. With p the probability to go left at a split,
//   p = left_share + known x step, where step = went_left - left_share,
//   expected = p expected_left + (1 - p) expected_right,
// so that the derivative of the tree's expectation by how well its column is known is
//   reach x known' x step x (expected_left - expected_right).
// If the row left the path at an earlier split on the same column, then whoever comes
// here does not know the column, whatever t is.
template <int width>
class ForestShap::Walk {
 public:
  // `agrees` has a place per edge; `numbers` has 2 x width per edge and per inner
  // split.
  Walk(const ForestShap& shap, const Tree& tree, int block, std::span<const double> row,
       std::uint8_t* agrees, double* numbers)
      : shap_(shap),
        tree_(tree),
        splits_(shap.splits_.data() + tree.first_split),
        curves_(shap.curves_.data() + static_cast<std::size_t>(block) * 2 * width),
        row_(row),
        agrees_(agrees),
        reach_(numbers),
        expected_(reach_ + (2 * tree.inner_splits + 2) * width),
        goes_left_(expected_ + (2 * tree.inner_splits + 2) * width),
        slope_(goes_left_ + tree.inner_splits * width) {}

  void add_to(std::span<double> contributions) {
    go_down(*this);
    take_last_splits(*this, contributions);
    fill_leaves(*this);
    go_up(*this, contributions);
  }

 private:
  struct Turn {
    bool left;
    std::uint8_t agreed;  // with all earlier splits on the column
    double step;
    const double* known;  // and, `width` further on, known' x weight
  };

  // Without branches, which for half of the splits would be guessed wrongly.
  Turn turn_at(const Split& split) const {
    constexpr double ends[] = {0, 1};
    const bool left =
        model::goes_left(split.node, shap_.operator_,
                         row_[static_cast<std::size_t>(split.node.feature)]);
    const std::uint8_t agreed = agrees_[split.same_edge];
    return {left, agreed, ends[left] - split.left_share,
            curves_ + (tree_.unknown + agreed * (split.curve - tree_.unknown))};
  }

  // The steps take the walk by value: what they store cannot change its pointers, which
  // so stay in registers.
  static void go_down(const Walk walk) {
    walk.agrees_[0] = walk.agrees_[1] = 1;
    for (int k = 0; k < width; ++k) walk.reach_[width + k] = 1;
    for (std::size_t i = 0; i < walk.tree_.inner_splits; ++i) {
      const Split& split = walk.splits_[i];
      const Turn turn = walk.turn_at(split);
      walk.agrees_[2 * i + 2] = turn.agreed & static_cast<std::uint8_t>(turn.left);
      walk.agrees_[2 * i + 3] = turn.agreed & static_cast<std::uint8_t>(!turn.left);
      const double* const here = walk.reach_ + split.edge * width;
      double* const below = walk.reach_ + (2 * i + 2) * width;
#pragma GCC unroll 4
      for (int k = 0; k < width; k += 2) {
        const Pair p = split.left_share + load(turn.known + k) * turn.step;
        const Pair arriving = load(here + k);
        store(walk.goes_left_ + i * width + k, p);
        store(walk.slope_ + i * width + k,
              arriving * load(turn.known + width + k) * turn.step);
        store(below + k, arriving * p);
        store(below + width + k, arriving * (1 - p));
      }
    }
  }

  // Down and up in one.
  static void take_last_splits(const Walk walk, std::span<double> contributions) {
    for (std::size_t i = walk.tree_.inner_splits; i < walk.tree_.splits; ++i) {
      const Split& split = walk.splits_[i];
      const Turn turn = walk.turn_at(split);
      const double unknowing = split.right + split.left_share * split.difference;
      const double change = turn.step * split.difference;
      const double* const arriving = walk.reach_ + split.edge * width;
      double* const here = walk.expected_ + split.edge * width;
      Pair contribution{};
#pragma GCC unroll 4
      for (int k = 0; k < width; k += 2) {
        store(here + k, unknowing + load(turn.known + k) * change);
        contribution += load(arriving + k) * load(turn.known + width + k);
      }
      contributions[static_cast<std::size_t>(split.node.feature)] +=
          (contribution[0] + contribution[1]) * change;
    }
  }

  static void fill_leaves(const Walk walk) {
    const std::span<const Leaf> all(walk.shap_.leaves_);
    for (const Leaf& leaf : all.subspan(walk.tree_.first_leaf, walk.tree_.leaves)) {
      const Pair value = Pair{} + leaf.value;
#pragma GCC unroll 4
      for (int k = 0; k < width; k += 2)
        store(walk.expected_ + leaf.edge * width + k, value);
    }
  }

  static void go_up(const Walk walk, std::span<double> contributions) {
    for (std::size_t i = walk.tree_.inner_splits; i-- > 0;) {
      const double* const below = walk.expected_ + (2 * i + 2) * width;
      double* const here = walk.expected_ + walk.splits_[i].edge * width;
      Pair contribution{};
#pragma GCC unroll 4
      for (int k = 0; k < width; k += 2) {
        const Pair right = load(below + width + k);
        const Pair difference = load(below + k) - right;
        store(here + k, right + load(walk.goes_left_ + i * width + k) * difference);
        contribution += load(walk.slope_ + i * width + k) * difference;
      }
      contributions[static_cast<std::size_t>(walk.splits_[i].node.feature)] +=
          contribution[0] + contribution[1];
    }
  }

  const ForestShap& shap_;
  const Tree& tree_;
  const Split* const splits_;
  const double* const curves_;
  const std::span<const double> row_;
  // Per edge: whether the row agrees with all splits of its column on the way.
  std::uint8_t* const agrees_;
  double* const reach_;      // edges x width
  double* const expected_;   // edges x width
  double* const goes_left_;  // inner splits x width
  double* const slope_;      // inner splits x width
};

void ForestShap::add(std::span<const double> row,
                     std::span<double> contributions) const {
  assert(row.size() == contributions.size());
  const std::size_t edges = 2 * most_inner_splits_ + 2;
  const auto agrees = std::make_unique_for_overwrite<std::uint8_t[]>(edges);
  const auto numbers = std::make_unique_for_overwrite<double[]>(
      (2 * edges + 2 * most_inner_splits_) * widest_block);
  for (const Tree& tree : trees_) {
    const auto walk = [&]<int width>(std::integral_constant<int, width>) {
      for (int block = 0; block < tree.points / width; ++block)
        Walk<width>(*this, tree, block, row, agrees.get(), numbers.get())
            .add_to(contributions);
    };
    if (tree.points == 2)
      walk(std::integral_constant<int, 2>());
    else if (tree.points == 4)
      walk(std::integral_constant<int, 4>());
    else if (tree.points == 6)
      walk(std::integral_constant<int, 6>());
    else
      walk(std::integral_constant<int, widest_block>());
  }
}

}  // namespace credence::explain
