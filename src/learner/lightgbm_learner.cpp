#include "learner/lightgbm_learner.h"

#include <LightGBM/c_api.h>

#include <algorithm>
#include <map>

#include "learner/lightgbm_text.h"
#include "learner/parameter_rules.h"
#include "learner/training_data.h"

namespace credence::learner {
namespace {

using enum ParameterKind;

// Of the library that bin/setup fetches.
constexpr std::string_view library_version = "LightGBM 4.7.0";

// LightGBM reads these names; defaults are its own, but for subsample_freq, without
// which subsample does nothing.
const std::vector<ParameterRule>& rules() {
  static const std::vector<ParameterRule> all = {
      {"n_estimators", integer, std::int64_t{100}, 1, 100000},
      {"learning_rate", real, 0.1, 0, 10, true},
      {"num_leaves", integer, std::int64_t{31}, 2, 131072},
      {"max_depth", integer, std::int64_t{-1}, -1, 1000},
      {"min_child_samples", integer, std::int64_t{20}, 0, 1e9},
      {"min_child_weight", real, 1e-3, 0},
      {"subsample", real, 1.0, 0, 1, true},
      {"subsample_freq", integer, std::int64_t{1}, 0, 1e6},
      {"colsample_bytree", real, 1.0, 0, 1, true},
      {"reg_alpha", real, 0.0, 0},
      {"reg_lambda", real, 0.0, 0},
      {"min_split_gain", real, 0.0, 0},
      {"scale_pos_weight", real, 1.0, 0, 1e9, true},
      // balanced: bad rows weigh as much as good ones together
      {"class_weight", choice, std::string("none"), 0, 0, false, {"none", "balanced"}},
  };
  return all;
}

Result<Parameters> complete(const Parameters& given) {
  return complete("lightgbm", given, rules());
}

// What a C function of the library said; `code` is what it returned.
Result<> checked(int code, std::string_view what) {
  if (code == 0) return {};
  return internal("LightGBM could not {}: {}", what, LGBM_GetLastError());
}

class Booster {
 public:
  Booster() = default;
  Booster(const Booster&) = delete;
  Booster& operator=(const Booster&) = delete;
  ~Booster() {
    if (handle_) LGBM_BoosterFree(handle_);
  }
  BoosterHandle* place() { return &handle_; }
  BoosterHandle get() const { return handle_; }

 private:
  BoosterHandle handle_ = nullptr;
};

Result<std::string> model_text(BoosterHandle booster) {
  std::string text(1 << 20, '\0');
  std::int64_t length = 0;  // with the closing zero
  for (int attempt = 0; attempt < 2; ++attempt) {
    TRY(checked(LGBM_BoosterSaveModelToString(
                    booster, 0, -1, C_API_FEATURE_IMPORTANCE_SPLIT,
                    static_cast<std::int64_t>(text.size()), &length, text.data()),
                "write its model"));
    const bool fits = length <= static_cast<std::int64_t>(text.size());
    text.resize(static_cast<std::size_t>(length));
    if (fits) break;
  }
  text.pop_back();
  return text;
}

// Several threads may train on one Dataset: boosters only read it (each has its own
// histograms, bags and scores), and a Booster's errors and log level are per thread.
class LightgbmTrainer : public Trainer {
 public:
  LightgbmTrainer(DatasetHandle dataset, double good_per_bad)
      : dataset_(dataset), good_per_bad_(good_per_bad) {}
  LightgbmTrainer(const LightgbmTrainer&) = delete;
  LightgbmTrainer& operator=(const LightgbmTrainer&) = delete;
  ~LightgbmTrainer() override { LGBM_DatasetFree(dataset_); }

  Result<Trained> fit(const Parameters& given, std::uint64_t seed) const override {
    const Parameters parameters = TRY(complete(given));
    Trained trained;
    trained.native = TRY(boost(parameters, seed));
    trained.model = TRY(forest_of_lightgbm(trained.native));
    return trained;
  }

  // One boosting run to the largest n_estimators; the smaller ones are its beginnings.
  std::vector<Result<std::vector<double>>> fit_and_score(
      std::span<const Parameters> trials, std::uint64_t seed,
      const table::Matrix& matrix) const override {
    auto scored = score_prefixes(trials, seed, matrix);
    std::vector<Result<std::vector<double>>> results;
    for (std::size_t i = 0; i < trials.size(); ++i)
      if (scored)
        results.emplace_back(std::move((*scored)[i]));
      else
        results.emplace_back(std::unexpected(scored.error()));
    return results;
  }

