#include "portfolio/nearest_name.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace credence::portfolio {
namespace {

std::size_t edits_between(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_name(std::string_view name,
                         std::span<const std::string> candidates) {
  std::string nearest;
  // More than half of the letters changed is another word, not a slip.
  std::size_t fewest = std::max<std::size_t>(2, name.size() / 2) + 1;
  for (const std::string& candidate : candidates)
    if (const std::size_t edits = edits_between(name, candidate); edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  return nearest;
}

std::string suggestion(std::string_view name, std::span<const std::string> candidates) {
  const std::string nearest = nearest_name(name, candidates);
  if (!nearest.empty()) return fmt::format("; did you mean \"{}\"?", nearest);
  if (candidates.empty()) return {};
  constexpr std::size_t shown = 12;
  const auto some = candidates.subspan(0, std::min(shown, candidates.size()));
  return fmt::format("; expected one of: {}{}", fmt::join(some, ", "),
                     candidates.size() > shown ? ", ..." : "");
}

}  // namespace credence::portfolio
