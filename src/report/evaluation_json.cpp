#include "report/evaluation_json.h"

#include <nlohmann/json.hpp>

namespace credence::report {
namespace {

Json at_threshold(const metric::Confusion& counts, double threshold) {
  return {{"threshold", threshold},
          {"precision", metric::precision(counts)},
          {"recall", metric::recall(counts)},
          {"f1", metric::f1(counts)},
          {"accuracy", metric::accuracy(counts)},
          {"confusion", confusion_json(counts)}};
}

Json to_json(const decision::Policy& policy) { return policy_json(policy); }

Json to_json(const metric::ReliabilityBin& bin) {
  return {{"low", bin.low},
          {"high", bin.high},
          {"rows", bin.rows},
          {"bad", bin.bad},
          {"mean_probability", bin.mean_probability},
          {"bad_rate", bin.bad_rate}};
}

Json to_json(const metric::GainsRow& row) {
  return {{"bin", row.bin},
          {"lowest", row.lowest},
          {"highest", row.highest},
          {"rows", row.rows},
          {"bad", row.bad},
          {"bad_rate", row.bad_rate},
          {"lift", row.lift},
          {"bad_so_far", row.bad_so_far},
          {"good_so_far", row.good_so_far},
          {"lift_so_far", row.lift_so_far},
          {"ks", row.ks}};
}

template <class Rows>
Json array_of(const Rows& rows) {
  Json array = Json::array();
  for (const auto& row : rows) array.push_back(to_json(row));
  return array;
}

}  // namespace

Json policy_json(const decision::Policy& policy) {
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

Json confusion_json(const metric::Confusion& counts) {
  return {{"true_bad", counts.true_bad},
          {"false_bad", counts.false_bad},
          {"true_good", counts.true_good},
          {"false_good", counts.false_good}};
}

Json interval_json(const metric::AucInterval& interval) {
  return {{"low", interval.low},
          {"high", interval.high},
          {"standard_error", interval.standard_error}};
}

Json interval_json(const metric::BootstrapInterval& interval) {
  return {{"low", interval.low},
          {"high", interval.high},
          {"resamples", interval.resamples}};
}

Json evaluation_json(const Evaluation& evaluation, double threshold) {
  const metric::Summary& measures = evaluation.measures;
  Json document = {{"rows", measures.rows},
                   {"bad", measures.bad},
                   {"auc", measures.auc},
                   {"auc_interval", nullptr},
                   {"gini", measures.gini},
                   {"ks", measures.ks},
                   {"ks_interval", nullptr},
                   {"ks_at", measures.ks_at},
                   {"average_precision", measures.average_precision},
                   {"brier", measures.brier},
                   {"log_loss", measures.log_loss},
                   {"calibration_error", nullptr},
                   {"cost_interval", nullptr},
                   {"at_half", at_threshold(evaluation.at_half, 0.5)},
                   {"at_threshold", at_threshold(evaluation.at_chosen, threshold)},
                   {"policies", array_of(evaluation.policies)},
                   {"reliability", array_of(evaluation.reliability)},
                   {"gains", array_of(evaluation.gains)}};
  if (evaluation.has_intervals()) {
    document["auc_interval"] = interval_json(evaluation.auc_interval);
    document["ks_interval"] = interval_json(evaluation.ks_interval);
    document["cost_interval"] = interval_json(evaluation.cost_interval);
  }
  if (!evaluation.reliability.empty())
    document["calibration_error"] = evaluation.calibration_error;
  return document;
}

}  // namespace credence::report
