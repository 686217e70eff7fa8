// gbm_tree.h
// This component provides `TreeGrower`, which grows the regression trees of gradient
// boosting, to its rounds.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include "base/random.h"
#include "learner/gbm_splits.h"
#include "learner/gbm_tally.h"
#include "model/forest.h"

namespace credence::learner {

struct TreeLimits {
  std::int64_t max_depth = 3;          // of leaves; the root's is 0
  std::int64_t min_samples_split = 2;  // rows of a node that is split
  SplitTerms terms;
  std::size_t features_drawn = 1;  // columns that a node's split is chosen from
};

// What the values of a part of the tree may be.
struct Bounds {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();

  double clipped(double value) const { return std::clamp(value, lower, upper); }
};

// Leaves have no value yet: rows[begin, end) are those that came to `node`, in
// ascending order; the value has to lie in `bounds`.
struct GrownLeaf {
  std::int32_t node;
  std::size_t begin, end;
  Bounds bounds;
};

// Of each row of the matrix, where a tree is grown from it.
struct Derivatives {
  std::span<const double> residuals, curvatures;  // of the loss, by the margin
  std::span<const Tally> tallies;
};

// The Newton step of some rows: sum of residuals / sum of curvatures. 0 where
// probabilities are so certain that it would be infinite.
double newton_step(std::span<const std::uint32_t> rows, const Derivatives& derivatives,
                   const ClassWeights& weights);

struct GrownTree {
  std::vector<model::Node> nodes;  // the root first, children by their place in here
  std::vector<GrownLeaf> leaves;
};

// Depth first, every split the best of the columns drawn for its node; further columns
// are drawn until one has a split. Nodes whose residuals are all but equal are not
// split.
//
// A column with a direction is split in that direction only, and the middle of the two
// sides' Newton steps bounds all leaves of both: then no leaf that a rising value leads
// away from lies on the wrong side of one that it leads to.
class TreeGrower {
 public:
  TreeGrower(std::size_t columns, SplitSearch& search, const TreeLimits& limits)
      : search_(search), limits_(limits), columns_(columns) {}

  // Reorders `rows`, which ascend, by leaf.
  GrownTree grow(std::span<std::uint32_t> rows, const Derivatives& derivatives,
                 Random& random);

 private:
  struct Part {  // of the rows
    std::size_t begin, end;
    Bounds bounds;
    std::size_t size() const { return end - begin; }
  };
  std::span<const std::uint32_t> rows_of(Part part) const {
    return rows_.subspan(part.begin, part.size());
  }
  bool may_be_split(OpenNode& node, std::int64_t depth) const;
  void grow_node(std::size_t place, Part part, std::int64_t depth, OpenNode& node);
  void grow_child(Part part, std::int64_t depth, OpenNode* node);
  Split best_split(const OpenNode& node);
  void bound(Part& left, Part& right, std::int8_t direction) const;
  void draw(std::size_t i);

  SplitSearch& search_;
  TreeLimits limits_;
  // Of the tree being grown.
  std::span<std::uint32_t> rows_;
  Derivatives derivatives_;
  Random* random_ = nullptr;
  std::vector<std::size_t> columns_;
  GrownTree tree_;
};

}  // namespace credence::learner
