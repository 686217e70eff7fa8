// bin_tables.h
// This component provides the table of bins of every feature, what each bin says of the
// outcome and how its share moves from one sample to another, to reports.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::features {

enum class BinKind {
  range,     // of numbers
  category,  // one of a feature's texts
  unseen,    // categories that were not in training
  missing,
};

struct FeatureBin {
  BinKind kind = BinKind::range;
  std::string label;  // "0.30 - 0.60", the category, "not in training", "missing"
  double lowest = 0, highest = 0;  // a range's values in training
  std::int64_t rows = 0, bad = 0;  // in training
  // Of training; 0 where it has no row in this bin. The weight of evidence is
  // ln(g / b), the contribution to the information value (g - b) ln(g / b), for the
  // shares g of the good and b of the bad that the bin holds (univariate.h).
  double bad_rate = 0, weight_of_evidence = 0, information_value = 0;
};

// How many rows of another sample each bin holds, and how far that is from training.
struct BinnedSample {
  std::string name, base_name;     // as given
  std::vector<std::int64_t> rows;  // one per bin
  double stability_index = 0;      // metric::population_stability from its base to it
};

struct BinTable {
  std::string feature;
  double information_value = 0;  // the sum over its bins
  std::vector<FeatureBin> bins;  // ranges ascending; an ordinal's categories in its
                                 // order, a nominal's by rows, most first; then
                                 // unseen and missing, where any sample has them
  std::vector<BinnedSample> samples;  // those given that have rows, in their order
};

struct NamedRows {
  std::string name;  // "test", "out of time"
  std::vector<std::uint32_t> rows;
  // What they are compared with, when that is not the training rows: the earlier rows,
  // since the training rows hold some of the latest.
  std::string base_name = "training";
  std::vector<std::uint32_t> base = {};
};

// One table per Portfolio::features. `training` are row numbers of `set` with an
// outcome; the rows of `others` need none. Fails with `bad_input` when `training` is
// empty.
Result<std::vector<BinTable>> bin_tables(const portfolio::Portfolio& portfolio,
                                         const FeatureSet& set,
                                         std::span<const std::uint32_t> training,
                                         std::span<const NamedRows> others);

}  // namespace credence::features
