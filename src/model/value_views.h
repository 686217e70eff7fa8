// value_views.h
// This component provides `ValueViews`, the values of a row as the splits of a forest
// read them, to `ForestScorer`: with missing values already sent to the side where a
// split wants them.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "model/forest.h"

namespace credence::model {

// A view is a column under one rule. Left is view <= threshold, for every split
// operator: a missing value that goes left is -infinity there, one that goes right NaN.
class ValueViews {
 public:
  struct Reading {
    std::int32_t view;
    double threshold;
  };

  explicit ValueViews(SplitOperator split) : split_(split) {}

  // How a split of the forest (node.feature >= 0) is to be read.
  Reading reading_of(const Node& node);
  std::size_t size() const { return views_.size(); }
  // `values`: one per view.
  void read(std::span<const double> row, double* values) const;

 private:
  struct View {
    std::int32_t column;
    MissingRule missing;
    bool default_left;
    bool only_missing;  // left: no value lies below the threshold
    friend auto operator<=>(const View&, const View&) = default;
  };
  struct Plain {  // a view as most are: the column's value
    std::size_t column;
    double if_nan;
  };
  struct Unusual {  // where other values count as missing, or none is below
    std::size_t place;
    View view;
  };

  SplitOperator split_;
  std::vector<Plain> views_;
  std::vector<Unusual> unusual_;
  std::map<View, std::int32_t> place_;
};

}  // namespace credence::model
