#include "report/run_summary_json.h"

#include <nlohmann/json.hpp>
#include <variant>

namespace credence::report {
namespace {

Json to_json(const portfolio::Parameters& parameters) {
  Json document = Json::object();
  for (const auto& [name, value] : parameters)
    std::visit([&](const auto& held) { document[name] = held; }, value);
  return document;
}

Json to_json(const metric::Confusion& counts, double threshold) {
  return {{"threshold", threshold},
          {"precision", metric::precision(counts)},
          {"recall", metric::recall(counts)},
          {"f1", metric::f1(counts)},
          {"accuracy", metric::accuracy(counts)},
          {"confusion",
           {{"true_bad", counts.true_bad},
            {"false_bad", counts.false_bad},
            {"true_good", counts.true_good},
            {"false_good", counts.false_good}}}};
}

Json to_json(const decision::Policy& policy) {
  return {{"policy", policy.name},
          {"threshold", policy.threshold},
          {"cost", policy.cost.units},
          {"saved", policy.saved_against_approve_all.units},
          {"saved_share", policy.saved_share},
          {"precision", metric::precision(policy.counts)},
          {"recall", metric::recall(policy.counts)},
          {"missed_bad", policy.counts.false_good},
          {"refused_good", policy.counts.false_bad},
          {"approval_rate", metric::approval_rate(policy.counts)},
          {"bad_rate_among_approved", metric::bad_rate_among_approved(policy.counts)}};
}

}  // namespace

Json to_json(const Evaluation& evaluation, double threshold) {
  const metric::Summary& measures = evaluation.measures;
  Json policies = Json::array();
  for (const decision::Policy& policy : evaluation.policies)
    policies.push_back(to_json(policy));
  return {{"rows", measures.rows},
          {"bad", measures.bad},
          {"auc", measures.auc},
          {"gini", measures.gini},
          {"ks", measures.ks},
          {"ks_at", measures.ks_at},
          {"average_precision", measures.average_precision},
          {"brier", measures.brier},
          {"log_loss", measures.log_loss},
          {"at_half", to_json(evaluation.at_half, 0.5)},
          {"at_threshold", to_json(evaluation.at_chosen, threshold)},
          {"policies", policies}};
}

Json facts_of(const ModelSummary& model) {
  Json document = {{"name", model.learner},
                   {"title", model.title},
                   {"cv_auc", model.cv_auc},
                   {"cv_auc_std", model.cv_auc_std},
                   {"trials", model.trials},
                   {"fits", model.fits},
                   {"parameters", to_json(model.parameters)},
                   {"threshold", model.threshold},
                   {"test", to_json(model.test, model.threshold)},
                   {"out_of_time", nullptr}};
  if (model.out_of_time)
    document["out_of_time"] = to_json(*model.out_of_time, model.threshold);
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
