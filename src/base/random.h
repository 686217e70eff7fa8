// random.h
// This component provides `Random`, the only source of randomness, passed in wherever
// chance is wanted. The same seed gives the same numbers on every machine, so no
// distribution of the standard library is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace credence {

// xoshiro256++ (Blackman, Vigna 2021), seeded by splitmix64.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  // An independent generator for part `stream` of the work, whatever was drawn here.
  static Random for_stream(std::uint64_t seed, std::uint64_t stream);

  std::uint64_t bits();
  double uniform();                          // in [0, 1), 53 bits
  std::uint64_t below(std::uint64_t bound);  // in [0, bound), unbiased
  double normal();                           // mean 0, deviation 1 (polar method)
  double exponential();                      // mean 1
  bool chance(double probability) { return uniform() < probability; }

 private:
  std::uint64_t state_[4];
  double spare_ = 0;
  bool has_spare_ = false;
};

// Fisher-Yates.
template <class T>
void shuffle(std::vector<T>& items, Random& random) {
  for (std::size_t i = items.size(); i > 1; --i)
    std::swap(items[i - 1], items[random.below(i)]);
}

}  // namespace credence