 private:
  Result<std::vector<std::vector<double>>> score_prefixes(
      std::span<const Parameters> trials, std::uint64_t seed,
      const table::Matrix& matrix) const {
    std::vector<std::size_t> order(trials.size()), counts(trials.size());
    Parameters longest;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const Parameters parameters = TRY(complete(trials[i]));
      order[i] = i;
      counts[i] = static_cast<std::size_t>(integer_of(parameters, "n_estimators"));
      if (counts[i] >= *std::max_element(counts.begin(), counts.end()))
        longest = parameters;
    }
    const std::string text = TRY(boost(longest, seed));
    const auto forest = TRY(forest_of_lightgbm(text));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return counts[i]; });
    std::ranges::sort(counts);
    auto ascending = model::prefix_margins(forest, matrix, counts);
    std::vector<std::vector<double>> margins(trials.size());
    for (std::size_t k = 0; k < order.size(); ++k)
      margins[order[k]] = std::move(ascending[k]);
    return margins;
  }

  Result<std::string> boost(const Parameters& parameters, std::uint64_t seed) const {
    Booster booster;
    TRY(checked(LGBM_BoosterCreate(dataset_, settings(parameters, seed).c_str(),
                                   booster.place()),
                "start training"));
    const std::int64_t rounds = integer_of(parameters, "n_estimators");
    int finished = 0;  // no split is left that is worth making
    for (std::int64_t round = 0; round < rounds && finished == 0; ++round)
      TRY(checked(LGBM_BoosterUpdateOneIter(booster.get(), &finished), "train a tree"));
    return model_text(booster.get());
  }

  std::string settings(const Parameters& parameters, std::uint64_t seed) const {
    std::string text =
        "objective=binary boosting=gbdt num_threads=1 deterministic=true "
        "force_row_wise=true feature_pre_filter=false verbosity=-1";
    text += fmt::format(" seed={}", seed % 2147483647);
    for (const auto& [name, value] : parameters)
      if (name != "n_estimators" && name != "class_weight" &&
          name != "scale_pos_weight")
        text += fmt::format(" {}={}", name, text_of(value));
    const double balance =
        choice_of(parameters, "class_weight") == "balanced" ? good_per_bad_ : 1;
    text += fmt::format(" scale_pos_weight={}",
                        balance * real_of(parameters, "scale_pos_weight"));
    return text;
  }

  DatasetHandle dataset_;
  double good_per_bad_;
};

// LightGBM takes no white space and no marks of JSON in names, and no name twice.
std::vector<std::string> plain_names(const std::vector<std::string>& names) {
  std::map<std::string, int> seen;
  std::vector<std::string> plain;
  for (std::string name : names) {
    for (char& letter : name) {
      const bool is_plain = (letter >= 'a' && letter <= 'z') || letter == '_' ||
                            (letter >= 'A' && letter <= 'Z') ||
                            (letter >= '0' && letter <= '9');
      if (!is_plain) letter = '_';
    }
    if (name.empty()) name = "_";
    while (seen[name]++ > 0) name += fmt::format("_{}", seen[name]);
    plain.push_back(name);
  }
  return plain;
}

Result<DatasetHandle> make_dataset(const table::Matrix& matrix,
                                   std::span<const std::int8_t> labels) {
  DatasetHandle dataset = nullptr;
  TRY(checked(
      LGBM_DatasetCreateFromMat(matrix.values.data(), C_API_DTYPE_FLOAT64,
                                static_cast<std::int32_t>(matrix.rows),
                                static_cast<std::int32_t>(matrix.columns()), 1,
                                "num_threads=1 feature_pre_filter=false verbosity=-1",
                                nullptr, &dataset),
      "bin the training matrix"));
  const std::vector<float> targets(labels.begin(), labels.end());
  std::vector<const char*> names;
  const std::vector<std::string> plain = plain_names(matrix.names);
  for (const std::string& name : plain) names.push_back(name.c_str());
  Result<> filled = checked(
      LGBM_DatasetSetField(dataset, "label", targets.data(),
                           static_cast<int>(targets.size()), C_API_DTYPE_FLOAT32),
      "take the labels");
  if (filled)
    filled = checked(LGBM_DatasetSetFeatureNames(dataset, names.data(),
                                                 static_cast<int>(names.size())),
                     "take the column names");
  if (!filled) {
    LGBM_DatasetFree(dataset);
    return std::unexpected(filled.error());
  }
  return dataset;
}

class LightgbmLearner : public Learner {
 public:
  std::string_view name() const override { return "lightgbm"; }
  std::string_view title() const override { return "LightGBM"; }
  bool wants_scaled() const override { return false; }
  std::string version() const override { return std::string(library_version); }

  Result<> check(const Parameters& parameters) const override {
    TRY(complete(parameters));
    return {};
  }

  Result<std::unique_ptr<Trainer>> bind(
      const table::Matrix& matrix, std::span<const std::int8_t> labels) const override {
    TRY_IN("lightgbm", check_training_data(matrix, labels, true));
    const auto bad = static_cast<double>(std::ranges::count(labels, std::int8_t{1}));
    const double good_per_bad = (static_cast<double>(labels.size()) - bad) / bad;
    return std::make_unique<LightgbmTrainer>(TRY(make_dataset(matrix, labels)),
                                             good_per_bad);
  }

  // Configurations that differ only in the number of trees are one boosting run.
  std::vector<std::vector<std::size_t>> group(
      std::span<const Parameters> trials) const override {
    std::map<Parameters, std::size_t> place;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      Parameters configuration = complete(trials[i]).value_or(trials[i]);
      configuration.erase("n_estimators");
      const auto [found, is_new] = place.try_emplace(configuration, groups.size());
      if (is_new) groups.emplace_back();
      groups[found->second].push_back(i);
    }
    return groups;
  }

  double effort(std::span<const Parameters> trials) const override {
    double most = 0;
    for (const Parameters& given : trials) {
      const Parameters parameters = complete(given).value_or(Parameters{});
      if (parameters.empty()) continue;
      double leaves = static_cast<double>(integer_of(parameters, "num_leaves"));
      const std::int64_t depth = integer_of(parameters, "max_depth");
      if (depth > 0 && depth < 30)
        leaves = std::min(leaves, static_cast<double>(std::int64_t{1} << depth));
      most = std::max(
          most, static_cast<double>(integer_of(parameters, "n_estimators")) * leaves);
    }
    return most;
  }
};

}  // namespace

std::unique_ptr<Learner> lightgbm_learner() {
  return std::make_unique<LightgbmLearner>();
}

}  // namespace credence::learner
