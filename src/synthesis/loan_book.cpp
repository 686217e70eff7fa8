#include "synthesis/loan_book.h"

#include <algorithm>
#include <cmath>

#include "synthesis/chance.h"

namespace credence::synthesis {
namespace {

constexpr std::uint64_t book_stream = ~std::uint64_t{0};  // no customer has this number

// How much more than others a customer borrows: mostly little, at most 3 times
// the middle one.
double draw_appetite(Chance& chance) {
  return std::min(3.0, quick_exp(0.55 * chance.normal()));
}

}  // namespace

std::vector<Place> plan_book(std::uint64_t seed, std::int64_t customers,
                             std::int64_t loans, double walk_in_share) {
  Chance chance(Random::for_stream(seed, book_stream));
  std::vector<Place> places(static_cast<std::size_t>(customers));
  // Selection sampling: exactly `walk_ins` of the customers, each equally likely. At
  // least half are left to take the loans beyond each customer's first.
  const std::int64_t walk_ins = std::min(
      customers / 2,
      static_cast<std::int64_t>(walk_in_share * static_cast<double>(loans) + 0.5));
  std::int64_t wanted = walk_ins, left = customers;
  std::vector<double> appetite(places.size());
  double total = 0;
  for (std::size_t i = 0; i < places.size(); ++i, --left) {
    places[i].customer_id = static_cast<std::int64_t>(i) + 1;
    places[i].walk_in =
        chance.uniform() * static_cast<double>(left) < static_cast<double>(wanted);
    wanted -= places[i].walk_in;
    appetite[i] = places[i].walk_in ? 0.0 : draw_appetite(chance);
    total += appetite[i];
  }
  // The loans beyond the first are dealt along the running sum of appetites, so that
  // they add up exactly.
  const auto extra = static_cast<double>(loans - customers);
  double running = 0;
  std::int64_t dealt = 0, next_loan = 1;
  for (std::size_t i = 0; i < places.size(); ++i) {
    running += appetite[i];
    const double share = total > 0 ? running / total : 0.0;  // ends at exactly 1
    const std::int64_t more = static_cast<std::int64_t>(extra * share + 0.5) - dealt;
    dealt += more;
    places[i].applications = static_cast<std::uint8_t>(1 + more);
    places[i].first_loan_id = next_loan;
    next_loan += 1 + more;
  }
  return places;
}

}  // namespace credence::synthesis
