#include "learner/logistic_data.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/exact_math.h"

namespace credence::learner {
namespace {

constexpr std::size_t lanes = 2;  // of SSE2, which every 64-bit processor has
using Reals [[gnu::vector_size(16), gnu::may_alias]] = double;
using Integers [[gnu::vector_size(16), gnu::may_alias]] = std::int64_t;

Reals load(const double* place) { return *reinterpret_cast<const Reals*>(place); }
void store(double* place, Reals value) { *reinterpret_cast<Reals*>(place) = value; }
Reals both(double value) { return Reals{value, value}; }
double sum(Reals value) { return value[0] + value[1]; }

// exp(x) for x <= 0, to about one unit in the last place: x = k ln 2 + r, |r| <= ln 2 /
// 2, exp(r) by its series. Plain IEEE operations, so the same bits on every processor.
Reals exp_of_negative(Reals x) {
  constexpr double shift = 0x1.8p52;  // adding it rounds to an integer in the low bits
  x = x < both(-700) ? both(-700) : x;
  const Reals shifted = x * both(1.44269504088896340736) + both(shift);
  const Reals k = shifted - both(shift);
  const Reals r = (x - k * both(0x1.62e42fefap-1)) - k * both(0x1.cf79abc9e3b3ap-40);
  static constexpr double inverse_factorials[] = {1.0 / 6227020800,
                                                  1.0 / 479001600,
                                                  1.0 / 39916800,
                                                  1.0 / 3628800,
                                                  1.0 / 362880,
                                                  1.0 / 40320,
                                                  1.0 / 5040,
                                                  1.0 / 720,
                                                  1.0 / 120,
                                                  1.0 / 24,
                                                  1.0 / 6,
                                                  0.5,
                                                  1,
                                                  1};
  Reals series = both(inverse_factorials[0]);
  for (std::size_t i = 1; i < std::size(inverse_factorials); ++i)
    series = series * r + both(inverse_factorials[i]);
  Integers bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 1023) << 52;
  Reals power;
  std::memcpy(&power, &bits, sizeof power);
  return series * power;
}

// Columns worked on together in the Gram matrix: 3 x 3 running sums and 6 columns fill
// the 16 vector registers.
constexpr std::size_t tile = 3;

// sums[a][b] of the products of columns a and b over one block.
void add_tile(const double* left, const double* right, double* target,
              std::size_t stride) {
  constexpr std::size_t rows = LogisticData::block_rows;
  Reals s00{}, s01{}, s02{}, s10{}, s11{}, s12{}, s20{}, s21{}, s22{};
  for (std::size_t i = 0; i < rows; i += lanes) {
    const Reals b0 = load(right + i), b1 = load(right + rows + i),
                b2 = load(right + 2 * rows + i);
    Reals a = load(left + i);
    s00 += a * b0, s01 += a * b1, s02 += a * b2;
    a = load(left + rows + i);
    s10 += a * b0, s11 += a * b1, s12 += a * b2;
    a = load(left + 2 * rows + i);
    s20 += a * b0, s21 += a * b1, s22 += a * b2;
  }
  target[0] += sum(s00), target[1] += sum(s01), target[2] += sum(s02);
  target += stride;
  target[0] += sum(s10), target[1] += sum(s11), target[2] += sum(s12);
  target += stride;
  target[0] += sum(s20), target[1] += sum(s21), target[2] += sum(s22);
}

}  // namespace

LogisticData::LogisticData(const table::Matrix& matrix,
                           std::span<const std::int8_t> labels)
    : columns_(matrix.columns()) {
  for (const int label : {0, 1}) {
    std::size_t rows = 0;  // filled in the last block
    for (std::size_t i = 0; i < matrix.rows; ++i) {
      if (labels[i] != label) continue;
      if (rows % block_rows == 0) {
        blocks_.push_back({label, 0});
        values_.resize(values_.size() + columns_ * block_rows, 0.0);
        rows = 0;
      }
      double* block = values_.data() + (blocks_.size() - 1) * columns_ * block_rows;
      const auto values = matrix.row(i);
      for (std::size_t j = 0; j < columns_; ++j)
        block[j * block_rows + rows] = values[j];
      blocks_.back().rows = ++rows;
      ++class_rows_[static_cast<std::size_t>(label)];
    }
  }
}

