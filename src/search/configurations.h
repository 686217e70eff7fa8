// configurations.h
// This component provides the points of a search space but for their number of trees,
// to the methods of searching: one boosting run gives the models of every number of
// trees, so that a configuration is drawn once and judged with all of them.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/random.h"
#include "portfolio/parameters.h"

namespace credence::search {

using Point = std::vector<std::size_t>;  // a place in each dimension's values

struct Configurations {
  explicit Configurations(const portfolio::SearchSpace& space);

  std::vector<portfolio::Dimension> grid;        // all but n_estimators
  std::vector<portfolio::ParameterValue> trees;  // of n_estimators; empty: no dimension

  // How many points one configuration stands for.
  std::size_t each() const { return trees.empty() ? 1 : trees.size(); }
  // How many there are, at most a billion: no search tries so many.
  std::size_t size() const;
  // `count` distinct ones at random, all of them, in the grid's order, when there are
  // no more. Few cover every dimension evenly: among as many as it has values each
  // occurs once (Latin hypercube sampling: McKay, Beckman, Conover 1979), but for
  // configurations drawn before, which are drawn again.
  std::vector<Point> draw(std::size_t count, Random& random) const;
  // With each number of trees of the first `most`; the order is that of `trees`.
  std::vector<portfolio::Parameters> points(const Point& place, std::size_t most) const;
};

}  // namespace credence::search
