// gbm_tally.h
// This component provides `Tally`, the sums by which gradient boosting judges a split,
// to its searches for splits and its trees.
#pragma once

#include <cmath>
#include <cstdint>

namespace credence::learner {

// What a set of rows adds up to. All are integers, so that sums are exact in any order:
// a split has the same gain to the last bit however its sums were come by, and ties
// between columns are ties.
struct Tally {
  std::int64_t residual = 0;  // weighted residuals in units of a `ResidualUnit`
  std::int64_t counted = 0;   // rows + bad rows x 2^32

  static Tally of(std::int64_t residual, std::int8_t label) {
    return {residual, 1 + (static_cast<std::int64_t>(label) << 32)};
  }
  std::int64_t rows() const { return counted & 0xffffffff; }
  std::int64_t bad_rows() const { return counted >> 32; }

  Tally& operator+=(const Tally& other) {
    residual += other.residual;
    counted += other.counted;
    return *this;
  }
  Tally& operator-=(const Tally& other) {
    residual -= other.residual;
    counted -= other.counted;
    return *this;
  }
  friend Tally operator+(Tally a, const Tally& b) { return a += b; }
  friend Tally operator-(Tally a, const Tally& b) { return a -= b; }
  friend bool operator==(const Tally&, const Tally&) = default;
};

// What a row of class 0 and of class 1 counts.
struct ClassWeights {
  double good = 1, bad = 1;

  double of(std::int8_t label) const { return label == 1 ? bad : good; }
  double of(const Tally& tally) const {
    return good * static_cast<double>(tally.rows() - tally.bad_rows()) +
           bad * static_cast<double>(tally.bad_rows());
  }
};

// A power of two, so large that the residuals of rows that weigh `total_weight`
// together add up to less than 2^52, which is exact as a double, too: a residual is at
// most its row's weight.
class ResidualUnit {
 public:
  explicit ResidualUnit(double total_weight)
      : per_one_(std::ldexp(1.0, 51 - std::ilogb(total_weight + 1))) {}
  std::int64_t count(double residual) const {
    return static_cast<std::int64_t>(residual * per_one_);
  }

 private:
  double per_one_;
};

}  // namespace credence::learner
