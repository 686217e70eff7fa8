// truth.h
// This component provides the true default probability of applications, where it is
// known because the data was made (`credence generate` writes truth.csv), to reports:
// how good could a model be at all?
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::features {

// truth.csv in the folder `data`, or beside the file `data`; none when none lies there.
std::optional<std::filesystem::path> truth_beside(const std::filesystem::path& data);

// One probability per row of `set`, NaN for applications that the file does not hold.
// The file is a CSV with the columns of the application's id (under the portfolio's
// name, or application_id) and `probability_from_observables`, the best that the tables
// allow one to say, or where it has none `probability`; others are ignored, but an
// `outcome` has to be the set's where both have one, since it is the truth of other
// data otherwise. Fails with `bad_input`, naming file and line, on another header, an
// id that is none or stands there twice, a probability that is none, and when none of
// the ids is an application of the set.
Result<std::vector<double>> read_truth(const std::filesystem::path& path,
                                       const portfolio::Portfolio& portfolio,
                                       const FeatureSet& set);

}  // namespace credence::features
