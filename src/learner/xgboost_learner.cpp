#include "learner/xgboost_learner.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "learner/boosting.h"
#include "learner/parameter_rules.h"
#include "learner/training_data.h"
#include "learner/xgboost_api.h"
#include "learner/xgboost_model.h"

namespace credence::learner {
namespace {

using enum ParameterKind;

// XGBoost reads these names; defaults are its own.
const std::vector<ParameterRule>& rules() {
  static const std::vector<ParameterRule> all = {
      {"n_estimators", integer, std::int64_t{100}, 1, 100000},
      {"learning_rate", real, 0.3, 0, 1, true},
      {"max_depth", integer, std::int64_t{6}, 1, 30},
      {"min_child_weight", real, 1.0, 0},
      {"gamma", real, 0.0, 0},
      {"subsample", real, 1.0, 0, 1, true},
      {"colsample_bytree", real, 1.0, 0, 1, true},
      {"colsample_bylevel", real, 1.0, 0, 1, true},
      {"colsample_bynode", real, 1.0, 0, 1, true},
      {"reg_alpha", real, 0.0, 0},
      {"reg_lambda", real, 1.0, 0},
      {"max_delta_step", real, 0.0, 0},
      {"scale_pos_weight", real, 1.0, 0, 1e9, true},
      // balanced: bad rows weigh as much as good ones together
      {"class_weight", choice, std::string("none"), 0, 0, false, {"none", "balanced"}},
  };
  return all;
}

// What a C function of the library said; `code` is what it returned.
Result<> checked(int code, std::string_view what) {
  if (code == 0) return {};
  return internal("XGBoost could not {}: {}", what, XGBGetLastError());
}

std::string array_interface(const float* values, std::size_t rows,
                            std::size_t columns) {
  return fmt::format(
      R"({{"data": [{}, true], "shape": [{}, {}], "typestr": "<f4", "version": 3}})",
      reinterpret_cast<std::uintptr_t>(values), rows, columns);
}

class TrainingMatrix {
 public:
  TrainingMatrix() = default;
  TrainingMatrix(TrainingMatrix&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)) {}
  TrainingMatrix& operator=(TrainingMatrix&&) = delete;
  ~TrainingMatrix() {
    if (handle_) XGDMatrixFree(handle_);
  }
  XgbMatrix* place() { return &handle_; }
  XgbMatrix get() const { return handle_; }

 private:
  XgbMatrix handle_ = nullptr;
};

class Booster {
 public:
  Booster() = default;
  Booster(const Booster&) = delete;
  Booster& operator=(const Booster&) = delete;
  ~Booster() {
    if (handle_) XGBoosterFree(handle_);
  }
  XgbBooster* place() { return &handle_; }
  XgbBooster get() const { return handle_; }

 private:
  XgbBooster handle_ = nullptr;
};

Result<> set(const Booster& booster, const std::string& name,
             const std::string& value) {
  return checked(XGBoosterSetParam(booster.get(), name.c_str(), value.c_str()),
                 fmt::format("take {} = {}", name, value));
}

// Several threads may train on one matrix: its bins are made before, and boosters only
// read them.
class XgboostTrainer : public BoostingTrainer {
 public:
  XgboostTrainer(TrainingMatrix matrix, double balance,
                 std::span<const std::int8_t> directions)
      : matrix_(std::move(matrix)), balance_(balance) {
    if (any_direction(directions)) constraints_ = text_of_directions(directions);
  }

  // Makes the bins that all fits share.
  Result<> warm() const {
    Parameters shortest = TRY(completed({}));
    shortest["n_estimators"] = std::int64_t{1};
    shortest["max_depth"] = std::int64_t{1};
    TRY(boost(shortest, 0));
    return {};
  }

 private:
  Result<Parameters> completed(const Parameters& given) const override {
    return complete("xgboost", given, rules());
  }

  Result<Boosted> boost(const Parameters& parameters,
                        std::uint64_t seed) const override {
    Booster booster;
    const XgbMatrix matrices[] = {matrix_.get()};
    TRY(checked(XGBoosterCreate(matrices, 1, booster.place()), "start training"));
    TRY(configure(booster, parameters, seed));
    const std::int64_t rounds = integer_of(parameters, "n_estimators");
    for (std::int64_t round = 0; round < rounds; ++round)
      TRY(checked(
          XGBoosterUpdateOneIter(booster.get(), static_cast<int>(round), matrix_.get()),
          "train a tree"));
    std::uint64_t length = 0;
    const char* text = nullptr;
    TRY(checked(XGBoosterSaveModelToBuffer(booster.get(), R"({"format": "json"})",
                                           &length, &text),
                "write its model"));
    Boosted boosted;
    boosted.native.assign(text, length);
    boosted.forest = TRY(forest_of_xgboost(boosted.native));
    return boosted;
  }

