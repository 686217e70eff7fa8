// delong.h
// This component provides how certain an AUC is, and whether two models' AUCs on the
// same rows differ by more than chance, to the comparison of models and the reports.
#pragma once

#include "base/result.h"
#include "metric/scored.h"

namespace credence::metric {

// Rows count as independent of each other. Variances are DeLong, DeLong and
// Clarke-Pearson's (1988), by the midranks of Sun and Xu (2014), and computed in whole
// numbers up to one division: equal rankings have a difference of exactly 0.

struct AucInterval {
  double auc = 0, standard_error = 0;
  double low = 0, high = 1;
};

// Wald on the AUC itself, AUC -+ z standard errors, clipped to [0, 1]. Fails with
// `bad_input` on fewer than two bad or two good rows, and on a level outside (0, 1).
Result<AucInterval> delong_interval(const Scored& scored, double level = 0.95);

struct AucTest {
  double difference = 0;  // AUC of the first less that of the second
  double standard_error = 0;
  double z = 0, p = 1;  // two-sided; 0 and 1 when the AUCs are the same, whatever the
                        // standard error; infinite and 0 when only that is 0
};

// Paired: the same rows in the same order. Fails with `bad_input` when the outcomes are
// not the same, and on fewer than two bad or two good rows.
Result<AucTest> delong_test(const Scored& first, const Scored& second);

}  // namespace credence::metric
