#include "learner/lightgbm_learner.h"

#include <LightGBM/c_api.h>

#include <algorithm>
#include <map>

#include "learner/boosting.h"
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
class LightgbmTrainer : public BoostingTrainer {
 public:
  LightgbmTrainer(DatasetHandle dataset, double balance,
                  std::span<const std::int8_t> directions)
      : dataset_(dataset), balance_(balance) {
    if (!any_direction(directions)) return;
    const std::string all = text_of_directions(directions);
    // The other methods, intermediate and advanced, were seen to let predictions move
    // against a direction where columns are sampled.
    constraints_ =
        fmt::format(" monotone_constraints={} monotone_constraints_method=basic",
                    all.substr(1, all.size() - 2));
  }
  LightgbmTrainer(const LightgbmTrainer&) = delete;
  LightgbmTrainer& operator=(const LightgbmTrainer&) = delete;
  ~LightgbmTrainer() override { LGBM_DatasetFree(dataset_); }

 private:
  Result<Parameters> completed(const Parameters& given) const override {
    return complete("lightgbm", given, rules());
  }

  Result<Boosted> boost(const Parameters& parameters,
                        std::uint64_t seed) const override {
    Booster booster;
    TRY(checked(LGBM_BoosterCreate(dataset_, settings(parameters, seed).c_str(),
                                   booster.place()),
                "start training"));
    const std::int64_t rounds = integer_of(parameters, "n_estimators");
    int finished = 0;  // no split is left that is worth making
    for (std::int64_t round = 0; round < rounds && finished == 0; ++round)
      TRY(checked(LGBM_BoosterUpdateOneIter(booster.get(), &finished), "train a tree"));
    Boosted boosted;
    boosted.native = TRY(model_text(booster.get()));
    boosted.forest = TRY(forest_of_lightgbm(boosted.native));
    return boosted;
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
        choice_of(parameters, "class_weight") == "balanced" ? balance_ : 1;
    text += fmt::format(" scale_pos_weight={}",
                        balance * real_of(parameters, "scale_pos_weight"));
    return text + constraints_;
  }

  DatasetHandle dataset_;
  double balance_;  // good rows per bad one
  std::string constraints_;
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

class LightgbmLearner : public BoostingLearner {
 public:
  std::string_view name() const override { return "lightgbm"; }
  std::string_view title() const override { return "LightGBM"; }
  std::string version() const override { return std::string(library_version); }

  Result<std::unique_ptr<Trainer>> bind(
      const table::Matrix& matrix, std::span<const std::int8_t> labels,
      std::span<const std::int8_t> directions) const override {
    TRY_IN("lightgbm", check_training_data(matrix, labels, true));
    TRY_IN("lightgbm", check_directions(matrix, directions));
    return std::make_unique<LightgbmTrainer>(TRY(make_dataset(matrix, labels)),
                                             good_per_bad(labels), directions);
  }

 private:
  Result<Parameters> completed(const Parameters& given) const override {
    return complete("lightgbm", given, rules());
  }

  double effort_of_tree(const Parameters& parameters) const override {
    const auto leaves = static_cast<double>(integer_of(parameters, "num_leaves"));
    const std::int64_t depth = integer_of(parameters, "max_depth");
    return depth > 0 && depth < 30
               ? std::min(leaves, static_cast<double>(std::int64_t{1} << depth))
               : leaves;
  }
};

}  // namespace

std::unique_ptr<Learner> lightgbm_learner() {
  return std::make_unique<LightgbmLearner>();
}

}  // namespace credence::learner
