#include "prepare/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "base/random.h"

namespace credence::prepare {
namespace {

using Counts = std::array<std::int64_t, 2>;  // of rows, by outcome

// Rows of one group, as a slice of `Groups::rows`.
struct Group {
  std::size_t begin = 0, end = 0;
  Counts counts{};
  std::int64_t size() const { return counts[0] + counts[1]; }
};

struct Groups {
  std::vector<std::uint32_t> rows;  // group by group
  std::vector<Group> groups;
  Counts total{};
  Counts groups_with{};  // that hold at least one row of the outcome
};

Result<Groups> gather(std::span<const std::uint32_t> rows,
                      std::span<const std::int8_t> outcomes,
                      std::span<const std::uint32_t> groups) {
  std::vector<std::uint64_t> keys;  // group, then row: the order in which rows came is
  keys.reserve(rows.size());        // of no consequence
  for (const std::uint32_t row : rows) {
    if (row >= outcomes.size() || row >= groups.size())
      return internal("row {} has no outcome or no group to divide it by", row);
    keys.push_back(std::uint64_t{groups[row]} << 32 | row);
  }
  std::sort(keys.begin(), keys.end());
  Groups gathered;
  gathered.rows.reserve(rows.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto row = static_cast<std::uint32_t>(keys[i]);
    if (i > 0 && keys[i] == keys[i - 1]) return internal("row {} is given twice", row);
    if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32)
      gathered.groups.push_back({.begin = i, .end = i});
    const std::int8_t outcome = outcomes[row];
    if (outcome != 0 && outcome != 1)
      return internal(
          "row {} has outcome {}; only rows with outcome 0 or 1 can be divided", row,
          outcome);
    ++gathered.groups.back().end;
    ++gathered.groups.back().counts[std::size_t(outcome)];
    gathered.rows.push_back(row);
  }
  for (const Group& group : gathered.groups)
    for (std::size_t outcome : {0u, 1u}) {
      gathered.total[outcome] += group.counts[outcome];
      gathered.groups_with[outcome] += group.counts[outcome] > 0;
    }
  return gathered;
}

// The part of every row of `gathered.rows`. Groups are taken in random order, large
// ones first, and each goes where the counts by outcome then stray least from the
// shares, as in scikit-learn's StratifiedGroupKFold but for parts of any share: the
// least increase of sum over parts and outcomes of (count - share x total)^2 / (share x
// total^2). With groups of one row this is the Webster / Sainte-Lague apportionment of
// each outcome, whose counts for two parts are the shares rounded.
std::vector<std::uint8_t> assign(const Groups& gathered, std::span<const double> shares,
                                 std::uint64_t seed) {
  std::vector<std::uint32_t> order(gathered.groups.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = std::uint32_t(i);
  Random random(seed);
  shuffle(order, random);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return gathered.groups[a].size() > gathered.groups[b].size();
  });

  std::vector<Counts> filled(shares.size());
  std::vector<std::uint8_t> part_of(gathered.rows.size());
  std::array<double, 2> weight{};
  for (std::size_t outcome : {0u, 1u})
    if (const auto n = double(gathered.total[outcome]); n > 0)
      weight[outcome] = 1 / (n * n);
  for (const std::uint32_t index : order) {
    const Group& group = gathered.groups[index];
    std::size_t best = 0;
    std::pair<double, double> least{std::numeric_limits<double>::infinity(), 0};
    for (std::size_t part = 0; part < shares.size(); ++part) {
      double cost = 0;
      for (std::size_t outcome : {0u, 1u}) {
        const auto count = double(filled[part][outcome]),
                   more = double(group.counts[outcome]);
        // The share's own place, 2 x more x total, is the same for every part.
        cost += weight[outcome] * more * (2 * count + more) / shares[part];
      }
      const std::pair<double, double> measure{
          cost, double(filled[part][0] + filled[part][1]) / shares[part]};
      if (measure < least) least = measure, best = part;
    }
    for (std::size_t outcome : {0u, 1u}) filled[best][outcome] += group.counts[outcome];
    std::fill(part_of.begin() + std::ptrdiff_t(group.begin),
              part_of.begin() + std::ptrdiff_t(group.end), std::uint8_t(best));
  }
  return part_of;
}

std::vector<Counts> counts_by_part(const Groups& gathered,
                                   std::span<const std::uint8_t> part_of,
                                   std::span<const std::int8_t> outcomes,
                                   std::size_t parts) {
  std::vector<Counts> counts(parts);
  for (std::size_t i = 0; i < part_of.size(); ++i)
    ++counts[part_of[i]][std::size_t(outcomes[gathered.rows[i]])];
  return counts;
}