  Result<> configure(const Booster& booster, const Parameters& parameters,
                     std::uint64_t seed) const {
    for (const auto& [name, value] :
         std::initializer_list<std::pair<std::string, std::string>>{
             {"objective", "binary:logistic"},
             {"booster", "gbtree"},
             {"tree_method", "hist"},
             {"nthread", "1"},
             {"verbosity", "0"},
             {"seed", fmt::format("{}", seed % 2147483647)}})
      TRY(set(booster, name, value));
    for (const auto& [name, value] : parameters)
      if (name != "n_estimators" && name != "class_weight" &&
          name != "scale_pos_weight")
        TRY(set(booster, name, text_of(value)));
    if (!constraints_.empty()) TRY(set(booster, "monotone_constraints", constraints_));
    const double balance =
        choice_of(parameters, "class_weight") == "balanced" ? balance_ : 1;
    return set(booster, "scale_pos_weight",
               fmt::format("{}", balance * real_of(parameters, "scale_pos_weight")));
  }

  TrainingMatrix matrix_;
  double balance_;  // good rows per bad one
  std::string constraints_;
};

// The library works in single precision, where a large double is infinite.
Result<std::vector<float>> single_precision(const table::Matrix& matrix) {
  std::vector<float> values(matrix.values.begin(), matrix.values.end());
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isinf(values[i]))
      return bad_input(
          "column '{}' holds {} in row {} of the training matrix, which is beyond "
          "single precision",
          matrix.names[i % matrix.columns()], matrix.values[i], i / matrix.columns());
  return values;
}

Result<TrainingMatrix> make_matrix(const table::Matrix& matrix,
                                   std::span<const std::int8_t> labels) {
  const std::vector<float> values = TRY(single_precision(matrix));
  const std::vector<float> targets(labels.begin(), labels.end());
  TrainingMatrix made;
  TRY(checked(XGDMatrixCreateFromDense(
                  array_interface(values.data(), matrix.rows, matrix.columns()).c_str(),
                  R"({"missing": NaN, "nthread": 1})", made.place()),
              "take the training matrix"));
  TRY(checked(XGDMatrixSetInfoFromInterface(
                  made.get(), "label",
                  array_interface(targets.data(), targets.size(), 1).c_str()),
              "take the labels"));
  std::vector<const char*> names;
  for (const std::string& name : matrix.names) names.push_back(name.c_str());
  TRY(checked(XGDMatrixSetStrFeatureInfo(made.get(), "feature_name", names.data(),
                                         names.size()),
              "take the column names"));
  return made;
}

class XgboostLearner : public BoostingLearner {
 public:
  std::string_view name() const override { return "xgboost"; }
  std::string_view title() const override { return "XGBoost"; }

  std::string version() const override {
    int major = 0, minor = 0, patch = 0;
    XGBoostVersion(&major, &minor, &patch);
    return fmt::format("XGBoost {}.{}.{}", major, minor, patch);
  }

  Result<std::unique_ptr<Trainer>> bind(
      const table::Matrix& matrix, std::span<const std::int8_t> labels,
      std::span<const std::int8_t> directions) const override {
    TRY_IN("xgboost", check_training_data(matrix, labels, true));
    TRY_IN("xgboost", check_directions(matrix, directions));
    auto made = TRY_IN("xgboost", make_matrix(matrix, labels));
    auto trainer = std::make_unique<XgboostTrainer>(std::move(made),
                                                    good_per_bad(labels), directions);
    TRY(trainer->warm());
    return trainer;
  }

 private:
  Result<Parameters> completed(const Parameters& given) const override {
    return complete("xgboost", given, rules());
  }

  double effort_of_tree(const Parameters& parameters) const override {
    return std::ldexp(1.0, static_cast<int>(integer_of(parameters, "max_depth")));
  }
};

}  // namespace

std::unique_ptr<Learner> xgboost_learner() {
  return std::make_unique<XgboostLearner>();
}

}  // namespace credence::learner
