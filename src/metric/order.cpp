#include "metric/order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace credence::metric {
namespace {

// One word holds the leading 33 bits of a score (sign, exponent, 21 bits of mantissa),
// mapped so that they sort as whole numbers, and its place in the 31 bits below. So the
// radix passes move eight bytes a score, and three of eleven bits sort nearly all; only
// scores that agree in all 33 bits are then compared in full.
constexpr unsigned place_bits = 31, digit_bits = 11, digits = 3;
constexpr std::size_t buckets = std::size_t{1} << digit_bits;
constexpr std::uint64_t place_mask = (std::uint64_t{1} << place_bits) - 1;
constexpr std::size_t few = 200;  // below this the histograms cost more than they save

std::uint64_t word(double score, std::size_t place) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  const auto bits = std::bit_cast<std::uint64_t>(score + 0.0);  // -0 becomes 0
  const std::uint64_t key = bits & sign ? ~bits : bits | sign;
  return (key & ~place_mask) | place;
}

std::size_t digit(std::uint64_t word, unsigned pass) {
  return (word >> (place_bits + pass * digit_bits)) & (buckets - 1);
}

void radix_sort(std::vector<std::uint64_t>& words) {
  std::array<std::array<std::uint32_t, buckets>, digits> starts{};
  for (const std::uint64_t word : words)
    for (unsigned pass = 0; pass < digits; ++pass) ++starts[pass][digit(word, pass)];
  std::vector<std::uint64_t> sorted(words.size());
  for (unsigned pass = 0; pass < digits; ++pass) {
    auto& start = starts[pass];
    if (start[digit(words.front(), pass)] == words.size()) continue;
    std::uint32_t sum = 0;
    for (std::uint32_t& count : start) sum += std::exchange(count, sum);
    for (const std::uint64_t word : words) sorted[start[digit(word, pass)]++] = word;
    words.swap(sorted);
  }
}

}  // namespace

std::vector<std::uint32_t> ascending_order(std::span<const double> scores) {
  std::vector<std::uint64_t> words(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) words[i] = word(scores[i], i);
  if (words.size() < few) {
    std::sort(words.begin(), words.end());
  } else {
    radix_sort(words);
  }
  std::vector<std::uint32_t> order(words.size());
  for (std::size_t i = 0; i < words.size(); ++i)
    order[i] = static_cast<std::uint32_t>(words[i] & place_mask);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return scores[a] != scores[b] ? scores[a] < scores[b] : a < b;
  };
  for (std::size_t first = 0, last; first < words.size(); first = last) {
    bool differ = false;
    for (last = first + 1;
         last < words.size() && words[last] >> place_bits == words[first] >> place_bits;
         ++last)
      differ |= scores[order[last]] != scores[order[first]];
    if (differ)
      std::sort(order.begin() + static_cast<std::ptrdiff_t>(first),
                order.begin() + static_cast<std::ptrdiff_t>(last), before);
  }
  return order;
}

}  // namespace credence::metric
