// champion.h
// This component provides the rule by which one of several compared models is
// registered, and its reason in words, to training and reports.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace credence::metric {

struct Candidate {
  std::string name;
  // The same folds in the same order for all candidates; of repeated cross-validation,
  // one repeat after the other.
  std::vector<double> fold_auc;
};

struct Champion {
  std::size_t place = 0;  // among the candidates
  std::size_t best = 0;   // the highest mean AUC
  std::string reason;     // one or two sentences
};

// The candidate with the highest mean cross-validated AUC, or the most interpretable of
// those within one standard error of it (Breiman et al. 1984, section 3.4.3): mean
// difference over folds at most the standard error of that mean, deviation /
// sqrt(folds of one repeat), since repeats tell nothing new of other data. `order`
// names models from the most interpretable to the least; it also decides between
// equals. Fails with `bad_input` without candidates or folds, on numbers of folds that
// differ, an AUC outside [0, 1], a candidate named twice, or one that `order` does not
// name.
Result<Champion> choose_champion(std::span<const Candidate> candidates,
                                 std::span<const std::string> order,
                                 std::size_t repeats = 1);

}  // namespace credence::metric
