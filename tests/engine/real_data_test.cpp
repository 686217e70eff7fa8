// Lenders' real files, which are not part of the project, by their portfolios.
#include "tests/engine/books.h"

namespace credence::engine {
namespace {

std::unique_ptr<Engine> loaded(const char* engine, const std::string& portfolio,
                               const std::filesystem::path& path) {
  auto read = portfolio::read_portfolio("portfolios/" + portfolio);
  EXPECT_TRUE(read) << read.error().message;
  if (!read) return nullptr;
  auto opened = std::move(*open_engine(engine, {}));
  const auto rows = opened->load(*read, *find_source(path), {});
  EXPECT_TRUE(rows) << rows.error().message;
  return rows ? std::move(opened) : nullptr;
}

class RealData : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Engines, RealData, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

// Expected numbers by `cut -d, -f5 | paste -sd+ | bc` and the like on the file.
TEST_P(RealData, GermanCreditLoadsWhole) {
  const std::filesystem::path path =
      "../shared/data/german_credit/germancredit_labelled.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
  const auto engine = loaded(GetParam(), "german_credit", path);
  ASSERT_TRUE(engine);
  EXPECT_EQ(
      shown(*engine->query("SELECT count(*), sum(amount), min(loan_id), max(loan_id), "
                           "max(age) FROM loans")),
      "1000 3271258 1 1000 75\n");
}

TEST_P(RealData, TaiwanCardsLoadWhole) {
  const std::filesystem::path path =
      "../shared/data/taiwan_credit_card/UCI_Credit_Card.csv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
  const auto portfolio = portfolio::read_portfolio("portfolios/taiwan_cards");
  ASSERT_TRUE(portfolio) << portfolio.error().message;
  const auto engine = loaded(GetParam(), "taiwan_cards", path);
  ASSERT_TRUE(engine);
  EXPECT_EQ(
      shown(*engine->query("SELECT count(*) FROM " + portfolio->application.table)),
      "30000\n");
}

}  // namespace
}  // namespace credence::engine
