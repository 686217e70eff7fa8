#include "base/random.h"

#include <bit>
#include <cmath>

#include "base/exact_math.h"

namespace credence {
namespace {

std::uint64_t splitmix(std::uint64_t& x) {
  std::uint64_t z = (x += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) word = splitmix(seed);
}

Random Random::for_stream(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t x = stream;
  return Random(seed ^ splitmix(x));
}

std::uint64_t Random::bits() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t bound) {
  const std::uint64_t rest = -bound % bound;  // values that would favour the small
  for (;;)
    if (const std::uint64_t x = bits(); x >= rest) return x % bound;
}

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  for (;;) {
    const double a = 2 * uniform() - 1, b = 2 * uniform() - 1, s = a * a + b * b;
    if (s >= 1 || s == 0) continue;
    const double scale = std::sqrt(-2 * exact_log(s) / s);
    spare_ = b * scale;
    has_spare_ = true;
    return a * scale;
  }
}

double Random::exponential() { return -exact_log(1 - uniform()); }

}  // namespace credence
