// binning.h
// This component provides the cutting of one feature into bins, and what each bin says
// of the outcome, to single-feature figures and to the tables of bins in reports.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "table/table.h"

namespace credence::features {

struct Outcomes {
  std::int64_t bad = 0, good = 0;
  std::int64_t rows() const { return bad + good; }
};

// One column cut on some of its rows: numbers into at most ten bins of equal count, as
// far as equal values, which are never parted, allow; every category is a bin.
class Binning {
 public:
  static Binning of(const table::Column& column, std::span<const std::uint32_t> rows);

  std::size_t size() const { return lowest_.empty() ? codes_.size() : lowest_.size(); }

  // A number between two bins belongs to the upper one, one beyond the last to the
  // last. `size()` for a missing value, `size() + 1` for a category that was not among
  // the rows. `column` has to be the one that was cut.
  std::size_t bin_of(const table::Column& column, std::uint32_t row) const;

  // Of numbers, the least and the largest value of each bin among the rows cut.
  const std::vector<double>& lowest() const { return lowest_; }
  const std::vector<double>& highest() const { return highest_; }
  // Of categories, the code of each bin, ascending.
  const std::vector<std::int32_t>& codes() const { return codes_; }

 private:
  std::vector<double> lowest_, highest_;
  std::vector<std::int32_t> codes_;
};

struct Evidence {
  double weight = 0;       // ln(g / b), shares of good and of bad: above 0 is good
  double information = 0;  // (g - b) ln(g / b)
};

// Half a row is added to either side of a bin so that an empty one stays finite
// (Siddiqi 2006). The sum of the information is the feature's information value.
std::vector<Evidence> evidence_of(std::span<const Outcomes> bins);

}  // namespace credence::features
