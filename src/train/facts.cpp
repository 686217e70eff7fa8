#include "train/facts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hash.h"

namespace credence::train {
namespace {

Json to_json(const metric::Summary& summary) {
  return {{"rows", summary.rows},   {"bad", summary.bad},
          {"auc", summary.auc},     {"gini", summary.gini},
          {"ks", summary.ks},       {"average_precision", summary.average_precision},
          {"brier", summary.brier}, {"log_loss", summary.log_loss}};
}

}  // namespace

Json to_json(const portfolio::Parameters& parameters) {
  Json document = Json::object();
  for (const auto& [name, value] : parameters)
    std::visit([&](const auto& held) { document[name] = held; }, value);
  return document;
}

Json facts_of(const Measured& measured, const portfolio::Portfolio& portfolio,
              const prepare::Pipeline& pipeline, const std::string& library,
              const features::FeatureSet& set, const Options& options) {
  const search::Trial& best = measured.found.trials[measured.found.best];
  const auto& texts = portfolio.texts;
  Json facts;
  facts["portfolio"] = portfolio.name;
  facts["model"] = measured.title;
  facts["applications"] = set.rows();
  facts["applications_with_outcome"] = set.labelled().size();
  facts["features"] = pipeline.steps().size();
  facts["matrix_columns"] = pipeline.names().size();
  facts["parameters"] = to_json(best.parameters);
  facts["cv_auc"] = measured.cv_auc;
  facts["cv_auc_deviation"] = measured.cv_deviation;
  facts["fold_auc"] = best.fold_auc;
  facts["trials"] = measured.found.trials.size();
  facts["test"] = to_json(measured.test);
  if (measured.out_of_time) facts["out_of_time"] = to_json(*measured.out_of_time);
  facts["threshold"] = measured.threshold.threshold;
  facts["threshold_interval"] = {measured.threshold.low, measured.threshold.high};
  facts["seed"] = options.seed;
  facts["protected_used"] = options.use_protected;
  facts["data_sha256"] = options.data_hash;
  facts["features_sql_sha256"] = sha256(texts.features_sql);
  facts["portfolio_sha256"] =
      sha256(texts.toml + '\n' + texts.schema_sql + '\n' + texts.target_sql);
  facts["library"] = library;
  return facts;
}

}  // namespace credence::train
