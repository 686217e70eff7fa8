#include "report/run_summary_json.h"

#include <nlohmann/json.hpp>
#include <variant>

#include "report/evaluation_json.h"
#include "report/threshold_json.h"

namespace credence::report {
namespace {

Json to_json(const portfolio::Parameters& parameters) {
  Json document = Json::object();
  for (const auto& [name, value] : parameters)
    std::visit([&](const auto& held) { document[name] = held; }, value);
  return document;
}

Json to_json(const calibrate::Choice& choice) {
  const auto known = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  return {{"map", calibrate::to_json(choice.calibration)},
          {"uncalibrated_log_loss", choice.uncalibrated_log_loss},
          {"platt_log_loss", known(choice.platt_log_loss)},
          {"beta_log_loss", known(choice.beta_log_loss)},
          {"reason", choice.reason}};
}

Json to_json(const AgainstChampion& against) {
  return {{"auc_difference", against.test.difference},
          {"standard_error", against.test.standard_error},
          {"z", against.test.z},
          {"p", against.test.p},
          {"p_adjusted", against.adjusted_p}};
}

Json to_json(const SegmentResult& segment) {
  Json document = {{"name", segment.name},
                   {"rows", segment.rows},
                   {"bad", segment.bad},
                   {"bad_rate", segment.bad_rate()},
                   {"mean_probability", segment.mean_probability},
                   {"auc", nullptr},
                   {"auc_interval", nullptr}};
  if (segment.auc) {
    document["auc"] = segment.auc->auc;
    document["auc_interval"] = interval_json(*segment.auc);
  }
  return document;
}

Json to_json(const std::vector<Driver>& drivers) {
  Json document = Json::array();
  for (const Driver& driver : drivers)
    document.push_back({{"name", driver.name},
                        {"mean_absolute_shap", driver.mean_absolute},
                        {"direction", driver.direction}});
  return document;
}

Json to_json(const ExplanationSummary& explanation) {
  return {{"rows", explanation.rows},
          {"base", explanation.base},
          {"largest_residual", explanation.largest_residual},
          {"concepts", to_json(explanation.concepts)},
          {"features", to_json(explanation.features)}};
}

Json to_json(const DirectionCheck& check) {
  return {{"input", check.input},
          {"direction", check.direction},
          {"applications", check.applications},
          {"steps", check.steps},
          {"reversals", check.reversals},
          {"largest", check.largest},
          {"remarks", check.remarks}};
}

Json to_json(const std::optional<metric::Stability>& stability) {
  if (!stability) return nullptr;
  return {{"index", stability->index},
          {"verdict", metric::words_of(metric::shift_of(stability->index))}};
}

}  // namespace

Json facts_of(const ModelSummary& model) {
  Json segments = Json::array();
  for (const SegmentResult& segment : model.segments)
    segments.push_back(to_json(segment));
  Json directions = Json::array();
  for (const DirectionCheck& check : model.directions)
    directions.push_back(to_json(check));
  Json document = {{"name", model.learner},
                   {"title", model.title},
                   {"cv_auc", model.cv_auc},
                   {"cv_auc_std", model.cv_auc_std},
                   {"fold_auc", model.fold_auc},
                   {"trials", model.trials},
                   {"fits", model.fits},
                   {"parameters", to_json(model.parameters)},
                   {"calibration", nullptr},
                   {"uncalibrated", nullptr},
                   {"threshold", model.threshold},
                   {"threshold_analysis", threshold_analysis_json(model)},
                   {"test", evaluation_json(model.test, model.threshold)},
                   {"out_of_time", nullptr},
                   {"against_champion", nullptr},
                   {"segments", segments},
                   {"explanation", to_json(model.explanation)},
                   {"directions", directions},
                   {"score_stability",
                    {{"test", to_json(model.test_stability)},
                     {"out_of_time", to_json(model.out_of_time_stability)}}}};
  if (!model.uncalibrated.empty()) document["uncalibrated"] = model.uncalibrated;
  if (model.calibration) document["calibration"] = to_json(*model.calibration);
  if (model.out_of_time)
    document["out_of_time"] = evaluation_json(*model.out_of_time, model.threshold);
  if (model.against_champion)
    document["against_champion"] = to_json(*model.against_champion);
  return document;
}

Json to_json(const ModelSummary& model) {
  Json document = facts_of(model);
  document["version"] = model.version;
  document["fits_done"] = model.fits_done;
  document["seconds"] = model.seconds;
  return document;
}

Json to_json(const RunSummary& run) {
  const auto known = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json without_outcome = Json::object();
  for (const auto& [reason, count] : run.without_outcome)
    without_outcome[reason] = count;
  Json left_out = Json::array();
  for (const auto& [feature, reason] : run.left_out)
    left_out.push_back({{"feature", feature}, {"reason", reason}});
  Json models = Json::array();
  for (const ModelSummary& model : run.models) models.push_back(to_json(model));
  Json document = {
      {"portfolio", run.portfolio},
      {"title", run.title},
      {"currency", {{"code", run.currency.code}, {"units", run.currency.units}}},
      {"rows", run.rows},
      {"without_outcome", without_outcome},
      {"rows_with_outcome", run.labelled},
      {"bad", run.bad},
      {"bad_rate", run.bad_rate()},
      {"features", run.features},
      {"columns", run.columns},
      {"left_out", left_out},
      {"split",
       {{"train", run.train_rows},
        {"test", run.test_rows},
        {"out_of_time", run.out_of_time_rows},
        {"folds", run.folds},
        {"repeats", run.repeats}}},
      {"seed", run.seed},
      {"theoretical_threshold", run.theoretical_threshold},
      {"models", models},
      {"champion", nullptr},
      {"champion_reason", run.champion_reason},
      {"oracle_auc",
       {{"test", known(run.oracle_test)},
        {"out_of_time", known(run.oracle_out_of_time)}}},
      {"threshold", nullptr},
      {"version", nullptr},
      {"warnings", run.warnings},
      {"seconds", run.seconds}};
  if (run.champion < run.models.size()) {
    const ModelSummary& champion = run.models[run.champion];
    document["champion"] = champion.learner;
    document["threshold"] = champion.threshold;
    document["version"] = champion.version;
  }
  return document;
}

}  // namespace credence::report
