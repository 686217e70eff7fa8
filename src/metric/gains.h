// gains.h
// This component provides the gains table, what refusing the riskiest tenth, fifth and
// so on would catch, to reports.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "metric/scored.h"

namespace credence::metric {

// One bin of scores (a decile, of ten); "so far" is from the riskiest bin to this one.
struct GainsRow {
  int bin = 1;                     // 1 is the riskiest
  double lowest = 0, highest = 0;  // scores in it
  std::int64_t rows = 0, bad = 0;
  double bad_rate = 0;
  double lift = 0;                         // bad rate over that of all rows
  double bad_so_far = 0, good_so_far = 0;  // shares of all bad, of all good
  double lift_so_far = 0;                  // bad rate so far over that of all rows
  double ks = 0;  // bad_so_far - good_so_far, below 0 when worse
                  // than chance
};

// Cut at the quantiles of the scores; equal scores stay together, so that bins may be
// uneven, and one left empty is left out (its number too). Fails with `bad_input` on
// fewer than one bin.
Result<std::vector<GainsRow>> gains_table(const Scored& scored, int bins = 10);

}  // namespace credence::metric
