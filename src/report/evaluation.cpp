#include "report/evaluation.h"

#include "decision/sensitivity.h"
#include "metric/ranking.h"

namespace credence::report {

Result<Evaluation> evaluate(const metric::Scored& probabilities,
                            const decision::CostMatrix& costs, double threshold,
                            const Uncertainty& uncertainty) {
  Evaluation evaluation;
  evaluation.measures = metric::summarise(probabilities);
  evaluation.at_half = metric::confusion(probabilities, 0.5);
  evaluation.at_chosen = metric::confusion(probabilities, threshold);
  evaluation.policies = decision::compare_policies(probabilities, costs, threshold);
  evaluation.auc_interval =
      TRY(metric::delong_interval(probabilities, uncertainty.options.level));
  // Streams of their own, so that one interval does not depend on the other.
  Random for_ks = Random::for_stream(uncertainty.seed, 1);
  evaluation.ks_interval = TRY(metric::bootstrap_interval(
      probabilities, uncertainty.groups,
      [](const metric::Scored& drawn) { return metric::ks(drawn).value; },
      uncertainty.options, for_ks));
  Random for_cost = Random::for_stream(uncertainty.seed, 2);
  evaluation.cost_interval =
      TRY(decision::cost_interval(probabilities, costs, threshold, uncertainty.groups,
                                  uncertainty.options, for_cost));
  evaluation.reliability =
      TRY(metric::reliability_table(probabilities, metric::Binning::equal_frequency));
  evaluation.calibration_error =
      metric::expected_calibration_error(evaluation.reliability);
  evaluation.gains = TRY(metric::gains_table(probabilities));
  evaluation.scored = probabilities;
  return evaluation;
}

}  // namespace credence::report
