#include "learner/gbm_rows.h"

#include <algorithm>
#include <cmath>

namespace credence::learner {
namespace {

RowList select(std::span<const std::uint32_t> rows, std::size_t wanted,
               Random& random) {
  RowList chosen;
  chosen.reserve(wanted);
  for (std::size_t i = 0; chosen.size() < wanted; ++i)
    if (random.below(rows.size() - i) < wanted - chosen.size())
      chosen.push_back(rows[i]);
  return chosen;
}

}  // namespace

Result<Division> divide_rows(std::span<const std::int8_t> labels, double fraction,
                             Random& random) {
  RowList of_class[2];
  for (std::uint32_t row = 0; row < labels.size(); ++row)
    of_class[labels[row]].push_back(row);
  const double wanted = std::ceil(fraction * static_cast<double>(labels.size()));
  const double bad_wanted =
      std::round(wanted * static_cast<double>(of_class[1].size()) /
                 static_cast<double>(labels.size()));
  const double wanted_of[2] = {wanted - bad_wanted, bad_wanted};
  Division division;
  for (const int label : {0, 1}) {
    const RowList& rows = of_class[label];
    const auto count = static_cast<std::size_t>(wanted_of[label]);
    if (fraction > 0 && (count == 0 || count >= rows.size()))
      return bad_input(
          "validation_fraction {} of the {} {} training rows is {}; both training and "
          "validation need good and bad rows",
          fraction, rows.size(), label == 1 ? "bad" : "good", count);
    const RowList chosen = select(rows, count, random);
    division.validation.insert(division.validation.end(), chosen.begin(), chosen.end());
    std::ranges::set_difference(rows, chosen, std::back_inserter(division.training));
  }
  std::ranges::sort(division.training);
  std::ranges::sort(division.validation);
  return division;
}

RowList sample_rows(std::span<const std::uint32_t> rows, double share, Random& random) {
  if (share >= 1) return {rows.begin(), rows.end()};
  const double wanted = std::floor(share * static_cast<double>(rows.size()));
  return select(rows, std::max<std::size_t>(1, static_cast<std::size_t>(wanted)),
                random);
}

}  // namespace credence::learner
