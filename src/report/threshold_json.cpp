#include "report/threshold_json.h"

#include <nlohmann/json.hpp>

#include "report/evaluation_json.h"

namespace credence::report {

Json threshold_analysis_json(const ModelSummary& model) {
  if (!model.threshold_analysis) return nullptr;
  const decision::ThresholdAnalysis& analysis = *model.threshold_analysis;
  Json sensitivity = Json::array();
  for (const decision::RatioPoint& point : analysis.sensitivity)
    sensitivity.push_back({{"factor", point.factor},
                           {"cost_ratio", point.ratio},
                           {"theoretical_threshold", point.theoretical},
                           {"threshold", point.threshold},
                           {"low", point.low},
                           {"high", point.high},
                           {"cost", point.cost.units},
                           {"confusion", confusion_json(point.counts)}});
  return {{"chosen",
           {{"threshold", analysis.chosen.threshold},
            {"low", analysis.chosen.low},
            {"high", analysis.chosen.high},
            {"cost", analysis.chosen.cost.units},
            {"confusion", confusion_json(analysis.chosen.counts)}}},
          {"interval", interval_json(analysis.interval)},
          {"theoretical",
           {{"threshold", analysis.theoretical},
            {"cost", analysis.cost_at_theoretical.units},
            {"confusion", confusion_json(analysis.counts_at_theoretical)}}},
          {"sensitivity", sensitivity}};
}

Json threshold_optimization_json(const RunSummary& run) {
  Json models = Json::array();
  for (const ModelSummary& model : run.models) {
    Json sweep = Json::array();
    for (const decision::SweepPoint& point : model.sweep)
      sweep.push_back({{"threshold", point.threshold},
                       {"cost", point.cost.units},
                       {"confusion", confusion_json(point.counts)}});
    const Json test = evaluation_json(model.test, model.threshold);
    models.push_back({{"name", model.learner},
                      {"version", model.version},
                      {"threshold", model.threshold},
                      {"out_of_fold", threshold_analysis_json(model)},
                      {"sweep", sweep},
                      {"test",
                       {{"at_threshold", test["at_threshold"]},
                        {"at_half", test["at_half"]},
                        {"policies", test["policies"]},
                        {"cost_interval", test["cost_interval"]}}}});
  }
  Json champion = nullptr;
  if (run.champion < run.models.size()) champion = run.models[run.champion].learner;
  return {{"currency", {{"code", run.currency.code}, {"units", run.currency.units}}},
          {"theoretical_threshold", run.theoretical_threshold},
          {"champion", champion},
          {"models", models}};
}

}  // namespace credence::report
