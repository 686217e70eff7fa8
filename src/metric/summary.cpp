#include "metric/summary.h"

#include "metric/probability.h"
#include "metric/ranking.h"

namespace credence::metric {

Summary summarise(const Scored& probabilities) {
  const Ks reached = ks(probabilities);
  return {static_cast<std::int64_t>(probabilities.size()),
          probabilities.bad(),
          auc(probabilities),
          gini(probabilities),
          reached.value,
          reached.at,
          average_precision(probabilities),
          brier(probabilities),
          log_loss(probabilities)};
}

}  // namespace credence::metric
