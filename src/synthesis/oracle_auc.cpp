#include "synthesis/oracle_auc.h"

#include <algorithm>
#include <cstddef>

namespace credence::synthesis {

double oracle_auc(std::vector<std::pair<double, bool>> scored) {
  std::sort(scored.begin(), scored.end());
  double bad = 0, rank_sum = 0;
  for (std::size_t i = 0; i < scored.size();) {
    std::size_t end = i, bad_here = 0;
    while (end < scored.size() && scored[end].first == scored[i].first)
      bad_here += scored[end++].second;
    const double middle_rank = static_cast<double>(i + end + 1) / 2.0;
    rank_sum += middle_rank * static_cast<double>(bad_here);
    bad += static_cast<double>(bad_here);
    i = end;
  }
  const double good = static_cast<double>(scored.size()) - bad;
  if (bad == 0 || good == 0) return 0;
  return (rank_sum - bad * (bad + 1) / 2) / (bad * good);
}

}  // namespace credence::synthesis
