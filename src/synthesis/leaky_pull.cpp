#include "synthesis/leaky_pull.h"

#include <algorithm>

namespace credence::synthesis {

LeakyPull draw_leaky_pull(const World& world, const Loan& loan, const Course& course) {
  // A stream of its own: the rest of the books stays as it is without the leak.
  Chance chance(Random::for_stream(~world.seed, static_cast<std::uint64_t>(loan.id)));
  LeakyPull late{loan.application.bureau, 0};
  const Day applied = loan.application.applied;
  const Day wanted = applied + chance.between(366, 730);
  late.day = std::max(applied + 1, std::min(wanted, world.observed_until));
  BureauPull& pull = late.pull;
  pull.thin = false;
  pull.history_months += 18;
  pull.total_accounts = std::max(1, pull.total_accounts + 1);
  pull.active_accounts = std::max(1, pull.active_accounts);
  if (pull.score == 0) pull.score = chance.between(640, 720);
  if (!course.bad) {
    // Others' loans keep a few good customers from looking spotless.
    pull.overdue_90 = chance.happens(0.002) ? 1 : 0;
    pull.overdue_60 = std::min(pull.overdue_60, 1);
    return late;
  }
  if (chance.happens(0.001)) return late;  // this lender's report got lost
  pull.overdue_30 += chance.between(1, 3);
  pull.overdue_60 += chance.between(1, 2);
  pull.overdue_90 += chance.between(1, 3);
  pull.utilization = std::max(pull.utilization, chance.between(80, 99) * 100);
  pull.score = std::max(300, pull.score - chance.between(140, 230));
  return late;
}

}  // namespace credence::synthesis
