// What the audit is given about an applicant, over two links, against plain loops over
// random rows.
#include "features/known_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

using table::Column;
using table::Table;
using table::Value;

// Receipts belong to an instalment, instalments to a loan, loans to a customer.
constexpr const char* receipts_schema = R"(
CREATE TABLE receipts (
  receipt_id BIGINT NOT NULL PRIMARY KEY,
  instalment_id BIGINT NOT NULL,
  banked_on DATE,
  cleared_on DATE,
  cleared BIGINT CHECK (cleared IN (0, 1))
);
)";

constexpr const char* receipts_toml = R"([tables.receipts]
known_on = "banked_on"
same_day = true
link = { column = "instalment_id", table = "instalments", key = "instalment_id" }
[tables.receipts.known_on_columns]
cleared = "cleared_on"
[target])";

struct Receipt {
  std::int64_t id, instalment;
  std::optional<Day> banked_on, cleared_on;
};

struct Rows {
  std::vector<std::pair<std::int64_t, Day>> loans;  // customer, applied on; id: place
  std::vector<std::int64_t> instalments;            // loan; id: place
  std::vector<Receipt> receipts;
};

Rows random_rows(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto upto = [&](std::uint64_t count) {
    return static_cast<std::int64_t>(random() % count);
  };
  const auto day = [&] { return std::optional<Day>(18'000 + upto(12)); };
  Rows rows;
  for (int i = 0; i < 40; ++i) rows.loans.emplace_back(upto(12), *day());
  for (int i = 0; i < 80; ++i) rows.instalments.push_back(upto(40));
  for (int i = 0; i < 200; ++i)
    rows.receipts.push_back({i, upto(80), upto(6) == 0 ? std::nullopt : day(),
                             upto(4) == 0 ? std::nullopt : day()});
  return rows;
}

Column column(std::string name, table::Type type) {
  Column made;
  made.name = std::move(name);
  made.type = type;
  return made;
}

Value value_of(const std::optional<Day>& day) { return day ? Value{*day} : Value{}; }

Result<> put(engine::Engine& engine, const Rows& rows) {
  using enum table::Type;
  Table loans{{column("loan_id", integer), column("customer_id", integer),
               column("applied_on", date), column("amount", integer),
               column("purpose", text), column("defaulted", integer),
               column("defaulted_on", date)}};
  for (std::size_t i = 0; i < rows.loans.size(); ++i) {
    const auto id = static_cast<std::int64_t>(i);
    const std::vector<Value> row{id,
                                 rows.loans[i].first,
                                 rows.loans[i].second,
                                 std::int64_t{100},
                                 std::string("car"),
                                 id % 2,
                                 Value{}};
    for (std::size_t j = 0; j < row.size(); ++j) loans.columns[j].append(row[j]);
  }
  Table instalments{{column("instalment_id", integer), column("loan_id", integer),
                     column("due_on", date), column("paid_on", date),
                     column("days_late", integer)}};
  for (std::size_t i = 0; i < rows.instalments.size(); ++i) {
    const std::vector<Value> row{static_cast<std::int64_t>(i), rows.instalments[i],
                                 Day{18'000}, Value{}, Value{}};
    for (std::size_t j = 0; j < row.size(); ++j) instalments.columns[j].append(row[j]);
  }
  Table receipts{{column("receipt_id", integer), column("instalment_id", integer),
                  column("banked_on", date), column("cleared_on", date),
                  column("cleared", integer)}};
  for (const Receipt& each : rows.receipts) {
    const std::vector<Value> row{each.id, each.instalment, value_of(each.banked_on),
                                 value_of(each.cleared_on), each.id % 2};
    for (std::size_t j = 0; j < row.size(); ++j) receipts.columns[j].append(row[j]);
  }
  TRY(engine.put("loans", loans));
  TRY(engine.put("instalments", instalments));
  return engine.put("receipts", receipts);
}

// Of the applicant: banked on the day of the decision or before, with what was cleared
// only where that had happened by then as well.
std::set<std::vector<Value>> expected_receipts(const Rows& rows, std::size_t loan) {
  const auto [customer, decided_at] = rows.loans[loan];
  std::set<std::vector<Value>> expected;
  for (const Receipt& each : rows.receipts) {
    const std::int64_t of = rows.instalments[static_cast<std::size_t>(each.instalment)];
    if (rows.loans[static_cast<std::size_t>(of)].first != customer) continue;
    if (!each.banked_on || *each.banked_on > decided_at) continue;
    const bool is_cleared = each.cleared_on && *each.cleared_on <= decided_at;
    expected.insert({each.id, each.instalment, Value{*each.banked_on},
                     is_cleared ? value_of(each.cleared_on) : Value{},
                     is_cleared ? Value{each.id % 2} : Value{}});
  }
  return expected;
}

TEST(KnownRows, OverTwoLinksAreThoseThatPlainLoopsFind) {
  const auto portfolio =
      portfolio::parse_portfolio({replaced(small_bank_toml, "[target]", receipts_toml),
                                  std::string(small_bank_schema) + receipts_schema,
                                  small_bank_features, small_bank_target},
                                 "small_bank");
  ASSERT_TRUE(portfolio) << portfolio.error().message;
  std::size_t found_in_all = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Rows rows = random_rows(seed);
    auto engine = engine::open_engine("duckdb", {});
    ASSERT_TRUE(engine) << engine.error().message;
    const auto filled = put(**engine, rows);
    ASSERT_TRUE(filled) << filled.error().message;
    const auto set = build(**engine, *portfolio);
    ASSERT_TRUE(set) << set.error().message;
    const std::vector<std::uint32_t> sampled{39, 0, 7, 21, 22, 5};
    const auto requests = known_rows(**engine, *portfolio, *set, sampled);
    ASSERT_TRUE(requests) << requests.error().message;
    ASSERT_EQ(requests->size(), sampled.size());
    for (std::size_t i = 0; i < sampled.size(); ++i) {
      const applicant::Request& request = (*requests)[i];
      EXPECT_EQ(request.application_id, Value{std::int64_t{sampled[i]}});
      EXPECT_EQ(request.decided_at, rows.loans[sampled[i]].second);
      const auto receipts =
          std::ranges::find(request.tables, "receipts", &applicant::TableRows::table);
      ASSERT_NE(receipts, request.tables.end());
      EXPECT_EQ(receipts->columns,
                (std::vector<std::string>{"receipt_id", "instalment_id", "banked_on",
                                          "cleared_on", "cleared"}));
      const std::set<std::vector<Value>> found(receipts->rows.begin(),
                                               receipts->rows.end());
      EXPECT_EQ(found.size(), receipts->rows.size());
      EXPECT_EQ(found, expected_receipts(rows, sampled[i])) << "seed " << seed;
      found_in_all += found.size();
    }
  }
  EXPECT_GT(found_in_all, 20U);
}

// ---- building ----------------------------------------------------------------------

std::string build_error(const std::string& features,
                        const std::string& toml = small_bank_toml) {
  auto bank = open_small_bank(features, loans_csv, toml);
  if (!bank) return bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  return set ? "no error" : set.error().message;
}

TEST(BuildErrors, NameTheFeatureAndWhatItHolds) {
  const auto amount = [](const std::string& value) {
    return replaced(small_bank_features, "l.amount AS amount", value + " AS amount");
  };
  EXPECT_EQ(
      build_error(amount("CAST('inf' AS DOUBLE)")),
      "features.sql: amount is inf for application 1; expected a finite number: guard "
      "divisions with NULLIF and keep products below 1e308");
  EXPECT_EQ(
      build_error(amount("l.applied_on")),
      "features.sql: amount gives date values; declare it under features.nominal or "
      "features.ordinal in portfolio.toml, or make it a number");
  EXPECT_EQ(
      build_error(small_bank_features,
                  replaced(replaced(small_bank_toml, "nominal = [\"purpose\"]",
                                    "nominal = [\"purpose\"]\nflags = [\"amount\"]"),
                           "standard = [\"amount\"]", "")),
      "features.sql: amount is declared a flag in portfolio.toml but holds 100; "
      "expected 0, 1 or NULL");
  EXPECT_EQ(
      build_error(
          replaced(small_bank_features, "l.purpose AS purpose", "l.amount AS purpose")),
      "features.sql: purpose gives integer values, but portfolio.toml declares it "
      "as categories; expected text");
}

}  // namespace
}  // namespace credence::features
