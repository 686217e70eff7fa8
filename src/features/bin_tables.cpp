#include "features/bin_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "features/binning.h"
#include "metric/stability.h"

namespace credence::features {
namespace {

using portfolio::Feature;
using table::Column;
using table::Type;

std::string with_decimals(double value, int decimals) {
  return fmt::format("{:.{}f}", value == 0 ? 0.0 : value, decimals);
}

// As few decimals as tell different bounds apart, and one more; none for whole numbers,
// all that there are where more than twelve would be needed.
std::vector<std::string> shown(const std::vector<double>& bounds) {
  std::vector<std::string> texts;
  const auto show = [&](auto format) {
    texts.clear();
    for (const double bound : bounds) texts.push_back(format(bound));
  };
  const bool is_whole = std::ranges::all_of(
      bounds, [](double bound) { return bound == std::trunc(bound); });
  for (int decimals = is_whole ? 0 : 1; decimals <= 12; ++decimals) {
    show([&](double bound) { return with_decimals(bound, decimals); });
    bool differ = true;  // ascending, so that equal ones are neighbours
    for (std::size_t i = 1; i < bounds.size(); ++i)
      differ = differ && (bounds[i] == bounds[i - 1] || texts[i] != texts[i - 1]);
    if (!differ) continue;
    if (!is_whole)
      show([&](double bound) { return with_decimals(bound, decimals + 1); });
    return texts;
  }
  show([](double bound) { return fmt::format("{}", bound); });
  return texts;
}

void name_ranges(const Binning& binning, std::vector<FeatureBin>& bins) {
  std::vector<double> bounds;
  for (std::size_t i = 0; i < binning.lowest().size(); ++i) {
    bounds.push_back(binning.lowest()[i]);
    bounds.push_back(binning.highest()[i]);
  }
  const std::vector<std::string> texts = shown(bounds);
  for (std::size_t i = 0; i < binning.lowest().size(); ++i) {
    const std::string &low = texts[2 * i], &high = texts[2 * i + 1];
    bins[i].lowest = bounds[2 * i];
    bins[i].highest = bounds[2 * i + 1];
    bins[i].label = low == high ? low : fmt::format("{} - {}", low, high);
  }
}

void name_bins(const Binning& binning, const Column& column,
               std::vector<FeatureBin>& bins) {
  name_ranges(binning, bins);
  for (std::size_t i = 0; i < binning.codes().size(); ++i) {
    bins[i].kind = BinKind::category;
    bins[i].label = column.levels[static_cast<std::size_t>(binning.codes()[i])];
  }
  bins[binning.size()].kind = BinKind::missing;
  bins[binning.size()].label = "missing";
  bins[binning.size() + 1].kind = BinKind::unseen;
  bins[binning.size() + 1].label = "not in training";
}

void weigh(std::span<const Outcomes> outcomes, BinTable& table) {
  std::vector<Outcomes> held;
  for (const Outcomes& bin : outcomes)
    if (bin.rows() > 0) held.push_back(bin);
  const std::vector<Evidence> evidence = evidence_of(held);
  auto next = evidence.begin();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].rows() == 0) continue;
    FeatureBin& bin = table.bins[i];
    bin.rows = outcomes[i].rows();
    bin.bad = outcomes[i].bad;
    bin.bad_rate = static_cast<double>(bin.bad) / static_cast<double>(bin.rows);
    bin.weight_of_evidence = next->weight;
    bin.information_value = next->information;
    table.information_value += next->information;
    ++next;
  }
}

std::vector<std::int64_t> counts_of(const Binning& binning, const Column& column,
                                    std::span<const std::uint32_t> rows,
                                    std::size_t bins) {
  std::vector<std::int64_t> counts(bins);
  for (const std::uint32_t row : rows) ++counts[binning.bin_of(column, row)];
  return counts;
}

Result<> compare(const Binning& binning, const Column& column,
                 std::span<const NamedRows> others, BinTable& table) {
  const std::size_t bins = table.bins.size();
  std::vector<std::int64_t> training;
  for (const FeatureBin& bin : table.bins) training.push_back(bin.rows);
  for (const NamedRows& other : others) {
    if (other.rows.empty()) continue;
    const auto before =
        other.base.empty() ? training : counts_of(binning, column, other.base, bins);
    BinnedSample sample{other.name, other.base_name,
                        counts_of(binning, column, other.rows, bins), 0};
    sample.stability_index =
        TRY_IN(table.feature,
               metric::population_stability(std::span<const std::int64_t>(before),
                                            std::span<const std::int64_t>(sample.rows)))
            .index;
    table.samples.push_back(std::move(sample));
  }
  return {};
}

// The order in which a person reads the bins, without those that hold nothing.
std::vector<std::size_t> reading_order(const Feature& feature, const BinTable& table) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < table.bins.size(); ++i) {
    const auto holds = [i](const BinnedSample& sample) { return sample.rows[i] > 0; };
    if (table.bins[i].rows > 0 || std::ranges::any_of(table.samples, holds))
      order.push_back(i);
  }
  const auto place = [&](std::size_t i) {
    const FeatureBin& bin = table.bins[i];
    const auto of_kind = static_cast<std::int64_t>(bin.kind);
    std::int64_t within = 0;
    if (bin.kind == BinKind::category)
      within = feature.order.empty() ? -bin.rows
                                     : std::ranges::find(feature.order, bin.label) -
                                           feature.order.begin();
    return std::pair(of_kind, within);
  };
  std::ranges::stable_sort(order, {}, place);
  return order;
}

template <class Item>
void take(std::vector<Item>& items, const std::vector<std::size_t>& order) {
  std::vector<Item> taken;
  for (const std::size_t i : order) taken.push_back(std::move(items[i]));
  items = std::move(taken);
}

}  // namespace

Result<std::vector<BinTable>> bin_tables(const portfolio::Portfolio& portfolio,
                                         const FeatureSet& set,
                                         std::span<const std::uint32_t> training,
                                         std::span<const NamedRows> others) {
  if (training.empty())
    return bad_input("no row to cut the features' bins on; expected at least one");
  std::vector<BinTable> tables;
  for (std::size_t f = 0; f < portfolio.features.size(); ++f) {
    const Column& column = set.features.columns[f];
    const Binning binning = Binning::of(column, training);
    BinTable table{portfolio.features[f].name, 0, {}, {}};
    table.bins.resize(binning.size() + 2);
    name_bins(binning, column, table.bins);
    std::vector<Outcomes> outcomes(table.bins.size());
    for (const std::uint32_t row : training) {
      Outcomes& bin = outcomes[binning.bin_of(column, row)];
      ++(set.outcomes[row] == 1 ? bin.bad : bin.good);
    }
    weigh(outcomes, table);
    TRY(compare(binning, column, others, table));
    const auto order = reading_order(portfolio.features[f], table);
    take(table.bins, order);
    for (BinnedSample& sample : table.samples) take(sample.rows, order);
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace credence::features
