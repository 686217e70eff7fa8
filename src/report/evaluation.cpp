#include "report/evaluation.h"

namespace credence::report {

Evaluation evaluate(const metric::Scored& probabilities,
                    const decision::CostMatrix& costs, double threshold) {
  return {metric::summarise(probabilities), metric::confusion(probabilities, 0.5),
          metric::confusion(probabilities, threshold),
          decision::compare_policies(probabilities, costs, threshold)};
}

}  // namespace credence::report