// Part `part` as test, the others as training.
Split split_by(const Groups& gathered, std::span<const std::uint8_t> part_of,
               std::size_t part) {
  Split split;
  for (std::size_t i = 0; i < part_of.size(); ++i)
    (part_of[i] == part ? split.test : split.train).push_back(gathered.rows[i]);
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

const char* name_of(std::size_t outcome) { return outcome == 1 ? "bad" : "good"; }

std::string supply(const Groups& gathered, std::size_t outcome) {
  return fmt::format("{} of the {} rows {} {}, in {} of the {} groups",
                     gathered.total[outcome], gathered.rows.size(),
                     gathered.total[outcome] == 1 ? "is" : "are", name_of(outcome),
                     gathered.groups_with[outcome], gathered.groups.size());
}

}  // namespace

Result<Split> split(std::span<const std::uint32_t> rows,
                    std::span<const std::int8_t> outcomes,
                    std::span<const std::uint32_t> groups, double test_share,
                    std::uint64_t seed) {
  if (!(test_share > 0 && test_share < 1))
    return bad_input("the test share is {}; expected a number between 0 and 1, as 0.2",
                     test_share);
  const Groups gathered = TRY(gather(rows, outcomes, groups));
  const double shares[] = {1 - test_share, test_share};
  const std::vector<std::uint8_t> part_of = assign(gathered, shares, seed);
  const std::vector<Counts> counts = counts_by_part(gathered, part_of, outcomes, 2);
  for (std::size_t part : {0u, 1u})
    for (std::size_t outcome : {0u, 1u})
      if (counts[part][outcome] == 0)
        return bad_input(
            "cannot split off a test share of {}: the {} part would hold no {} row "
            "({}, and "
            "a group is not divided); give more data or another test share",
            test_share, part == 0 ? "training" : "test", name_of(outcome),
            supply(gathered, outcome));
  return split_by(gathered, part_of, 1);
}

Result<std::vector<Split>> folds(std::span<const std::uint32_t> rows,
                                 std::span<const std::int8_t> outcomes,
                                 std::span<const std::uint32_t> groups, int count,
                                 std::uint64_t seed) {
  if (count < 2 || count > most_folds)
    return bad_input("the number of folds is {}; expected 2 to {}", count, most_folds);
  const Groups gathered = TRY(gather(rows, outcomes, groups));
  const auto parts = static_cast<std::size_t>(count);
  if (gathered.groups.size() < parts)
    return bad_input(
        "cannot make {} folds of {} groups: every fold needs a group of its own; give "
        "more "
        "data or fewer folds",
        count, gathered.groups.size());
  const std::vector<double> shares(parts, 1.0 / count);
  const std::vector<std::uint8_t> part_of = assign(gathered, shares, seed);
  const std::vector<Counts> counts = counts_by_part(gathered, part_of, outcomes, parts);
  std::vector<Split> splits;
  for (std::size_t part = 0; part < parts; ++part) {
    for (std::size_t outcome : {0u, 1u})
      if (counts[part][outcome] == 0)
        return bad_input(
            "cannot make {} folds: fold {} would hold no {} row ({}, and a group is "
            "not "
            "divided); give more data or fewer folds",
            count, part + 1, name_of(outcome), supply(gathered, outcome));
    splits.push_back(split_by(gathered, part_of, part));
  }
  return splits;
}

Split out_of_time(std::span<const std::uint32_t> rows, std::span<const Day> dates,
                  std::span<const std::uint32_t> groups, double share) {
  std::vector<std::pair<Day, std::uint32_t>> latest_first;
  for (const std::uint32_t row : rows) latest_first.emplace_back(dates[row], row);
  std::sort(latest_first.begin(), latest_first.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  // Of the places between two days, the one nearest to the share; the larger test part
  // when two are equally near.
  const double wanted = share * double(rows.size());
  std::size_t taken = 0;
  for (std::size_t i = 1; i < latest_first.size(); ++i)
    if (latest_first[i].first != latest_first[i - 1].first &&
        (taken == 0 ||
         std::abs(double(i) - wanted) <= std::abs(double(taken) - wanted)))
      taken = i;

  Split split;
  std::vector<std::uint32_t> tested;  // groups
  for (std::size_t i = 0; i < taken; ++i) {
    split.test.push_back(latest_first[i].second);
    tested.push_back(groups[latest_first[i].second]);
  }
  std::sort(tested.begin(), tested.end());
  for (std::size_t i = taken; i < latest_first.size(); ++i)
    if (!std::binary_search(tested.begin(), tested.end(),
                            groups[latest_first[i].second]))
      split.train.push_back(latest_first[i].second);
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

}  // namespace credence::prepare
