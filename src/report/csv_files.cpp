#include "report/csv_files.h"

#include <numeric>
#include <optional>

#include "report/csv_line.h"
#include "report/findings.h"

namespace credence::report {
namespace {

double whole(Money money, const RunSummary& run) {
  return static_cast<double>(money.units) / static_cast<double>(run.currency.units);
}

template <class Value>
std::optional<Value> known(bool is_known, Value value) {
  return is_known ? std::optional(value) : std::nullopt;
}

std::optional<double> cost_at_chosen(const Evaluation& evaluation,
                                     const RunSummary& run) {
  for (const decision::Policy& policy : evaluation.policies)
    if (policy.name == "chosen") return whole(policy.cost, run);
  return {};
}

std::string_view kind_words(features::BinKind kind) {
  switch (kind) {
    case features::BinKind::range:
      return "range";
    case features::BinKind::category:
      return "category";
    case features::BinKind::unseen:
      return "unseen";
    case features::BinKind::missing:
      return "missing";
  }
  return "";
}

// Calls `visit` with each model's test set and out-of-time set.
template <class Visit>
void for_each_evaluation(const RunSummary& run, Visit visit) {
  for (const ModelSummary& model : run.models) {
    visit(model, std::string("test"), model.test);
    if (model.out_of_time) visit(model, std::string("out_of_time"), *model.out_of_time);
  }
}

std::string comparison_line(const RunSummary& run, const ModelSummary& model,
                            const std::string& where, const Evaluation& evaluation) {
  const metric::Summary& m = evaluation.measures;
  const metric::Confusion& c = evaluation.at_chosen;
  const bool bounds = evaluation.has_intervals();
  const auto units = static_cast<double>(run.currency.units);
  std::optional<double> difference, p, adjusted_p;
  if (where == "test" && model.against_champion) {
    difference = model.against_champion->test.difference;
    p = model.against_champion->test.p;
    adjusted_p = model.against_champion->adjusted_p;
  }
  const bool is_champion =
      run.champion < run.models.size() && &model == &run.models[run.champion];
  return csv_line(model.learner, model.version, is_champion ? "yes" : "no", where,
                  m.rows, m.bad, m.auc, known(bounds, evaluation.auc_interval.low),
                  known(bounds, evaluation.auc_interval.high), difference, p,
                  adjusted_p, m.gini, m.ks, known(bounds, evaluation.ks_interval.low),
                  known(bounds, evaluation.ks_interval.high), m.average_precision,
                  m.brier, m.log_loss,
                  known(!evaluation.reliability.empty(), evaluation.calibration_error),
                  model.cv_auc, model.cv_auc_std, model.threshold, metric::precision(c),
                  metric::recall(c), metric::f1(c), metric::accuracy(c),
                  cost_at_chosen(evaluation, run),
                  known(bounds, evaluation.cost_interval.low / units),
                  known(bounds, evaluation.cost_interval.high / units), model.fits,
                  model.fits_done, model.seconds);
}

}  // namespace

std::string model_comparison_csv(const RunSummary& run) {
  const std::string cost = "cost_" + run.currency.code;
  std::string text = csv_line(
      "model", "version", "champion", "measured_on", "rows", "bad", "auc", "auc_low",
      "auc_high", "auc_less_champion", "p", "p_adjusted", "gini", "ks", "ks_low",
      "ks_high", "average_precision", "brier", "log_loss", "calibration_error",
      "cv_auc", "cv_auc_std", "threshold", "precision", "recall", "f1", "accuracy",
      cost, cost + "_low", cost + "_high", "fits", "fits_done", "seconds");
  for_each_evaluation(run, [&](const ModelSummary& model, const std::string& where,
                               const Evaluation& evaluation) {
    text += comparison_line(run, model, where, evaluation);
  });
  return text;
}

std::string policies_csv(const RunSummary& run) {
  std::string text = csv_line(
      "model", "policy", "threshold", "cost_" + run.currency.code,
      "saved_" + run.currency.code, "saved_share", "precision", "recall", "missed_bad",
      "refused_good", "approval_rate", "bad_rate_among_approved");
  for (const ModelSummary& model : run.models)
    for (const decision::Policy& policy : model.test.policies)
      text += csv_line(model.learner, policy.name, policy.threshold,
                       whole(policy.cost, run),
                       whole(policy.saved_against_approve_all, run), policy.saved_share,
                       metric::precision(policy.counts), metric::recall(policy.counts),
                       policy.counts.false_good, policy.counts.false_bad,
                       metric::approval_rate(policy.counts),
                       metric::bad_rate_among_approved(policy.counts));
  return text;
}

std::string threshold_sweep_csv(const ModelSummary& model, const RunSummary& run) {
  std::string text = csv_line("threshold", "cost_" + run.currency.code, "true_bad",
                              "false_bad", "true_good", "false_good", "precision",
                              "recall", "approval_rate", "bad_rate_among_approved");
  for (const decision::SweepPoint& point : model.sweep)
    text += csv_line(point.threshold, whole(point.cost, run), point.counts.true_bad,
                     point.counts.false_bad, point.counts.true_good,
                     point.counts.false_good, metric::precision(point.counts),
                     metric::recall(point.counts), metric::approval_rate(point.counts),
                     metric::bad_rate_among_approved(point.counts));
  return text;
}

std::string gains_csv(const RunSummary& run) {
  std::string text;
  for_each_evaluation(run, [&](const ModelSummary& model, const std::string& where,
                               const Evaluation& evaluation) {
    for (const metric::GainsRow& row : evaluation.gains)
      text += csv_line(model.learner, where, row.bin, row.lowest, row.highest, row.rows,
                       row.bad, row.bad_rate, row.lift, row.bad_so_far, row.good_so_far,
                       row.lift_so_far, row.ks);
  });
  if (text.empty()) return text;
  return csv_line("model", "measured_on", "bin", "lowest_probability",
                  "highest_probability", "rows", "bad", "bad_rate", "lift",
                  "bad_so_far", "good_so_far", "lift_so_far", "ks") +
         text;
}

std::string feature_importance_csv(const ModelSummary& model,
                                   const Background& background) {
  double sum = 0;
  for (const Driver& feature : model.explanation.features) sum += feature.mean_absolute;
  std::string text = csv_line("rank", "feature", "concept", "mean_absolute_shap",
                              "share", "direction");
  int rank = 0;
  for (const Driver& feature : model.explanation.features) {
    const auto meant = background.concepts.find(feature.name);
    text += csv_line(
        ++rank, feature.name,
        known(meant != background.concepts.end(),
              meant == background.concepts.end() ? std::string() : meant->second),
        feature.mean_absolute, sum > 0 ? feature.mean_absolute / sum : 0,
        feature.direction);
  }
  return text;
}

std::string stability_csv(const RunSummary& run) {
  std::string text;
  const auto add = [&](const ModelSummary& model, std::string_view before,
                       std::string_view now,
                       const std::optional<metric::Stability>& stability) {
    if (stability)
      text += csv_line("score", model.learner, before, now, stability->index,
                       metric::words_of(metric::shift_of(stability->index)));
  };
  for (const ModelSummary& model : run.models) {
    add(model, "training", "test", model.test_stability);
    add(model, "earlier", "out_of_time", model.out_of_time_stability);
  }
  for (const features::BinTable& feature : run.feature_bins)
    for (const features::BinnedSample& sample : feature.samples)
      text += csv_line("feature", feature.feature, sample.base_name,
                       sample.name == "out of time" ? "out_of_time" : sample.name,
                       sample.stability_index,
                       metric::words_of(metric::shift_of(sample.stability_index)));
  if (text.empty()) return text;
  return csv_line("kind", "name", "before", "now", "stability_index", "verdict") + text;
}

std::string feature_bins_csv(const RunSummary& run) {
  if (run.feature_bins.empty()) return "";
  std::string text =
      csv_line("feature", "feature_information_value", "bin", "label", "kind", "lowest",
               "highest", "sample", "rows", "share", "bad", "bad_rate",
               "weight_of_evidence", "information_value");
  for (const features::BinTable& feature : run.feature_bins) {
    std::int64_t all = 0;
    for (const features::FeatureBin& bin : feature.bins) all += bin.rows;
    for (std::size_t b = 0; b < feature.bins.size(); ++b) {
      const features::FeatureBin& bin = feature.bins[b];
      const bool range = bin.kind == features::BinKind::range;
      const auto add = [&](std::string_view sample, std::int64_t rows, std::int64_t of,
                           bool trained) {
        text += csv_line(feature.feature, feature.information_value, b + 1, bin.label,
                         kind_words(bin.kind), known(range, bin.lowest),
                         known(range, bin.highest), sample, rows, share(rows, of),
                         known(trained, bin.bad),
                         known(trained && bin.rows > 0, bin.bad_rate),
                         known(trained, bin.weight_of_evidence),
                         known(trained, bin.information_value));
      };
      add("training", bin.rows, all, true);
      for (const features::BinnedSample& sample : feature.samples)
        add(sample.name, sample.rows[b],
            std::reduce(sample.rows.begin(), sample.rows.end(), std::int64_t{0}),
            false);
    }
  }
  return text;
}

}  // namespace credence::report