void LogisticData::margins(double intercept, std::span<const double> coefficients,
                           std::span<double> margins) const {
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    double* out = margins.data() + b * block_rows;
    std::fill_n(out, block_rows, intercept);
    for (std::size_t j = 0; j < columns_; ++j) {
      if (coefficients[j] == 0) continue;
      const double* values = column(b, j);
      const Reals coefficient = both(coefficients[j]);
      for (std::size_t i = 0; i < block_rows; i += lanes)
        store(out + i, load(out + i) + coefficient * load(values + i));
    }
  }
}

double LogisticData::loss(std::span<const double> margins,
                          const std::array<double, 2>& class_weights,
                          std::span<double> slopes,
                          std::span<double> curvatures) const {
  double total = 0;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const double weight = class_weights[static_cast<std::size_t>(blocks_[b].label)];
    const double sign = blocks_[b].label == 1 ? -1 : 1;
    const std::size_t first = b * block_rows;
    // log(1 + exp(u)) = max(u, 0) + log(1 + e), e = exp(-|u|); the logarithms of a
    // block are one logarithm of their product, which is at most 2^256.
    Reals positive{}, product = both(1);
    for (std::size_t i = 0; i < block_rows; i += lanes) {
      const Reals u = both(sign) * load(margins.data() + first + i);
      const Integers valid =
          Integers{static_cast<std::int64_t>(i), static_cast<std::int64_t>(i + 1)} <
          static_cast<std::int64_t>(blocks_[b].rows);
      const Reals zero{};
      const Reals e = exp_of_negative(u > zero ? -u : u);
      const Reals above = both(1) + e;
      const Reals share = both(weight) / above;
      const Reals slope = both(sign) * (u > zero ? share : e * share);
      store(slopes.data() + first + i, valid ? slope : zero);
      store(curvatures.data() + first + i, valid ? e * share / above : zero);
      positive += valid & (u > zero) ? u : zero;
      product *= valid ? above : both(1);
    }
    total += weight * (sum(positive) + exact_log(product[0] * product[1]));
  }
  return total;
}

std::vector<double> LogisticData::gradient(std::span<const double> slopes) const {
  std::vector<double> result(columns_ + 1, 0.0);
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const double* slope = slopes.data() + b * block_rows;
    Reals all{};
    for (std::size_t i = 0; i < block_rows; i += lanes) all += load(slope + i);
    result[0] += sum(all);
    for (std::size_t j = 0; j < columns_; ++j) {
      const double* values = column(b, j);
      Reals even{}, odd{};
      for (std::size_t i = 0; i < block_rows; i += 2 * lanes) {
        even += load(slope + i) * load(values + i);
        odd += load(slope + i + lanes) * load(values + i + lanes);
      }
      result[j + 1] += sum(even) + sum(odd);
    }
  }
  return result;
}

std::vector<double> LogisticData::gram(std::span<const double> curvatures) const {
  const std::size_t size = columns_ + 1;
  const std::size_t padded = (size + tile - 1) / tile * tile;
  std::vector<double> sums(padded * padded, 0.0);
  std::vector<double> rooted(padded * block_rows, 0.0);  // sqrt(curvature) x (1, X)
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    double* root = rooted.data();
    for (std::size_t i = 0; i < block_rows; ++i)
      root[i] = std::sqrt(curvatures[b * block_rows + i]);
    for (std::size_t j = 0; j < columns_; ++j) {
      const double* values = column(b, j);
      double* out = rooted.data() + (j + 1) * block_rows;
      for (std::size_t i = 0; i < block_rows; i += lanes)
        store(out + i, load(root + i) * load(values + i));
    }
    for (std::size_t left = 0; left < padded; left += tile)
      for (std::size_t right = left; right < padded; right += tile)
        add_tile(rooted.data() + left * block_rows, rooted.data() + right * block_rows,
                 sums.data() + left * padded + right, padded);
  }
  std::vector<double> result(size * size);
  for (std::size_t a = 0; a < size; ++a)
    for (std::size_t c = 0; c < size; ++c)
      result[a * size + c] = sums[std::min(a, c) * padded + std::max(a, c)];
  return result;
}

}  // namespace credence::learner
