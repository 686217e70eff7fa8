// Tables of bins against pandas. Made by:
//   python3 tests/oracle/bin_tables.py
#include <gtest/gtest.h>

#include <cmath>

#include "features/bin_tables.h"

namespace credence::features {
namespace {

struct Golden {
  const char* label;
  std::int64_t rows, bad;
  double weight_of_evidence, information_value;
  std::int64_t test, later;
};

const std::vector<Golden> number_bins = {
    {"0 - 3", 36, 4, 1.4805860145349474, 0.14548631837817366, 10, 6},
    {"4 - 7", 39, 11, 0.41098037388093023, 0.015449165016358297, 4, 7},
    {"8 - 12", 36, 6, 1.0493478286873041, 0.081401199539752986, 12, 10},
    {"13 - 16", 43, 12, 0.42768222349886154, 0.01834834540315778, 12, 6},
    {"17 - 20", 37, 17, -0.33835267280957626, 0.0109306046539121, 15, 13},
    {"21 - 24", 42, 21, -0.49657667802447042, 0.026872215950128973, 11, 14},
    {"25 - 28", 39, 17, -0.24526224974356428, 0.0060034240377449498, 6, 9},
    {"29 - 33", 40, 22, -0.69232125515056564, 0.050046164944656142, 9, 11},
    {"34 - 38", 41, 23, -0.73580636709030445, 0.057921468228237349, 7, 13},
    {"39", 6, 4, -1.0843633429265893, 0.020770080831787729, 3, 2},
    {"missing", 41, 13, 0.25063772380575067, 0.0061980874431736502, 11, 9},
};

const std::vector<Golden> category_bins = {
    {"d", 115, 43, 0.0052770571008438193, 7.9905313243771462e-06, 21, 20},
    {"b", 100, 36, 0.063804396548133913, 0.0010094367248373304, 21, 17},
    {"a", 99, 41, -0.16221523966398865, 0.0066319200426536683, 17, 19},
    {"c", 86, 30, 0.11096538787388245, 0.0026130633840393156, 19, 17},
    {"not in training", 0, 0, 0, 0, 22, 27},
};

// The draws of tests/oracle/bin_tables.py: a number, a category and an outcome.
FeatureSet sample() {
  FeatureSet set;
  set.features.columns.resize(2);
  set.features.columns[1].type = table::Type::text;
  std::uint64_t state = 11;
  const auto draw = [&] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return state >> 40;
  };
  for (int row = 0; row < 600; ++row) {
    const std::uint64_t value = draw() % 40;
    const bool is_missing = draw() % 9 == 0;
    set.features.columns[0].append(is_missing ? std::nan("")
                                              : static_cast<double>(value));
    const std::string categories[] = {"a", "b", "c", "d", "e"};
    set.features.columns[1].append_text(categories[draw() % (row < 400 ? 4 : 5)]);
    set.outcomes.push_back(draw() % 80 < value + 10);
  }
  return set;
}

std::vector<std::uint32_t> rows(std::uint32_t first, std::uint32_t end) {
  std::vector<std::uint32_t> result;
  for (std::uint32_t row = first; row < end; ++row) result.push_back(row);
  return result;
}

void expect(const BinTable& table, const std::vector<Golden>& bins,
            double information_value, double test, double later) {
  EXPECT_NEAR(table.information_value, information_value, 1e-13) << table.feature;
  ASSERT_EQ(table.samples.size(), 2U);
  EXPECT_NEAR(table.samples[0].stability_index, test, 1e-13) << table.feature;
  EXPECT_NEAR(table.samples[1].stability_index, later, 1e-13) << table.feature;
  ASSERT_EQ(table.bins.size(), bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const FeatureBin& bin = table.bins[i];
    EXPECT_EQ(bin.label, bins[i].label);
    EXPECT_EQ(bin.rows, bins[i].rows) << bin.label;
    EXPECT_EQ(bin.bad, bins[i].bad) << bin.label;
    EXPECT_NEAR(bin.weight_of_evidence, bins[i].weight_of_evidence, 1e-13);
    EXPECT_NEAR(bin.information_value, bins[i].information_value, 1e-13);
    EXPECT_EQ(table.samples[0].rows[i], bins[i].test) << bin.label;
    EXPECT_EQ(table.samples[1].rows[i], bins[i].later) << bin.label;
  }
}

TEST(BinTablesGolden, AreThoseOfPandas) {
  portfolio::Portfolio portfolio;
  portfolio.features.resize(2);
  portfolio.features[0].name = "number";
  portfolio.features[1].name = "category";
  const std::vector<NamedRows> others{{"test", rows(400, 500)},
                                      {"later", rows(500, 600)}};
  const auto tables = bin_tables(portfolio, sample(), rows(0, 400), others);
  ASSERT_TRUE(tables) << tables.error().message;
  expect((*tables)[0], number_bins, 0.43942707442708362, 0.13290108737097214,
         0.084013885448521564);
  expect((*tables)[1], category_bins, 0.010262410682854693, 1.1945617375716435,
         1.5329833071426562);
}

}  // namespace
}  // namespace credence::features
