// small_bank.h
// A bank small enough to work out by hand, for the tests of this room: five loans of
// three customers and their instalments.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::features {

inline const char* small_bank_toml = R"(
name = "small_bank"
title = "Small bank"
[application]
table = "loans"
id = "loan_id"
decided_at = "applied_on"
group = "customer_id"
[tables.loans]
known_on = "applied_on"
[tables.loans.known_on_columns]
defaulted = "defaulted_on"
[tables.instalments]
known_on = "due_on"
link = { column = "loan_id", table = "loans", key = "loan_id" }
[tables.instalments.known_on_columns]
days_late = "paid_on"
[target]
window_months = 12
[features]
nominal = ["purpose"]
[features.groups]
all = ["amount", "purpose", "past_loans", "worst_days_late"]
[features.scaling]
standard = ["amount"]
[costs]
missed_bad = 10
refused_good = 1
refused_bad = 0
granted_good = 0
[[bands]]
name = "Low"
below = 0.5
color = "#10b981"
action = "grant"
description = "low"
[[bands]]
name = "High"
color = "#ef4444"
action = "refuse"
description = "high"
[search.logistic]
trials = 1
C = [1.0]
)";

inline const char* small_bank_schema = R"(
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  applied_on DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000),
  purpose TEXT,
  defaulted BIGINT CHECK (defaulted BETWEEN 0 AND 1),
  defaulted_on DATE
);
CREATE TABLE instalments (
  instalment_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  due_on DATE NOT NULL,
  paid_on DATE,
  days_late BIGINT CHECK (days_late BETWEEN 0 AND 10000)
);
)";

// Loans strictly earlier; instalments due before the day; lateness only once paid.
inline const char* small_bank_features = R"(
WITH past AS (
  SELECT d.application_id, COUNT(DISTINCT p.loan_id) AS past_loans,
         MAX(CASE WHEN i.paid_on < d.decided_at THEN i.days_late END) AS worst_days_late
  FROM decisions d
  JOIN loans l ON l.loan_id = d.application_id
  JOIN loans p ON p.customer_id = l.customer_id AND p.applied_on < d.decided_at
  LEFT JOIN instalments i ON i.loan_id = p.loan_id AND i.due_on < d.decided_at
  GROUP BY d.application_id
)
SELECT
  d.application_id AS application_id,
  -- Amount asked for
  l.amount AS amount,
  -- What it is for
  l.purpose AS purpose,
  -- Earlier loans
  COALESCE(p.past_loans, 0) AS past_loans,
  -- Most days late before the decision
  p.worst_days_late AS worst_days_late
FROM decisions d
JOIN loans l ON l.loan_id = d.application_id
LEFT JOIN past p ON p.application_id = d.application_id
)";

inline const char* small_bank_target = R"(
SELECT
  l.loan_id AS application_id,
  l.defaulted AS outcome,
  CASE WHEN l.defaulted IS NULL THEN 'immature' END AS no_outcome
FROM loans l
)";

inline const char* loans_csv =
    "loan_id,customer_id,applied_on,amount,purpose,defaulted,defaulted_on\n"
    "1,7,2020-01-10,100,car,0,\n"
    "2,7,2021-01-10,200,house,1,2021-09-01\n"
    "3,8,2020-06-01,300,car,1,2020-12-01\n"
    "4,9,2021-02-01,400,,0,\n"
    "5,7,2022-03-01,500,open,,\n";

// Customer 7: 5 days late on loan 1, paid before loan 2; 40 days late on loan 2, paid
// before loan 5; and one due before loan 2 was applied for but paid after it.
inline const char* instalments_csv =
    "instalment_id,loan_id,due_on,paid_on,days_late\n"
    "1,1,2020-02-10,2020-02-15,5\n"
    "2,1,2021-01-01,2021-01-20,19\n"
    "3,2,2021-02-10,2021-03-22,40\n"
    "4,3,2020-07-01,,\n";

struct SmallBank {
  portfolio::Portfolio portfolio;
  std::unique_ptr<engine::Engine> engine;
};

inline std::string replaced(std::string text, const std::string& what,
                            const std::string& by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

inline Result<SmallBank> open_small_bank(
    const std::string& features = small_bank_features,
    const std::string& loans = loans_csv, const std::string& toml = small_bank_toml) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("small_bank_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "loans.csv") << loans;
  std::ofstream(folder / "instalments.csv") << instalments_csv;
  SmallBank bank{
      TRY(portfolio::parse_portfolio(
          {toml, small_bank_schema, features, small_bank_target}, "small_bank")),
      TRY(engine::open_engine("duckdb", {}))};
  const auto loaded =
      bank.engine->load(bank.portfolio, TRY(engine::find_source(folder)), {});
  std::filesystem::remove_all(folder);
  if (!loaded) return std::unexpected(loaded.error());
  return bank;
}

}  // namespace credence::features
