#include "train/facts.h"

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "report/run_summary_json.h"

namespace credence::train {

Json facts_of(const report::ModelSummary& model, const portfolio::Portfolio& portfolio,
              const prepare::Pipeline& pipeline, const std::string& library,
              const features::FeatureSet& set, const Options& options) {
  const auto& texts = portfolio.texts;
  Json facts = report::facts_of(model);
  facts["portfolio"] = portfolio.name;
  facts["applications"] = set.rows();
  facts["applications_with_outcome"] = set.labelled().size();
  facts["feature_count"] = pipeline.steps().size();
  facts["matrix_columns"] = pipeline.names().size();
  if (model.threshold_analysis) {
    const decision::Optimum& chosen = model.threshold_analysis->chosen;
    facts["threshold_interval"] = {chosen.low, chosen.high};
  }
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
