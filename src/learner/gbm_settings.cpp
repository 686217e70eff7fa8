#include "learner/gbm_settings.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "learner/parameter_rules.h"

namespace credence::learner {
namespace {

using enum ParameterKind;

// Defaults are scikit-learn's.
const std::vector<ParameterRule>& rules() {
  static const std::vector<ParameterRule> all = {
      {"n_estimators", integer, std::int64_t{100}, 1, 100000},
      {"learning_rate", real, 0.1, 0, 10, true},
      {"max_depth", integer, std::int64_t{3}, 1, 64},
      {"min_samples_split", integer, std::int64_t{2}, 2, 1e9},
      {"min_samples_leaf", integer, std::int64_t{1}, 1, 1e9},
      {"max_features", choice_or_real, 1.0, 0, 1, true, {"sqrt", "log2"}},
      {"subsample", real, 1.0, 0, 1, true},
      {"splitter", choice, std::string("hist"), 0, 0, false, {"hist", "exact"}},
      {"class_weight", choice, std::string("none"), 0, 0, false, {"none", "balanced"}},
      {"n_iter_no_change", integer, std::int64_t{0}, 0, 100000},
      {"validation_fraction", real, 0.1, 0, 0.9, true},
      {"tol", real, 1e-4, 0},
  };
  return all;
}

}  // namespace

std::size_t GbmSettings::features_drawn(std::size_t columns) const {
  const auto* name = std::get_if<std::string>(&max_features);
  const double p = static_cast<double>(columns);
  const double drawn = !name ? std::get<double>(max_features) * p
                       : *name == "sqrt"
                           ? std::sqrt(p)
                           : static_cast<double>(std::bit_width(columns) - 1);
  return std::max<std::size_t>(1, static_cast<std::size_t>(drawn));
}

Result<portfolio::Parameters> complete_gbm(const portfolio::Parameters& given) {
  return complete("gbm", given, rules());
}

GbmSettings gbm_settings(const portfolio::Parameters& parameters) {
  GbmSettings settings;
  settings.n_estimators = integer_of(parameters, "n_estimators");
  settings.learning_rate = real_of(parameters, "learning_rate");
  settings.max_depth = integer_of(parameters, "max_depth");
  settings.min_samples_split = integer_of(parameters, "min_samples_split");
  settings.min_samples_leaf = integer_of(parameters, "min_samples_leaf");
  const portfolio::ParameterValue& drawn = parameters.at("max_features");
  if (const auto* name = std::get_if<std::string>(&drawn))
    settings.max_features = *name;
  else
    settings.max_features = std::get<double>(drawn);
  settings.subsample = real_of(parameters, "subsample");
  settings.exact = choice_of(parameters, "splitter") == "exact";
  settings.balanced = choice_of(parameters, "class_weight") == "balanced";
  settings.n_iter_no_change = integer_of(parameters, "n_iter_no_change");
  settings.validation_fraction = real_of(parameters, "validation_fraction");
  settings.tol = real_of(parameters, "tol");
  return settings;
}

}  // namespace credence::learner
