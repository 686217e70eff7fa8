// quantile_bins.h
// This component provides the cutting of values into bins to the tables of this room.
// Equal values are never parted, so a table does not depend on the order of rows.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace credence::metric {

// The bins - 1 inner edges that cut `ascending` (at least one value) into bins of equal
// count, as far as equal values allow: quantiles of Hyndman and Fan's type 7,
// ascending, equal ones among them, as numpy.quantile and pandas.qcut have them.
std::vector<double> quantile_edges(std::span<const double> ascending, int bins);

// The bin of a value, from 0: a value equal to an edge belongs to the bin below it.
std::size_t bin_of(double value, std::span<const double> inner_edges);

}  // namespace credence::metric
